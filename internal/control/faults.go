package control

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/dailymock/dailymock/internal/fault"
)

// Faults has the handlers of the routes for faults.
type Faults struct{ *Control }

// faultList is what Show shows.
type faultList struct {
	Faults []string      `json:"faults"` // as texts, for a PUT
	Rules  []fault.State `json:"rules"`  // the same, with counts
}

// A ruleText is a rule as a text, or as an object with its words as members.
type ruleText string

// UnmarshalJSON accepts both.
func (t *ruleText) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) != nil {
		if b[0] != '{' {
			return errors.New(`must be a rule such as "rest-500=3" or {"status": 503, "surface": "rest"}`)
		}
		text = string(b)
	}
	*t = ruleText(text)
	return nil
}

// Show shows {"faults": ["file-cut=3"], "rules": [{"name": "file-cut", …, "fired": 1}]}; with ?key=, those of one API
// key.
func (f Faults) Show(w http.ResponseWriter, r *http.Request) {
	f.show(w, r, []string{"key"}, func(query map[string]string) (any, error) { return f.list(query["key"]), nil })
}

// Set takes {"faults": […]}, which replace all that were set, or with ?key= those of one API key, and shows them.
func (f Faults) Set(w http.ResponseWriter, r *http.Request) {
	var rules *[]ruleText
	known := members{{"faults", &rules}}
	f.handleQuery(w, r, []string{"key"}, known, func(query map[string]string) (any, error) {
		if rules == nil {
			return nil, errors.New(`"faults" is missing; send {"faults": ["rest-500=3"]}, or {"faults": []} for none`)
		}
		texts := make([]string, len(*rules))
		for i, rule := range *rules {
			texts[i] = string(rule)
		}
		err := f.config.Core().Faults.Replace(query["key"], texts...)
		return f.list(query["key"]), err
	})
}

// Add takes {"fault": "status=503 surface=rest first=3"}, or an object in place of the text, and adds it to those
// that are set, with ?key= for one API key. It shows all, or those of the key.
func (f Faults) Add(w http.ResponseWriter, r *http.Request) {
	var rule ruleText
	known := members{{"fault", &rule}}
	f.handleQuery(w, r, []string{"key"}, known, func(query map[string]string) (any, error) {
		if rule == "" {
			return nil, errors.New(`"fault" is missing; send {"fault": "status=503 surface=rest first=3"}`)
		}
		err := f.config.Core().Faults.Add(query["key"], string(rule))
		return f.list(query["key"]), err
	})
}

// Clear removes all faults, or with ?key= and ?name= those of an API key or a name, and shows what is left.
func (f Faults) Clear(w http.ResponseWriter, r *http.Request) {
	f.handleQuery(w, r, []string{"key", "name"}, nil, func(query map[string]string) (any, error) {
		err := f.config.Core().Faults.Clear(query["key"], query["name"])
		return f.list(query["key"]), err
	})
}

func (f Faults) list(key string) faultList {
	list := faultList{[]string{}, f.config.Core().Faults.States(key)}
	for _, s := range list.Rules {
		list.Faults = append(list.Faults, s.Rule)
	}
	return list
}
