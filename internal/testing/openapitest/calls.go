package openapitest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// A call is one that an official SDK posts to the root.
type call struct {
	Call *string         `json:"call"`
	Args json.RawMessage `json:"args"`
}

// callsIn reads the calls of a body; none where it has none.
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

// calls holds each response of a batch against the operation that its call names.
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
		if err := d.call(c, at(answers[i])); err != nil {
			return fmt.Errorf("call %d: %w", i, err)
		}
	}
	return nil
}

func (d *Document) call(c call, answer object) error {
	if c.Call == nil {
		return errors.New("it names none")
	}
	method, target, ok := strings.Cut(strings.TrimSpace(*c.Call), " ")
	if !ok {
		method, target = "GET", method
	}
	target, query, _ := strings.Cut(strings.TrimSpace(target), "?")
	responses := at(d.root, "x-nowhere")
	op := d.find(method, parts(target), true)
	if op != nil {
		responses = at(op, "responses")
	}
	value, worked := answer["result"]
	if failure, failed := answer["error"]; failed {
		value = object{"error": failure}
	} else if !worked {
		return nil // the caller knows the result already
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return d.value(op, responses, text, c.fields(query))
}

// fields is the parameter of that name, which may be a list.
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
