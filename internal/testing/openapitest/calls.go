package openapitest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// A call is a JSON-RPC call, as an official SDK posts it to the root.
type call struct {
	Call *string         `json:"call"`
	Args json.RawMessage `json:"args"`
}

// callsIn returns the calls in a body.
func callsIn(body []byte) []call {
	var many []call
	if err := json.Unmarshal(body, &many); err != nil {
		var one call
		if json.Unmarshal(body, &one) != nil || one.Call == nil {
			return nil
		}
		return []call{one}
	}
	return many
}

// calls checks each response of a batch against the operation that its call names.
func (d *Document) calls(x *Exchange, answer any) error {
	calls := callsIn(x.Body)
	answers, many := answer.([]any)
	if !many {
		answers = []any{answer}
	}
	if len(calls) != len(answers) {
		return fmt.Errorf("%d results for %d calls", len(answers), len(calls))
	}
	for i, c := range calls {
		one, _ := answers[i].(map[string]any)
		if err := d.call(c, one); err != nil {
			return fmt.Errorf("call %d: %w", i, err)
		}
	}
	return nil
}

func (d *Document) call(c call, answer map[string]any) error {
	if c.Call == nil {
		return errors.New("the call has no name")
	}
	method, target, ok := strings.Cut(strings.TrimSpace(*c.Call), " ")
	if !ok {
		method, target = http.MethodGet, method
	}
	target, query, _ := strings.Cut(strings.TrimSpace(target), "?")
	op, responses := d.operation(strings.ToUpper(method), parts(target), true)
	value, worked := answer["result"]
	if failure, failed := answer["error"]; failed {
		value = map[string]any{"error": failure}
	} else if !worked {
		return nil // the caller knows the result already
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return d.value(op, responses, text, c.fields(query))
}

// fields returns the parameter fields, which may be a list.
func (c call) fields(query string) *string {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil
	}
	text := everyField(values)
	var args struct{ Fields any }
	if json.Unmarshal(c.Args, &args) == nil {
		switch f := args.Fields.(type) {
		case string:
			text = f
		case []any:
			text = strings.Trim(fmt.Sprint(f), "[]")
			text = strings.Join(strings.Fields(text), ",")
		}
	}
	return &text
}
