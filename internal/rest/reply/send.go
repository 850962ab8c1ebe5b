package reply

import (
	"bytes"
	"net/http"

	"github.com/dailymock/dailymock/internal/wire"
)

// Encode returns a value as JSON, with \/ for each slash if asked to.
func Encode(v any, escapeSlashes bool) []byte {
	b := Append(make([]byte, 0, 512), v)
	if escapeSlashes {
		b = bytes.ReplaceAll(b, []byte("/"), []byte(`\/`)) // a slash in JSON is always in a string
	}
	return b
}

// Send writes a response. It is JSON unless the header says otherwise.
func Send(w http.ResponseWriter, status int, body []byte) {
	if w.Header().Get("Content-Type") == "" {
		wire.WriteJSON(w, status, body)
		return
	}
	wire.Write(w, status, "", body)
}
