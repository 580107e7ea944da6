package kinds

default is_workload = false

is_workload {
	input.kind == "Deployment"
}
