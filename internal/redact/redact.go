// Package redact takes credentials out of what is shown: URLs, queries, paths and messages.
//
//	redact.Query("token=abc&fields=id")              // token=…&fields=id
//	redact.URL("https://me:pw@hook.example/x?k=abc") // https://…@hook.example/x?…
//
// A credential is known by the name of its parameter or by its shape: a JWT, or a long text of random characters.
package redact

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// mark stands for what was taken out.
const mark = "…"

// URL returns the URL of a webhook without user, password and the values of its query, which are the owner's to know.
func URL(raw string) string {
	if raw == "" {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return mark
	}
	var b strings.Builder
	b.WriteString(u.Scheme + "://")
	if u.User != nil {
		b.WriteString(mark + "@")
	}
	b.WriteString(u.Host + Path(u.Path))
	if u.RawQuery != "" || u.ForceQuery {
		b.WriteString("?" + mark)
	}
	return b.String()
}

// Query returns a query without the values of credentials.
func Query(raw string) string {
	if raw == "" {
		return ""
	}
	pairs := []string{raw}
	if strings.ContainsAny(raw, "&;") {
		pairs = strings.FieldsFunc(raw, func(c rune) bool { return c == '&' || c == ';' })
	}
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		switch plain := unescape(name); {
		case looksRandom(plain):
			pairs[i] = mark
		case value != "" && (secretName(plain) || secretValue(unescape(value))):
			pairs[i] = name + "=" + mark
		}
	}
	return strings.Join(pairs, "&")
}

// maxSegment is the length of the longest segment of a path that is no token: the vendors' ids and slugs are shorter,
// signed names longer.
const maxSegment = 40

// minSecret is the length of the shortest segment that is the value of a secret name; "v1" in /oauth/v1/token is none.
const minSecret = 4

// Path returns a path without the segments that look like credentials, or that follow the name of one.
func Path(path string) string {
	if !strings.ContainsFunc(path, func(c rune) bool { return c != '/' }) {
		return path
	}
	before, n := "", 0
	var segments []string // of a path with a secret one; most have none
	for s := range strings.SplitSeq(path, "/") {
		if secretSegment(before, s) {
			if segments == nil {
				segments = strings.Split(path, "/")
			}
			segments[n] = mark
		}
		before, n = s, n+1
	}
	if segments == nil {
		return path
	}
	return strings.Join(segments, "/")
}

// secretSegment reports whether a segment of a path looks like a credential, or follows the name of one.
func secretSegment(before, s string) bool {
	return len(s) > maxSegment || looksRandom(s) || strings.ContainsAny(s, "=@") && secretValue(s) ||
		len(s) >= minSecret && hasDigit(s) && len(before) <= maxSegment && secretName(before)
}

// Text returns a message without the URLs and credentials in it that are known by their shape.
func Text(message string) string {
	if len(message) < randomAlnum && !strings.Contains(message, "://") {
		return message
	}
	separator := func(c rune) bool { return c <= ' ' || strings.ContainsRune("\"'`,()<>{}", c) }
	var b strings.Builder
	for len(message) > 0 {
		n := strings.IndexFunc(message, separator)
		if n < 0 {
			n = len(message)
		}
		switch word := message[:n]; {
		case strings.Contains(word, "://"):
			b.WriteString(URL(strings.TrimRight(word, ":.;")) + word[len(strings.TrimRight(word, ":.;")):])
		case looksRandom(word):
			b.WriteString(mark)
		default:
			b.WriteString(word)
		}
		message = message[n:]
		end := strings.IndexFunc(message, func(c rune) bool { return !separator(c) })
		if end < 0 {
			end = len(message)
		}
		b.WriteString(message[:end])
		message = message[end:]
	}
	return b.String()
}

// Error returns an error of net/http with the URL masked as URL does. It wraps what err wraps.
func Error(err error) error {
	var failed *url.Error
	if !errors.As(err, &failed) {
		return err
	}
	if text := failed.Err.Error(); Text(text) != text { // such as a Location that is no URL
		return fmt.Errorf("%s %q: %s", failed.Op, URL(failed.URL), Text(text))
	}
	return fmt.Errorf("%s %q: %w", failed.Op, URL(failed.URL), failed.Err)
}

// unescape decodes an urlencoded text until nothing changes, at most a few times: a URL in a URL is encoded twice.
func unescape(s string) string {
	for range 3 {
		plain, err := url.QueryUnescape(s)
		if err != nil || plain == s {
			break
		}
		s = plain
	}
	return s
}
