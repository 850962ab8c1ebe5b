package dailymock

import (
	"bytes"
	"io"
	"net/http"

	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/webhook"
)

// ObjectSwitches are those of the object graph: docs/rest.md.
type ObjectSwitches = rest.Switches

// A Webhook is one attempt to deliver a webhook.
type Webhook = webhook.Attempt

// An Email is one that the vendor would send; none leaves the mock.
type Email = mailbox.Email

// Webhooks returns the last attempts to deliver a webhook, oldest first.
func (s *Server) Webhooks() []Webhook { return s.state.Load().webhooks.Log().Attempts }

// Mailbox returns the last e-mails that the vendor would have sent, oldest first.
func (s *Server) Mailbox() []Email { return s.state.Load().mailbox.Emails() }

// objects is the object graph behind the tokens of one kind of key. Public data
// can be had without a token, but not from the root of private keys
// (docs/spec/rest.md#protocol).
func (s *state) objects(kind oauth.KeyKind) http.Handler {
	root := s.rest.Root(kind)
	guarded := s.accounts.Admit(kind, root, s.refuseToken)
	if kind == oauth.Private {
		guarded = s.accounts.Require(kind, root, s.refuseToken)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions { // a browser asks that without a token
			root.ServeHTTP(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// refuseToken says what is wrong with a token. Where one is missing altogether
// the answer is 401, too (ASSUMED).
func (s *state) refuseToken(w http.ResponseWriter, r *http.Request, err error) {
	v := s.accounts.Denial(err)
	if err == oauth.ErrMissing {
		v.Status = http.StatusUnauthorized
	}
	if v.Challenge != "" {
		w.Header().Set("WWW-Authenticate", v.Challenge)
	}
	s.rest.Refuse(w, r, v.Status, v.Type, v.Message)
}

// objectRoutes are the paths of the object graph, all answered by one handler:
// patterns for each of its routes would overlap.
func objectRoutes(h http.Handler) []route {
	var routes []route
	for _, p := range []struct{ path, about string }{
		{"/me", "the user who signed in"},
		{"/user", "a user by id or name, and what hangs from it: videos, playlists, players, children, likes, …"},
		{"/users", "users"},
		{"/video", "a video: GET, POST to edit, DELETE; its subtitles and related videos"},
		{"/videos", "videos, with filters and sorts"},
		{"/playlist", "a playlist and its videos"},
		{"/playlists", "playlists"},
		{"/player", "a player"},
		{"/subtitle", "a subtitle"},
		{"/channel", "a category and its videos"},
		{"/channels", "the categories"},
		{"/file/upload", "where to upload a file"},
		{"/auth", "whose the access token is"},
		{"/logout", "end its session"},
		{"/echo", "the message that was sent"},
		{"/languages", "languages"},
		{"/locale", "the client's locale"},
		{"/locales", "locales"},
	} {
		routes = append(routes, route{p.path, p.about, h}, route{p.path + "/", p.about, h})
	}
	return routes
}

// maxPeek bounds how much of a body is looked at to tell calls from GraphQL.
const maxPeek = 1 << 20

// callsOr sends the calls of the vendor's SDKs to one handler and all else to
// another. Only the body counts: clients lie about its type (docs/spec/rest.md#json-rpc).
func callsOr(calls, other http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head, _ := io.ReadAll(io.LimitReader(r.Body, maxPeek)) // what broke off here breaks off again below
		r.Body = putBack{io.MultiReader(bytes.NewReader(head), r.Body), r.Body}
		if bytes.Contains(head, []byte(`"call"`)) && rest.IsRPC(head) {
			calls.ServeHTTP(w, r)
			return
		}
		other.ServeHTTP(w, r)
	})
}

// putBack is a body that reads as if nothing had been read of it.
type putBack struct {
	io.Reader
	io.Closer
}
