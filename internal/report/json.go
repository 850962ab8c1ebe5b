package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// requestJSON is a Request in JSON, like the input of the mutation.
type requestJSON struct {
	Edition    string      `json:"edition"`
	Metrics    []Metric    `json:"metrics"`
	Dimensions []Dimension `json:"dimensions"`
	StartDate  string      `json:"startDate"`
	EndDate    string      `json:"endDate"`
	Product    Product     `json:"product"`
	Filters    Filters     `json:"filters,omitzero"`
}

// MarshalJSON writes the state and its request as one object.
func (s State) MarshalJSON() ([]byte, error) {
	r := s.Request
	return json.Marshal(struct {
		ID      string       `json:"id"`
		Status  Status       `json:"status"`
		History []Transition `json:"history"`
		Polls   int          `json:"polls,omitempty"`
		Key     string       `json:"key,omitempty"`
		Login   string       `json:"login,omitempty"`
		requestJSON
	}{s.ID, s.Status, s.History, s.Polls, s.Key, s.Login, requestJSON{
		r.Edition, r.Metrics, r.Dimensions, r.Start.Format(time.DateOnly), r.End.Format(time.DateOnly), r.Product, r.Filters,
	}})
}

// ParseInput decodes the input of the mutation. As in GraphQL, a list of one may be a bare value, and filters null.
func ParseInput(data []byte) (Request, error) {
	var in struct {
		ClientMutationID   json.RawMessage
		Metrics            oneOrMore[Metric]
		Dimensions         oneOrMore[Dimension]
		StartDate, EndDate string
		Product            Product
		Filters            *Filters
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return Request{}, fmt.Errorf("the input must be as for the mutation: %w", err)
	}
	r := Request{Metrics: in.Metrics, Dimensions: in.Dimensions, Product: in.Product}
	if in.Filters != nil {
		r.Filters = *in.Filters
	}
	var err error
	if r.Start, err = parseDay("startDate", in.StartDate); err != nil {
		return r, err
	}
	r.End, err = parseDay("endDate", in.EndDate)
	return r, err
}

func parseDay(name, text string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return t, fmt.Errorf("%s %q must be a day such as \"2026-01-31\"", name, text)
	}
	return t, nil
}

// oneOrMore is a list of texts, or one text instead of a list.
type oneOrMore[T ~string] []T

// UnmarshalJSON accepts both forms.
func (l *oneOrMore[T]) UnmarshalJSON(b []byte) error {
	var one T
	if json.Unmarshal(b, &one) == nil {
		*l = oneOrMore[T]{one}
		return nil
	}
	return json.Unmarshal(b, (*[]T)(l))
}
