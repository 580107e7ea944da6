// Command oracle says what the Pod Security admission plugin of Kubernetes thinks of pods: the peer of the policies.
//
// Its first line of output is the checks: [{"id", "level", "versions"}], with the minor versions from which each form of
// the check is in force. Then it reads pods, one JSON document {"metadata", "spec"} a line, and answers each with a line
// {"<check>": [whether each form of the check allows the pod]}, or with null where the API server could not read it.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/policy"
	kjson "sigs.k8s.io/json"
)

type check struct {
	ID       policy.CheckID `json:"id"`
	Level    string         `json:"level"`
	Versions []int          `json:"versions"`
}

func main() {
	checks := policy.DefaultChecks()
	output := json.NewEncoder(os.Stdout)
	write := func(line any) {
		if err := output.Encode(line); err != nil {
			log.Fatal(err)
		}
	}
	write(describe(checks))

	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 16<<20)
	for input.Scan() {
		var pod corev1.Pod
		if err := kjson.UnmarshalCaseSensitivePreserveInts(input.Bytes(), &pod); err != nil {
			write(nil)
			continue
		}
		fillIn(&pod)
		write(judge(checks, &pod))
	}
	if err := input.Err(); err != nil {
		log.Fatal(err)
	}
}

func describe(checks []policy.Check) []check {
	described := []check{}
	for _, c := range checks {
		versions := []int{}
		for _, v := range c.Versions {
			versions = append(versions, v.MinimumVersion.Minor())
		}
		described = append(described, check{ID: c.ID, Level: string(c.Level), Versions: versions})
	}
	return described
}

// What the API server fills in before it asks the plugin, as far as a check looks at it.
func fillIn(pod *corev1.Pod) {
	for i := range pod.Spec.Volumes {
		if pod.Spec.Volumes[i].VolumeSource == (corev1.VolumeSource{}) {
			pod.Spec.Volumes[i].EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
}

func judge(checks []policy.Check, pod *corev1.Pod) map[policy.CheckID][]bool {
	answers := map[policy.CheckID][]bool{}
	for _, c := range checks {
		for _, v := range c.Versions {
			answers[c.ID] = append(answers[c.ID], v.CheckPod(&pod.ObjectMeta, &pod.Spec).Allowed)
		}
	}
	return answers
}
