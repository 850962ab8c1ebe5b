package rest

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest/catalog"
	"github.com/dailymock/dailymock/internal/rest/reply"
	"github.com/dailymock/dailymock/internal/wire"
)

// maxBody bounds the body of a call.
const maxBody = 1 << 20

var callbackName = regexp.MustCompile(`^[A-Za-z_$][\w$.-]*$`)

// newCall reads a request. batch is set for one to the JSON-RPC root, whose
// calls are in it.
func (s *Surface) newCall(w http.ResponseWriter, r *http.Request, kind oauth.KeyKind) (c *call, batch *batch, err error) {
	now := s.Now()
	c = &call{
		core: s.core, kind: kind, method: r.Method, now: now, moment: s.World.Moment(now),
		origin: s.Origin.Of(r), client: client{r.RemoteAddr, r.UserAgent(), r.Header.Get("Accept-Language")},
	}
	if g, ok := oauth.GrantFrom(r.Context()); ok {
		c.grant = &g
	}
	query, err := wire.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, nil, reply.Invalid("", "%v", err)
	}
	c.args = catalog.Params(query)
	if r.Method == http.MethodPost || r.Method == http.MethodDelete {
		if batch, err = s.readBody(c, w, r); err != nil {
			return nil, nil, err
		}
	}
	if batch == nil { // each of a batch is counted by itself
		if err := s.rates.take(c); err != nil {
			return nil, nil, err
		}
	}
	if r.Method == http.MethodHead {
		c.method = http.MethodGet
	}
	if method, ok := c.args.Lookup("method"); ok && r.Method == http.MethodGet {
		c.method = strings.ToUpper(method) // docs/spec/rest.md#json-rpc, JSONP
	}
	c.path = parts(r.URL.Path)
	return c, batch, nil
}

// readBody adds a form to the parameters, or finds a batch at the root.
func (s *Surface) readBody(c *call, w http.ResponseWriter, r *http.Request) (*batch, error) {
	body, err := wire.Body(w, r, maxBody)
	if err != nil {
		return nil, reply.TooLarge()
	}
	if strings.Trim(r.URL.Path, "/") == "" && IsRPC(body) {
		return readBatch(body)
	}
	if len(body) == 0 {
		return nil, nil
	}
	form, err := wire.ParseForm(r.Header.Get("Content-Type"), body)
	if err != nil {
		return nil, reply.Invalid("", "The request body is no form: %v", err)
	}
	c.args = append(c.args, form...)
	return nil, nil
}

// parts splits a path; a slash at its end does not count.
func parts(path string) []string {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}

// run answers the call.
func (s *Surface) run(c *call) (any, error) {
	if err := c.readGlobals(); err != nil {
		return nil, err
	}
	if len(c.path) > 0 && c.path[0] == "me" {
		me, err := c.rights().me()
		if err != nil {
			return nil, err
		}
		c.path = append([]string{"user", me.ID()}, c.path[1:]...)
	}
	if len(c.path) > 1 && c.path[0] == "user" && c.path[1] == "me" {
		me, err := c.rights().me()
		if err != nil {
			return nil, err
		}
		c.path[1] = me.ID()
	}
	handler, vars := route(c.method, c.path)
	if handler == nil {
		return nil, c.lost()
	}
	return handler(c, vars)
}
