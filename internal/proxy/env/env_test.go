package env_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/proxy/env"
	"software.sslmate.com/src/go-pkcs12"
)

func TestVariablesKeepWhatIsThere(t *testing.T) {
	t.Parallel()
	before := []string{
		"HOME=/home/a", "https_proxy=http://company:3128", "NO_PROXY=.dailymotion.com",
		"NODE_OPTIONS=--max-old-space-size=512", "JAVA_TOOL_OPTIONS=-Xmx1g", "PHP_INI_SCAN_DIR=/etc/mine",
	}
	after := env.Folder("/d").Variables("127.0.0.1:99", before).Over(before)
	for _, row := range []struct{ name, want string }{
		{"HOME", "/home/a"},
		{"https_proxy", "http://127.0.0.1:99"},
		{"HTTPS_PROXY", "http://127.0.0.1:99"},
		{"http_proxy", "http://127.0.0.1:99"},
		{"NO_PROXY", "localhost,127.0.0.1,::1"}, // or dailymotion.com would be reached
		{"SSL_CERT_FILE", "/d/bundle.pem"},
		{"NODE_EXTRA_CA_CERTS", "/d/ca.pem"},
		{"NODE_OPTIONS", `--max-old-space-size=512 --require "/d/preload.cjs"`},
		{"PHP_INI_SCAN_DIR", "/etc/mine:/d/php"},
	} {
		values := all(after, row.name)
		if want := []string{row.want}; !slices.Equal(values, want) {
			t.Errorf("%s = %q, want %q", row.name, values, want)
		}
	}
	if java := all(after, "JAVA_TOOL_OPTIONS")[0]; !strings.HasPrefix(
		java,
		"-Xmx1g -Djavax.net.ssl.trustStore=/d/trust.p12 ",
	) {
		t.Errorf("JAVA_TOOL_OPTIONS = %q, want -Xmx1g kept in front", java)
	}
}

func all(environ []string, name string) []string {
	var values []string
	for _, s := range environ {
		if k, v, _ := strings.Cut(s, "="); k == name {
			values = append(values, v)
		}
	}
	return values
}

func TestTheFolderIsPrivateHoldsNoKeyAndGoes(t *testing.T) {
	t.Parallel()
	p := start(t)
	folder, err := env.NewFolder()
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Remove()
	ca, err := os.ReadFile(filepath.Join(string(p.folder), "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	if err := folder.Write(env.Client{Proxy: p.addr, CA: ca}, nil); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(string(folder))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v, want 0700", info.Mode(), err)
	}
	files := 0
	filepath.WalkDir(string(folder), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if err != nil || bytes.Contains(data, []byte("PRIVATE KEY")) {
			t.Errorf("%s: %v, or it holds a key", path, err)
		}
		if _, _, err := pkcs12.Decode(data, pkcs12.DefaultPassword); err == nil {
			t.Errorf("%s holds a key", path)
		}
		return nil
	})
	if files < 7 {
		t.Errorf("%d files, want 7", files)
	}
	if err := folder.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(string(folder)); !os.IsNotExist(err) {
		t.Errorf("the folder is there: %v", err)
	}
}

func TestRootsOfTheUsersOwnAreKept(t *testing.T) {
	t.Parallel()
	company, mine := start(t), start(t)
	ca := func(p *running) []byte {
		b, err := os.ReadFile(filepath.Join(string(p.folder), "ca.pem"))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	folder := env.Folder(t.TempDir())
	environ := []string{"REQUESTS_CA_BUNDLE=" + filepath.Join(string(company.folder), "ca.pem")}
	if err := folder.Write(env.Client{Proxy: mine.addr, CA: ca(mine)}, environ); err != nil {
		t.Fatal(err)
	}
	bundle, err := os.ReadFile(filepath.Join(string(folder), "bundle.pem"))
	if err != nil || !bytes.Contains(bundle, ca(company)) || !bytes.Contains(bundle, ca(mine)) {
		t.Errorf("the bundle lacks a root: %v", err)
	}
}

var hostile = env.Variables{{Name: "PLAIN", Value: "a b"}, {Name: "HOSTILE", Value: `it's "$HOME" \ ` + "`id`"}}

func TestFormsSayWhatTheyMean(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := hostile.Print(&b, env.Bash); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("sh", "-c", b.String()+`printf %s "$HOSTILE"`).Output()
	if err != nil || string(out) != hostile[1].Value {
		t.Errorf("a shell reads %q, %v, want %q", out, err, hostile[1].Value)
	}
	for _, row := range []struct {
		form env.Form
		want string
	}{
		{env.Fish, `set -gx HOSTILE 'it\'s "$HOME" \\ ` + "`id`'"},
		{env.PowerShell, `$env:HOSTILE = 'it''s "$HOME" \ ` + "`id`'"},
		{env.Dotenv, `HOSTILE="it's \"\$HOME\" \\ ` + "\\`id\\`\""},
		{env.GitHub, `HOSTILE=it's "$HOME" \ ` + "`id`"},
	} {
		b.Reset()
		if err := hostile.Print(&b, row.form); err != nil || !strings.Contains(b.String(), row.want+"\n") {
			t.Errorf("%s: got %q, %v, want %s", row.form, b.String(), err, row.want)
		}
	}
	if err := hostile.Print(&b, "cmd"); err == nil || !strings.Contains(err.Error(), "bash, fish") {
		t.Errorf("an unknown form: %v, want those that are known", err)
	}
}

// Each option of Java's reaches it as one, whatever the folder is called.
func TestJavaOptionsSurviveSplitting(t *testing.T) {
	t.Parallel()
	v := env.Folder("/a b").Variables("127.0.0.1:99", nil)
	i := slices.IndexFunc(v, func(x env.Variable) bool { return x.Name == "JAVA_TOOL_OPTIONS" })
	if want := `"-Djavax.net.ssl.trustStore=/a b/trust.p12" -D`; !strings.HasPrefix(v[i].Value, want) {
		t.Errorf("got %s, want %s…", v[i].Value, want)
	}
}
