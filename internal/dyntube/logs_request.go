package dyntube

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube/views"
	"github.com/dailymock/dailymock/internal/wire"
)

const (
	defaultSize = 12
	maxNumber   = 1<<31 - 1 // of page and size; what is larger is no number there
	maxBody     = 64 << 10
)

// parameters are the parameters of a request, in a JSON body or a query.
type parameters interface {
	// text returns a string, "" if the parameter is missing.
	text(name string) (string, error)
	// number returns the digits of a number, false if the parameter is missing.
	number(name string) (string, bool, error)
}

// readLogsRequest parses a request. It limits the end of the range to now, and the size to the largest size.
func (h *Handler) readLogsRequest(w http.ResponseWriter, r *http.Request) (views.Query, error) {
	m, err := readParameters(w, r)
	if err != nil {
		return views.Query{}, err
	}
	q := views.Query{Page: 1, Size: defaultSize, To: h.config.Now().UnixMilli()}
	if err := readDates(&q, m); err != nil {
		return views.Query{}, err
	}
	for _, err := range []error{
		readNumber(m, "page", &q.Page),
		readNumber(m, "size", &q.Size),
		readText(m, "videoKey", &q.Video),
		readText(m, "channelKey", &q.Channel),
		readText(m, "projectKey", &q.Project),
	} {
		if err != nil {
			return views.Query{}, err
		}
	}
	q.Size = min(q.Size, h.config.MaxSize)
	return q, nil
}

// readDates reads from, which is required, and to, which is now by default.
func readDates(q *views.Query, m parameters) error {
	from, there, err := readDate(m, "from")
	if err != nil {
		return err
	}
	if !there {
		return badRequest("from is required, such as 2021-08-01T00:00:00.")
	}
	q.From = from.Add(time.Millisecond - 1).UnixMilli() // up to a whole one
	to, there, err := readDate(m, "to")
	if there {
		q.To = min(q.To, to.UnixMilli())
	}
	return err
}

// readDate reads a date, false if the parameter is missing.
func readDate(m parameters, name string) (t time.Time, there bool, err error) {
	text, err := m.text(name)
	if err != nil || text == "" {
		return t, false, err
	}
	if t, err = parseDate(text); err != nil {
		return t, false, badRequest(fmt.Sprintf("%s %v: %.40q.", name, err, text))
	}
	return t, true, nil
}

func readText(m parameters, name string, into *string) (err error) {
	*into, err = m.text(name)
	return err
}

func readNumber(m parameters, name string, into *int) error {
	digits, there, err := m.number(name)
	if err != nil || !there {
		return err
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > maxNumber {
		return badRequest(fmt.Sprintf("%s must be a whole number from 1 to %d, not %.40s.", name, maxNumber, digits))
	}
	*into = n
	return nil
}

func readParameters(w http.ResponseWriter, r *http.Request) (parameters, error) {
	if r.Method != http.MethodPost {
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return nil, badRequest("The query cannot be read: " + err.Error() + ".")
		}
		return queryParameters(query), nil
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return nil, errType
	}
	body, err := wire.Body(w, r, maxBody)
	if err != nil {
		return nil, err
	}
	var m bodyParameters
	if err := json.Unmarshal(body, &m); err != nil || m == nil {
		return nil, badRequest("The body must be one JSON object.")
	}
	return m, nil
}

// queryParameters are the parameters of a query. The first of a name counts.
type queryParameters url.Values

func (q queryParameters) text(name string) (string, error) { return url.Values(q).Get(name), nil }

func (q queryParameters) number(name string) (string, bool, error) {
	return url.Values(q).Get(name), url.Values(q).Has(name), nil
}

// bodyParameters are the parameters of a JSON object. A null counts as missing (ASSUMED). A number in quotes is refused
// (docs/spec/dyntube.md#analytics-request).
type bodyParameters map[string]json.RawMessage

func (b bodyParameters) text(name string) (string, error) {
	var text string
	if value, ok := b[name]; ok && json.Unmarshal(value, &text) != nil {
		return "", badRequest(fmt.Sprintf("%s must be a string, not %.40s.", name, value))
	}
	return text, nil
}

func (b bodyParameters) number(name string) (string, bool, error) {
	value, ok := b[name]
	if !ok || string(value) == "null" {
		return "", false, nil
	}
	return string(value), true, nil
}
