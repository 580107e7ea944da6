package config

deny contains msg if {
	some i
	input[i].Cmd == "from"
	endswith(input[i].Value[0], ":latest")
	msg := sprintf("line %d: %s", [i, input[i].Value[0]])
}

deny contains "debug is on" if input.server.debug == true

warn contains sprintf("port %v", [input.server.port]) if input.server.port < 1024

deny contains sprintf("%v", [input]) if dumped

dumped if input.dump

dumped if input.locals[0].dump

dumped if input.dumped

dumped if input[0].Cmd

dumped if input[0].Kind

dumped if input.DUMPED
