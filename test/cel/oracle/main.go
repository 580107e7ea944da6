// Lets Kubernetes' own CEL environment answer: a question a line in, its answer a line out.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"
	"github.com/google/cel-go/ext"
	"gopkg.in/inf.v0"
	"k8s.io/apimachinery/pkg/util/version"
	apiservercel "k8s.io/apiserver/pkg/cel"
	"k8s.io/apiserver/pkg/cel/environment"
	"k8s.io/apiserver/pkg/cel/library"
)

type question struct {
	Dialect    string         `json:"dialect"`
	Expression string         `json:"expression"`
	Input      map[string]any `json:"input"`
}

// answer has one of the four.
type answer struct {
	Invalid string `json:"invalid,omitempty"`
	Failed  string `json:"failed,omitempty"`
	Value   string `json:"value,omitempty"`
	Broken  bool   `json:"broken,omitempty"`
}

func main() {
	dialects := map[string]*cel.Env{"kubernetes": kubernetes(), "hub": hub()}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		must(err)
		var asked question
		must(json.Unmarshal(line, &asked))
		must(json.NewEncoder(out).Encode(ask(dialects[asked.Dialect], asked)))
	}
	must(out.Flush())
}

func kubernetes() *cel.Env {
	set, err := environment.MustBaseEnvSet(version.MajorMinor(1, 36)).Extend(environment.VersionedOptions{
		IntroducedVersion: version.MajorMinor(1, 0),
		EnvOptions:        []cel.EnvOption{cel.Variable("input", cel.DynType)},
	})
	must(err)
	env, err := set.Env(environment.NewExpressions)
	must(err)
	return env
}

// hub is the environment of Open Cluster Management 1.0.0 (sdk-go, pkg/cel/common), but for scores and parseJSON.
func hub() *cel.Env {
	env, err := cel.NewEnv(
		cel.Variable("input", cel.MapType(cel.StringType, cel.DynType)),
		cel.OptionalTypes(), ext.Strings(ext.StringsVersion(3)), library.Lists(), library.Regex(), library.URLs(),
		library.Quantity(), library.IP(), library.CIDR(), library.Format(), library.SemverLib(library.SemverVersion(0)),
	)
	must(err)
	return env
}

// ask says so where cel-go itself breaks: its check of literals does with an optional entry alone.
func ask(env *cel.Env, asked question) (told answer) {
	defer func() {
		if recover() != nil {
			told = answer{Broken: true}
		}
	}()
	ast, issues := env.Compile(asked.Expression)
	if issues.Err() != nil {
		return answer{Invalid: issues.Err().Error()}
	}
	program, err := env.Program(ast)
	if err != nil {
		return answer{Invalid: err.Error()}
	}
	value, _, err := program.Eval(map[string]any{"input": numbers(asked.Input)})
	if err != nil {
		return answer{Failed: err.Error()}
	}
	return answer{Value: encode(value)}
}

// numbers makes whole numbers int64, as Kubernetes decodes JSON.
func numbers(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key := range v {
			v[key] = numbers(v[key])
		}
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v)
		}
	}
	return value
}

func encode(value ref.Val) string {
	switch v := value.(type) {
	case types.Null:
		return "null"
	case types.Bool:
		return strconv.FormatBool(bool(v))
	case types.Int:
		return strconv.FormatInt(int64(v), 10)
	case types.Uint:
		return strconv.FormatUint(uint64(v), 10) + "u"
	case types.Double:
		if math.IsNaN(float64(v)) {
			return "double NaN"
		}
		return fmt.Sprintf("double %016x", math.Float64bits(float64(v)))
	case types.String:
		return fmt.Sprintf("string %x", string(v))
	case types.Bytes:
		return fmt.Sprintf("bytes %x", []byte(v))
	case types.Duration:
		return fmt.Sprintf("duration %d", v.Duration.Nanoseconds())
	case types.Timestamp:
		return fmt.Sprintf("timestamp %d %d", v.Time.Unix(), v.Time.Nanosecond())
	case *types.Optional:
		if !v.HasValue() {
			return "none"
		}
		return "optional " + encode(v.GetValue())
	case traits.Mapper:
		var entries []string
		for it := v.Iterator(); it.HasNext() == types.True; {
			key := it.Next()
			entries = append(entries, encode(key)+": "+encode(v.Get(key)))
		}
		sort.Strings(entries)
		return "{" + strings.Join(entries, ", ") + "}"
	case traits.Lister:
		var items []string
		for it := v.Iterator(); it.HasNext() == types.True; {
			items = append(items, encode(it.Next()))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case apiservercel.Quantity:
		return "quantity " + exact(v.Quantity.AsDec())
	case apiservercel.Semver:
		return "semver " + v.Version.String()
	case apiservercel.IP:
		return "ip " + v.Addr.String()
	case apiservercel.CIDR:
		return "cidr " + v.Prefix.String()
	case apiservercel.URL:
		return "url " + v.URL.String()
	case apiservercel.Format:
		return "format " + v.Name
	case ref.Type:
		return "type " + v.TypeName()
	}
	return fmt.Sprintf("unknown %T", value)
}

// exact is a decimal without zeros at its end: digits and exponent.
func exact(value *inf.Dec) string {
	digits, exponent := value.UnscaledBig().String(), -int(value.Scale())
	if value.Sign() == 0 {
		return "0e0"
	}
	for strings.HasSuffix(digits, "0") {
		digits, exponent = digits[:len(digits)-1], exponent+1
	}
	return fmt.Sprintf("%se%d", digits, exponent)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
