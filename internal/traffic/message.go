package traffic

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/dailymock/dailymock/internal/redact"
)

const (
	maxSaid    = 4 << 10 // bytes of an error response that are kept until it ends
	maxMessage = 200     // bytes of its message
	errorStart = 256     // an error in a response with status 200 begins within so many bytes
)

// saysError reports whether a response to GraphQL or to calls of the vendor's SDKs, which always has status 200, begins
// with an error.
func saysError(b []byte) bool {
	b = b[:min(len(b), errorStart)]
	if len(b) == 0 || b[0] != '{' && b[0] != '[' || !bytes.Contains(b, []byte(`"error`)) {
		return false
	}
	return bytes.Contains(b, []byte(`"errors":[`)) || bytes.Contains(b, []byte(`"error":{`))
}

// tags are where pages and XML documents have their message.
var tags = regexp.MustCompile(`(?s)<(?:Message|title)>(.*?)<`)

// message returns the message of an error response, or "".
func message(body []byte) string {
	text := ""
	var v any
	if json.Unmarshal(body, &v) == nil {
		text = messageIn(v)
	} else if found := tags.FindSubmatch(body); found != nil {
		text = string(found[1])
	}
	text = strings.Join(strings.Fields(redact.Text(text)), " ")
	if len(text) > maxMessage {
		text = strings.ToValidUTF8(text[:maxMessage], "") + "…"
	}
	return text
}

// messageIn returns the message in one of the vendors' envelopes.
func messageIn(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		for _, one := range v {
			if text := messageIn(one); text != "" {
				return text
			}
		}
	case map[string]any:
		for _, name := range []string{"error_description", "errors", "message", "error"} {
			if text := messageIn(v[name]); text != "" {
				return text
			}
		}
	}
	return ""
}
