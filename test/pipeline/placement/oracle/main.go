// Lets OCM's own scheduling controller decide placements: a case a line in, its answer a line out.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/openshift/library-go/pkg/controller/factory"
	"github.com/openshift/library-go/pkg/operator/events"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	kevents "k8s.io/client-go/tools/events"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"
	testingclock "k8s.io/utils/clock/testing"

	clusterfake "open-cluster-management.io/api/client/cluster/clientset/versioned/fake"
	clusterinformers "open-cluster-management.io/api/client/cluster/informers/externalversions"
	v1 "open-cluster-management.io/api/cluster/v1"
	"open-cluster-management.io/api/cluster/v1alpha1"
	"open-cluster-management.io/api/cluster/v1beta1"
	"open-cluster-management.io/api/cluster/v1beta2"
	"open-cluster-management.io/ocm/pkg/placement/controllers/framework"
	"open-cluster-management.io/ocm/pkg/placement/controllers/metrics"
	"open-cluster-management.io/ocm/pkg/placement/controllers/scheduling"
	"open-cluster-management.io/ocm/pkg/placement/plugins/addon"
	"open-cluster-management.io/ocm/pkg/placement/plugins/tainttoleration"
)

type question struct {
	Now        time.Time                           `json:"now"`
	Clusters   []*v1.ManagedCluster                `json:"clusters"`
	Sets       []*v1beta2.ManagedClusterSet        `json:"sets"`
	Bindings   []*v1beta2.ManagedClusterSetBinding `json:"bindings"`
	Scores     []*v1alpha1.AddOnPlacementScore     `json:"scores"`
	Decisions  []*v1beta1.PlacementDecision        `json:"decisions"`
	Placements []*v1beta1.Placement                `json:"placements"`
}

type answer struct {
	Placement    string                         `json:"placement"`
	Decisions    []v1beta1.PlacementDecision    `json:"decisions"`
	Status       v1beta1.PlacementStatus        `json:"status"`
	Selected     []string                       `json:"selected"`
	Totals       scheduling.PrioritizerScore    `json:"totals"`
	Prioritizers []scheduling.PrioritizerResult `json:"prioritizers"`
}

// recording keeps what the scheduler said, of which the controller writes only a part into the objects.
type recording struct {
	scheduling.Scheduler
	result scheduling.ScheduleResult
}

func (r *recording) Schedule(
	ctx context.Context, placement *v1beta1.Placement, clusters []*v1.ManagedCluster,
) (scheduling.ScheduleResult, *framework.Status) {
	result, status := r.Scheduler.Schedule(ctx, placement, clusters)
	r.result = result
	return result, status
}

func main() {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
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
		must(out.Encode(decide(asked)))
	}
}

func decide(asked question) []answer {
	addon.AddOnClock = testingclock.NewFakeClock(asked.Now)
	tainttoleration.TolerationClock = testingclock.NewFakeClock(asked.Now)
	ctx := context.Background()
	var objects []runtime.Object
	for _, each := range asked.Placements {
		objects = append(objects, each)
	}
	for _, each := range asked.Decisions {
		objects = append(objects, each)
	}
	client := clusterfake.NewSimpleClientset(objects...)
	informers := clusterinformers.NewSharedInformerFactory(client, 0)
	stable := informers.Cluster().V1()
	beta := informers.Cluster().V1beta1()
	sets := informers.Cluster().V1beta2()
	scores := informers.Cluster().V1alpha1().AddOnPlacementScores()
	decisions := beta.PlacementDecisions().Informer().GetStore()
	for _, each := range asked.Clusters {
		must(stable.ManagedClusters().Informer().GetStore().Add(each))
	}
	for _, each := range asked.Sets {
		must(sets.ManagedClusterSets().Informer().GetStore().Add(each))
	}
	for _, each := range asked.Bindings {
		must(sets.ManagedClusterSetBindings().Informer().GetStore().Add(each))
	}
	for _, each := range asked.Scores {
		must(scores.Informer().GetStore().Add(each))
	}
	for _, each := range asked.Decisions {
		must(decisions.Add(each))
	}
	for _, each := range asked.Placements {
		must(beta.Placements().Informer().GetStore().Add(each))
	}

	recorder := kevents.NewFakeRecorder(1)
	recorder.Events = nil
	measured := metrics.NewScheduleMetrics(clock.RealClock{})
	scheduler := &recording{Scheduler: scheduling.NewPluginScheduler(scheduling.NewSchedulerHandler(
		client, beta.PlacementDecisions().Lister(), scores.Lister(), stable.ManagedClusters().Lister(), recorder, measured,
	))}
	silent := events.NewInMemoryRecorder("oracle", clock.RealClock{})
	controller := scheduling.NewSchedulingController(
		ctx, client, stable.ManagedClusters(), sets.ManagedClusterSets(), sets.ManagedClusterSetBindings(),
		beta.Placements(), beta.PlacementDecisions(), scores, scheduler, silent, recorder, measured,
	)

	var answers []answer
	for _, placement := range asked.Placements {
		key := placement.Namespace + "/" + placement.Name
		// Its error repeats what the conditions say.
		_ = controller.Sync(ctx, keyed{factory.NewSyncContext(key, silent), key})
		written, err := client.ClusterV1beta1().PlacementDecisions(placement.Namespace).List(ctx, metav1.ListOptions{
			LabelSelector: fmt.Sprintf("%s=%s", v1beta1.PlacementLabel, placement.Name),
		})
		must(err)
		decided, err := client.ClusterV1beta1().Placements(placement.Namespace).Get(ctx, placement.Name, metav1.GetOptions{})
		must(err)
		replace(decisions, placement, written.Items)
		var selected []string
		for _, cluster := range scheduler.result.Decisions() {
			selected = append(selected, cluster.Name)
		}
		answers = append(answers, answer{
			key, written.Items, decided.Status, selected,
			scheduler.result.PrioritizerScores(), scheduler.result.PrioritizerResults(),
		})
	}
	return answers
}

// keyed is a context of the controller for one placement.
type keyed struct {
	factory.SyncContext
	key string
}

func (k keyed) QueueKey() string { return k.key }

type store interface {
	List() []interface{}
	Add(interface{}) error
	Delete(interface{}) error
}

// replace does what the watch of a hub does after the controller wrote.
func replace(decisions store, placement *v1beta1.Placement, written []v1beta1.PlacementDecision) {
	for _, each := range decisions.List() {
		old := each.(*v1beta1.PlacementDecision)
		if old.Namespace == placement.Namespace && old.Labels[v1beta1.PlacementLabel] == placement.Name {
			must(decisions.Delete(old))
		}
	}
	for index := range written {
		must(decisions.Add(&written[index]))
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
