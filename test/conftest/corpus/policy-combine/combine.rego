package main

deny contains msg if {
	some a, b
	input[a].contents.metadata.name == input[b].contents.metadata.name
	a < b
	msg := sprintf("%s and %s have the same name", [input[a].path, input[b].path])
}

warn contains sprintf("%s in %s", [data.conftest.file.name, "all"])
