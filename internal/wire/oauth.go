package wire

import "net/http"

// oauthError is the envelope of RFC 6749 §5.2, in the vendor's order of members
// (spec/oauth.md §8.1).
type oauthError struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
}

// OAuthError answers as a token endpoint refuses: code is such as
// "invalid_request", description is for a person. Nothing may keep the answer.
func OAuthError(w http.ResponseWriter, status int, code, description string) {
	NoStore(w)
	JSON(w, status, oauthError{Error: code, Description: description})
}

// NoStore sets the headers that keep an answer out of caches (RFC 6749 §5.1).
func NoStore(w http.ResponseWriter) {
	h := w.Header()
	h["Cache-Control"], h["Pragma"] = noStore, noCache
}
