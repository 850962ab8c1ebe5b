package wire

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
)

// Each error envelope of the vendors is written here and nowhere else.

// ErrorType returns the vendor's word for a status, such as "not_found".
func ErrorType(status int) string {
	return strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
}

// moreInfo is in every REST error (docs/spec/rest.md#errors).
const moreInfo = "https://developer.dailymotion.com/api#error-codes"

// A RESTFault is the machine-readable part of a REST error (docs/spec/rest.md#errors). Empty members are left out.
type RESTFault struct {
	Reason     string `json:"reason,omitempty"`      // such as "object_not_found"
	ObjectType string `json:"object_type,omitempty"` // such as "video"
	ObjectID   string `json:"object_id,omitempty"`
	Param      string `json:"param,omitempty"` // such as "id"
}

// A RESTErrorBody is the member error of a REST error.
type RESTErrorBody struct {
	MoreInfo string     `json:"more_info"`
	Code     int        `json:"code"`
	Message  string     `json:"message"`
	Type     string     `json:"type"`
	Data     *RESTFault `json:"error_data,omitempty"`
}

// NewRESTError returns the body of a REST error. kind is such as "not_found"; fault is optional.
func NewRESTError(status int, kind, message string, fault *RESTFault) RESTErrorBody {
	return RESTErrorBody{moreInfo, status, message, kind, fault}
}

// RESTError responds with an error of the REST surface. kind is such as "not_found"; fault is optional.
func RESTError(w http.ResponseWriter, status int, kind, message string, fault *RESTFault) {
	JSON(w, status, map[string]RESTErrorBody{"error": NewRESTError(status, kind, message, fault)})
}

// oauthError is the envelope of RFC 6749 section 5.2, in the vendor's order of members
// (docs/spec/oauth.md#public-token-errors).
type oauthError struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
}

// OAuthError responds with an error of a token endpoint, kept out of caches. code is such as "invalid_request".
func OAuthError(w http.ResponseWriter, status int, code, description string) {
	NoStore(w)
	JSON(w, status, oauthError{Error: code, Description: description})
}

// MessageError responds with an error of DynTube (docs/spec/dyntube.md#analytics-errors).
func MessageError(w http.ResponseWriter, status int, message string) {
	JSON(w, status, struct {
		Message string `json:"message"`
	}{message})
}

// XMLError responds with an error of the storage that holds the files of reports. details is optional.
func XMLError(w http.ResponseWriter, status int, code, message, details string) {
	var b bytes.Buffer
	b.WriteString("<?xml version='1.0' encoding='UTF-8'?><Error>")
	for _, m := range [][2]string{{"Code", code}, {"Message", message}, {"Details", details}} {
		if m[1] != "" {
			b.WriteString("<" + m[0] + ">")
			_ = xml.EscapeText(&b, []byte(m[1])) // a Buffer does not fail
			b.WriteString("</" + m[0] + ">")
		}
	}
	b.WriteString("</Error>")
	Write(w, status, "application/xml; charset=UTF-8", b.Bytes())
}

// HTMLError responds with a page such as a proxy writes when a server fails (docs/spec/oauth.md#public-token-errors,
// OBSERVED).
func HTMLError(w http.ResponseWriter, status int) {
	text := http.StatusText(status)
	page := fmt.Appendf(nil, "<html><head><title>%d %[2]s</title></head><body><h1>%[2]s</h1></body></html>\n", status,
		text)
	Write(w, status, "text/html; charset=utf-8", page)
}
