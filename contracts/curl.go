package contracts

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// curl returns a command that repeats a request, with variables instead of secrets.
func (s *session) curl(q Request, req *http.Request) string {
	address := *req.URL
	args := []string{"curl", "-sS", "-i"}
	if req.Method != http.MethodGet && !(req.Method == http.MethodPost && hasBody(q)) {
		args = append(args, "-X", req.Method)
	}
	if target := s.target; target.Shown != "" && target.Base == "" {
		if host := address.Host; q.URL == "" {
			args = append(args, "-H", quote("Host: "+host))
		}
		if shown, err := url.Parse(target.Shown); err == nil {
			address.Scheme, address.Host = shown.Scheme, shown.Host
		}
	}
	args = append(args, quote(s.redact.Text(address.String())))
	for _, name := range slices.Sorted(maps.Keys(req.Header)) {
		if name == "User-Agent" || name == "Accept" || name == "Content-Type" && (q.Form != nil || q.Part != nil) {
			continue
		}
		args = append(args, "-H", quote(s.redact.Text(name+": "+req.Header.Get(name))))
	}
	args = append(args, s.data(q)...)
	return strings.Join(args, " ")
}

func hasBody(q Request) bool {
	return q.JSON != nil || q.Form != nil || q.Part != nil || q.Text != "" || q.Type != ""
}

// data returns the arguments of curl for the body of a request.
func (s *session) data(q Request) []string {
	var args []string
	flag := "--data-urlencode"
	if q.Part != nil {
		flag = "-F"
	}
	if q.JSON == nil {
		for _, name := range slices.Sorted(maps.Keys(q.Form)) {
			args = append(args, flag, quote(name+"="+formValue(name, s.redact.Text(q.Form.Get(name)))))
		}
	}
	switch {
	case q.Part != nil && q.Part.Name != "":
		args = append(args, "-F", quote(q.Part.Name+"=@"+q.Part.File))
	case q.JSON != nil || q.Text != "":
		body, _ := q.body()
		args = append(args, "--data-binary", quote(s.redact.Text(body)))
	case q.Form != nil && len(q.Form) == 0, q.Type != "":
		args = append(args, "-d", "''")
	}
	return args
}

// formValue returns the value of a form field, or a variable if the name of the field is that of a secret.
func formValue(name, value string) string {
	switch name {
	case "client_secret", "password", "refresh_token", "access_token", "code":
		if value != "" && !strings.HasPrefix(value, "wrong-") && !strings.HasPrefix(value, "$") {
			return "$" + strings.ToUpper(name)
		}
	}
	return value
}

// quote returns text as one word for a shell. It does not quote variables, so that the shell replaces them.
func quote(text string) string {
	if !strings.Contains(text, "$") {
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range text {
		variable := r == '$' && i+1 < len(text) && text[i+1] >= 'A' && text[i+1] <= 'Z'
		if strings.ContainsRune("\"\\`", r) || r == '$' && !variable {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.String()
}
