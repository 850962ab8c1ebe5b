package rest

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// Conditional calls, as an official SDK made them from 2012 to 2014: an answer
// says how long it is good for and by what it is known, and to a call that knows
// it already the result is left out (docs/spec/rest.md#json-rpc). Later SDKs know nothing of
// it, so that a switch has to ask for it.

// maxAge is for how many seconds a client need not ask again.
const maxAge = 900

// conditional answers a call that went well.
func (one *call) conditional(value any, known json.RawMessage) item {
	public := one.grant == nil
	place := "/" + strings.Join(one.path, "/")
	if one.method != "GET" {
		return item{{"result", value}, {"cache", item{{"namespace", place}, {"invalidates", []string{place}}, {"public", public}}}}
	}
	body := appendValue(nil, value)
	sum := sha1.Sum(body)
	etag := hex.EncodeToString(sum[:8])
	cache := member{"cache", item{
		{"namespace", place}, {"invalidates", []string{}}, {"etag", etag}, {"public", public}, {"maxAge", int64(maxAge)},
	}}
	var told string
	if json.Unmarshal(known, &told) == nil && told == etag {
		return item{cache}
	}
	return item{{"result", raw(body)}, cache}
}
