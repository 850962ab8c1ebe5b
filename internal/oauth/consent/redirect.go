package consent

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/wire"
)

// maxRedirect is the longest redirect URI, in bytes.
const maxRedirect = 1024

// redirectAllowed reports whether the consent page may send a browser to uri: the registered callback itself, or with
// one more path segment, which the vendor documents as a dynamic suffix (docs/spec/oauth.md#consent-page). Without a
// registered callback, any loopback address is allowed.
func redirectAllowed(callback, uri string) bool {
	u, err := url.Parse(uri)
	if err != nil || len(uri) > maxRedirect || strings.Contains(uri, "#") || !printable(uri) || runsInBrowser(u.Scheme) {
		return false
	}
	if callback != "" && uri == callback {
		return true // also one of an app's own scheme
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return false
	}
	if callback == "" {
		return thisMachine(u.Hostname())
	}
	slug, ok := strings.CutPrefix(uri, strings.TrimSuffix(callback, "/")+"/")
	return ok && !strings.Contains(callback, "?") && isSlug(slug)
}

// allowedRedirects says where the consent page of a key may send a browser.
func allowedRedirects(k oauth.Key) string {
	if k.Callback == "" {
		return "No callback is registered for this API key, so any loopback address is allowed, " +
			"such as http://127.0.0.1:3000/callback, and http://localhost.com, which the vendor's page on reports names."
	}
	return "The callback that is registered for this API key is " + k.Callback
}

// runsInBrowser reports whether a browser would run a URI of the scheme.
func runsInBrowser(scheme string) bool {
	return scheme == "" || scheme == "javascript" || scheme == "data" || scheme == "vbscript"
}

// printable reports whether a URI is plain ASCII without the characters that clients have to escape.
func printable(uri string) bool {
	for i := range len(uri) {
		if c := uri[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			return false
		}
	}
	return true
}

func isSlug(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-_.~", c) >= 0) {
			return false
		}
	}
	return s != "" && s != "." && s != ".."
}

// thisMachine reports whether a host is a loopback address, a name for one (RFC 6761 section 6.3), or localhost.com,
// which the vendor's page on reports tells people to register (docs/spec/oauth.md#consent-page).
func thisMachine(host string) bool {
	host = strings.ToLower(host)
	if host == "localhost" || host == "localhost.com" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// withQuery returns uri with more members in its query.
func withQuery(uri string, members wire.Form) string {
	sep := "?"
	if strings.Contains(uri, "?") {
		sep = "&"
	}
	return uri + sep + encode(members)
}

// withFragment returns uri with members in its fragment.
func withFragment(uri string, members wire.Form) string { return uri + "#" + encode(members) }

func encode(members wire.Form) string {
	var out strings.Builder
	for n, m := range members {
		if n > 0 {
			out.WriteByte('&')
		}
		out.WriteString(url.QueryEscape(m.Name) + "=" + url.QueryEscape(m.Value))
	}
	return out.String()
}
