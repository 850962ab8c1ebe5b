package traffic

import (
	"net/url"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// maxText bounds each text in an entry, in bytes.
const maxText = 512

// short cuts a long text.
func short(s string) string { return wire.Clip(s, maxText, "…") }

// pattern returns the path of an entry: the route's pattern, or the path without what might be a secret.
func pattern(matched, named, path string) string {
	if named != "" {
		matched = named
	}
	if _, after, ok := strings.Cut(matched, " "); ok {
		matched = after
	}
	if matched != "" && matched != "/" {
		return matched
	}
	return plainPath(path)
}

// maxSegment is the length of the longest segment of a path that is no token: the vendors' ids and slugs are shorter,
// signed names longer.
const maxSegment = 40

func plainPath(path string) string {
	long, from := false, 0
	for i := 0; i <= len(path) && !long; i++ {
		if i == len(path) || path[i] == '/' {
			long, from = i-from > maxSegment, i+1
		}
	}
	if !long {
		return short(path)
	}
	segments := strings.Split(short(path), "/")
	for i, s := range segments {
		if len(s) > maxSegment {
			segments[i] = "…"
		}
	}
	return strings.Join(segments, "/")
}

// secretWords mark a parameter as a credential if its name contains one of them.
var secretWords = []string{
	"token", "secret", "password", "key", "code", "sig", "auth", "state", "assertion", "credential",
}

// query leaves the values of credentials out.
func query(raw string) string {
	if raw == "" {
		return ""
	}
	pairs := strings.FieldsFunc(raw, func(c rune) bool { return c == '&' || c == ';' })
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		if len(value) > 0 && secret(name) {
			pairs[i] = name + "=…"
		}
	}
	return short(strings.Join(pairs, "&"))
}

func secret(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	name = strings.ToLower(name)
	for _, w := range secretWords {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}
