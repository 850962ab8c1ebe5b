package rest

import (
	"errors"
	"net/http"
	"regexp"
	"strings"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/journal"
)

// maxBody bounds the body of a call.
const maxBody = 1 << 20

var callbackName = regexp.MustCompile(`^[A-Za-z_$][\w$.-]*$`)

// newCall reads a request. It returns a batch as well for a request to the JSON-RPC root, which has calls in it.
func (s *Surface) newCall(w http.ResponseWriter, r *http.Request, kind oauth.KeyKind) (c *object.Call, batch *batch,
	err error) {
	c = s.NewCall(r.Context(), s.Now())
	c.KeyKind, c.Method, c.Origin = kind, r.Method, s.Origin.Of(r)
	c.Client = object.Client{Remote: r.RemoteAddr, Agent: r.UserAgent(), Accepts: r.Header.Get("Accept-Language")}
	if g, ok := oauth.GrantFrom(r.Context()); ok {
		c.Grant = &g
	}
	query, err := wire.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, nil, reply.BadRequest(err)
	}
	var form wire.Form
	if r.Method == http.MethodPost || r.Method == http.MethodDelete {
		if form, batch, err = readBody(w, r); err != nil {
			return nil, nil, err
		}
	}
	c.Args = catalog.Collect(catalog.Params(query), catalog.Params(form))
	if batch == nil { // each of a batch is counted by itself
		if err := s.rates.take(c); err != nil {
			return nil, nil, err
		}
	}
	if r.Method == http.MethodHead {
		c.Method = http.MethodGet
	}
	if method, ok := c.Args.Lookup("method"); ok && r.Method == http.MethodGet {
		c.Method = strings.ToUpper(method) // docs/spec/rest.md#json-rpc, JSONP
	}
	c.Path = object.PathParts(r.URL.Path)
	return c, batch, nil
}

// readBody reads a form, or a batch at the root.
func readBody(w http.ResponseWriter, r *http.Request) (wire.Form, *batch, error) {
	body, err := wire.Body(w, r, maxBody)
	switch {
	case errors.Is(err, wire.ErrTooLarge):
		return nil, nil, reply.TooLarge()
	case err != nil:
		return nil, nil, reply.BadRequest(err)
	}
	if strings.Trim(r.URL.Path, "/") == "" && IsRPC(body) {
		b, err := readBatch(body)
		return nil, b, err
	}
	if len(body) == 0 {
		return nil, nil, nil
	}
	form, err := wire.ParseForm(r.Header.Get("Content-Type"), body)
	if err != nil {
		return nil, nil, reply.BadForm(err)
	}
	return form, nil, nil
}

// operation returns the name of a call's route, or that of the first call of a batch; "" without a route.
func operation(c *object.Call, b *batch) string {
	method, path := c.Method, c.Path
	if b != nil {
		if len(b.calls) == 0 {
			return ""
		}
		method, path, _ = b.calls[0].target()
	}
	if len(path) > 0 && path[0] == "me" {
		path = append([]string{"user"}, path...)
	}
	if t := route(method, path); t != nil {
		return t.name
	}
	return ""
}

// run handles the call.
func (s *Surface) run(c *object.Call) (any, error) {
	if err := c.ReadPreferences(); err != nil {
		return nil, err
	}
	if len(c.Path) > 0 && c.Path[0] == "me" {
		me, err := c.Me()
		if err != nil {
			return nil, err
		}
		c.Path = append([]string{"user", me.ID()}, c.Path[1:]...)
	}
	if len(c.Path) > 1 && c.Path[0] == "user" && c.Path[1] == "me" {
		me, err := c.Me()
		if err != nil {
			return nil, err
		}
		c.Path[1] = me.ID()
	}
	t := route(c.Method, c.Path)
	if t == nil {
		return nil, explain(c, c.NoRoute())
	}
	value, err := t.Handler(c, t.vars(c.Path))
	if err == nil {
		err = c.Err()
	}
	if err != nil {
		err = explain(c, err)
	}
	return value, err
}

// explain adds the nearest route to the journal's reason if err says that there is no such route, and returns err.
func explain(c *object.Call, err error) error {
	if f := (*reply.Error)(nil); errors.As(err, &f) && f.Reason() == reply.NoSuchRoute {
		traffic.Explain(c.Context(), journal.Reason{
			Closest: traffic.Nearest(c.Method+" /"+strings.Join(c.Path, "/"), Operations()),
			Change:  "use a route of the OpenAPI document", Document: "docs/rest.md",
		})
	}
	return err
}
