package report

import "time"

// NewFile returns a File as an Engine would show it, for whoever stands in for
// an Engine in a test. The links are shown only when the status is Finished.
func NewFile(token string, created time.Time, status Status, links ...Link) File {
	return File{Token: token, Created: created, Status: status, links: func() []Link { return links }}
}
