package security.lib.selectors_test

import data.security.lib.selectors

test_everything if {
	every selector in [{}, null, {"matchLabels": {}, "matchExpressions": []}, {"matchLabels": null, "matchExpressions": null}] {
		selectors.selects_all(selector)
	}
}

test_not_everything if {
	not selectors.selects_all({"matchLabels": {"app": "web"}})
	not selectors.selects_all({"matchExpressions": [{"key": "app", "operator": "Exists"}]})
}

test_given if {
	selectors.given({"ports": [{}]}, "ports")
	every owner in [{"ports": []}, {"ports": null}, {}, null] {
		not selectors.given(owner, "ports")
	}
}
