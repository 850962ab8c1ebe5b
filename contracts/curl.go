package contracts

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// curl is a command that sends the request again, with variables where secrets
// were.
func (t *T) curl(q Request, req *http.Request) string {
	address := *req.URL
	args := []string{"curl", "-sS", "-i"}
	if req.Method != http.MethodGet && !(req.Method == http.MethodPost && hasBody(q)) {
		args = append(args, "-X", req.Method)
	}
	if target := t.run.Target; target.Shown != "" && target.Base == "" {
		if host := address.Host; q.URL == "" {
			args = append(args, "-H", quote("Host: "+host))
		}
		if shown, err := url.Parse(target.Shown); err == nil {
			address.Scheme, address.Host = shown.Scheme, shown.Host
		}
	}
	args = append(args, quote(t.run.redact.Text(address.String())))
	for _, name := range slices.Sorted(maps.Keys(req.Header)) {
		if name == "User-Agent" || name == "Accept" || name == "Content-Type" && (q.Form != nil || q.Part != nil) {
			continue
		}
		args = append(args, "-H", quote(t.run.redact.Text(name+": "+req.Header.Get(name))))
	}
	args = append(args, t.data(q)...)
	return strings.Join(args, " ")
}

func hasBody(q Request) bool {
	return q.JSON != nil || q.Form != nil || q.Part != nil || q.Text != "" || q.Type != ""
}

func (t *T) data(q Request) []string {
	var args []string
	flag := "--data-urlencode"
	if q.Part != nil {
		flag = "-F"
	}
	if q.JSON == nil {
		for _, name := range slices.Sorted(maps.Keys(q.Form)) {
			args = append(args, flag, quote(name+"="+formValue(name, t.run.redact.Text(q.Form.Get(name)))))
		}
	}
	switch {
	case q.Part != nil && q.Part.Name != "":
		args = append(args, "-F", quote(q.Part.Name+"=@"+q.Part.File))
	case q.JSON != nil || q.Text != "":
		body, _ := t.body(q)
		args = append(args, "--data-binary", quote(t.run.redact.Text(body)))
	case q.Form != nil && len(q.Form) == 0, q.Type != "":
		args = append(args, "-d", "''")
	}
	return args
}

// formValue hides what a form field of that name holds, by its name alone.
func formValue(name, value string) string {
	switch name {
	case "client_secret", "password", "refresh_token", "access_token", "code":
		if value != "" && !strings.HasPrefix(value, "wrong-") && !strings.HasPrefix(value, "$") {
			return "$" + strings.ToUpper(name)
		}
	}
	return value
}

// quote makes one word of s for a shell. Variables stay open, so that the
// command runs once they are set.
func quote(s string) string {
	if !strings.Contains(s, "$") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range s {
		variable := r == '$' && i+1 < len(s) && s[i+1] >= 'A' && s[i+1] <= 'Z'
		if strings.ContainsRune("\"\\`", r) || r == '$' && !variable {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.String()
}
