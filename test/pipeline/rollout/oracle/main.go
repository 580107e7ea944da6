// Lets OCM's own rollout library say who is next: a case a line in, its answer a line out.
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	testingclock "k8s.io/utils/clock/testing"

	clusterv1alpha1 "open-cluster-management.io/api/cluster/v1alpha1"
	"open-cluster-management.io/sdk-go/pkg/apis/cluster/v1alpha1"
	"open-cluster-management.io/sdk-go/pkg/apis/cluster/v1beta1"
)

type question struct {
	Now      time.Time                       `json:"now"`
	Strategy clusterv1alpha1.RolloutStrategy `json:"strategy"`
	Groups   []struct {
		Index    int32    `json:"index"`
		Name     string   `json:"name"`
		Clusters []string `json:"clusters"`
	} `json:"groups"`
	Statuses []struct {
		Cluster string       `json:"cluster"`
		Status  string       `json:"status"`
		Since   *metav1.Time `json:"since"`
	} `json:"statuses"`
}

type answer struct {
	ToApply  []string `json:"toApply"`
	UnderWay []string `json:"underWay"`
	TimedOut []string `json:"timedOut"`
	Removed  []string `json:"removed"`
	Breach   bool     `json:"breach"`
}

var statuses = map[string]v1alpha1.RolloutStatus{
	"ToApply":     v1alpha1.ToApply,
	"Progressing": v1alpha1.Progressing,
	"Succeeded":   v1alpha1.Succeeded,
	"Failed":      v1alpha1.Failed,
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		must(err)
		var asked question
		must(json.Unmarshal(line, &asked))
		must(out.Encode(rollOut(asked)))
	}
}

func rollOut(asked question) answer {
	v1alpha1.RolloutClock = testingclock.NewFakeClock(asked.Now)
	groups := v1beta1.ClusterGroupsMap{}
	for _, each := range asked.Groups {
		groups[v1beta1.GroupKey{GroupName: each.Name, GroupIndex: each.Index}] = sets.New(each.Clusters...)
	}
	var existing []v1alpha1.ClusterRolloutStatus
	for _, each := range asked.Statuses {
		existing = append(existing, v1alpha1.ClusterRolloutStatus{
			ClusterName: each.Cluster, Status: statuses[each.Status], LastTransitionTime: each.Since,
		})
	}
	tracker := v1beta1.NewPlacementDecisionClustersTrackerWithGroups(nil, nil, groups)
	handler, err := v1alpha1.NewRolloutHandler[any](tracker, nil)
	must(err)
	_, result, err := handler.GetRolloutCluster(asked.Strategy, existing)
	must(err)
	said := answer{
		ToApply: []string{}, UnderWay: []string{}, Breach: result.MaxFailureBreach,
		TimedOut: names(result.ClustersTimeOut), Removed: names(result.ClustersRemoved),
	}
	for _, each := range result.ClustersToRollout {
		if each.Status == v1alpha1.ToApply {
			said.ToApply = append(said.ToApply, each.ClusterName)
		} else {
			said.UnderWay = append(said.UnderWay, each.ClusterName)
		}
	}
	return said
}

func names(statuses []v1alpha1.ClusterRolloutStatus) []string {
	listed := []string{}
	for _, each := range statuses {
		listed = append(listed, each.ClusterName)
	}
	return listed
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
