package k8s.pods

deny contains msg if {
	input.kind == "Pod"
	some name, value in input.metadata.labels
	not regex.match("^[a-z]+$", value)
	msg := sprintf("label %s is %v", [name, value])
}

warn_complete := "a text is not asked for" if input.kind == "Pod"

violation_list := [{"msg": "from a list"}, "text"] if input.kind == "Pod"

deny_map["x"] := "y" if input.kind == "Pod"

deny_number contains 3 if input.kind == "Pod"

deny_empty contains "" if input.kind == "Pod"
