// Package env makes the environment variables and files with which programs in
// any language use the proxy and trust its authority. It changes neither the
// program nor the machine's trust store, and needs no other user.
//
//	dir, err := env.NewFolder()              // private, for one run
//	defer dir.Remove()
//	err = dir.Write(env.Client{Proxy: "127.0.0.1:4321", CA: pem}, os.Environ())
//	cmd.Env = dir.Variables("127.0.0.1:4321", os.Environ()).Over(os.Environ())
//
// docs/run.md says which runtime reads which variable, and so do the comments here.
package env

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A Variable is an environment variable.
type Variable struct{ Name, Value string }

// Variables are printed in this order.
type Variables []Variable

// direct lists the hosts that are reached without the proxy: this machine only, so
// that no other request bypasses the proxy.
const direct = "localhost,127.0.0.1,::1"

// Variables returns the variables that make a program use the proxy at an address,
// such as "127.0.0.1:4321", and the files that Write made. NODE_OPTIONS,
// JAVA_TOOL_OPTIONS and PHP_INI_SCAN_DIR keep their values from environ.
func (f Folder) Variables(address string, environ []string) Variables {
	url := "http://" + address
	v := Variables{}
	v.both("HTTP_PROXY", url)
	v.both("HTTPS_PROXY", url)
	v.both("ALL_PROXY", url) // or a SOCKS proxy from outside would take precedence in some clients
	v.both("NO_PROXY", direct)
	for _, name := range bundleNames {
		v.add(name, f.path(bundleFile))
	}
	v.add("NODE_EXTRA_CA_CERTS", f.path(caFile)) // on top of Node's own roots
	v.add("NODE_USE_ENV_PROXY", "1")             // Node 22.21 and 24.5 on; preloadFile does it for older ones
	v.add("NODE_OPTIONS", join(get(environ, "NODE_OPTIONS"), " ", "--require "+quoteNode(f.path(preloadFile))))
	v.add("PERL_LWP_ENV_PROXY", "1")
	v.add("WGETRC", f.path(wgetFile))
	// An empty first element stands for the folder that was compiled in.
	v.add("PHP_INI_SCAN_DIR", get(environ, "PHP_INI_SCAN_DIR")+string(filepath.ListSeparator)+f.path(phpFolder))
	v.add("JAVA_TOOL_OPTIONS", join(get(environ, "JAVA_TOOL_OPTIONS"), " ", f.javaOptions(address)))
	return v
}

// bundleNames are the variables for the file with the machine's roots and ours.
var bundleNames = []string{
	// OpenSSL, and so Python's ssl, Ruby, Perl; Go and .NET on Linux; rustls-native-certs
	"SSL_CERT_FILE",
	"CURL_CA_BUNDLE",                     // curl
	"REQUESTS_CA_BUNDLE",                 // Python's requests
	"GIT_SSL_CAINFO",                     // git
	"AWS_CA_BUNDLE",                      // AWS' command and SDKs, boto3
	"PIP_CERT",                           // pip
	"HTTPLIB2_CA_CERTS",                  // Python's httplib2
	"NIX_SSL_CERT_FILE",                  // what Nix builds
	"BUNDLE_SSL_CA_CERT",                 // Ruby's bundler
	"CARGO_HTTP_CAINFO",                  // cargo
	"DENO_CERT",                          // Deno
	"PERL_LWP_SSL_CA_FILE",               // Perl's LWP
	"CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE", // gcloud
	"GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",   // gRPC's C core
}

func (v *Variables) add(name, value string) { *v = append(*v, Variable{name, value}) }

// both adds a variable in upper and lower case: curl reads only http_proxy, and
// other programs only HTTP_PROXY. Windows does not distinguish them.
func (v *Variables) both(name, value string) {
	v.add(name, value)
	if runtime.GOOS != "windows" {
		v.add(strings.ToLower(name), value)
	}
}

// Over returns environ, in the form of os.Environ, with the variables in place
// of those of the same name.
func (v Variables) Over(environ []string) []string {
	out := slices.DeleteFunc(slices.Clone(environ), func(s string) bool {
		name, _, _ := strings.Cut(s, "=")
		return slices.ContainsFunc(v, func(x Variable) bool { return same(x.Name, name) })
	})
	for _, x := range v {
		out = append(out, x.Name+"="+x.Value)
	}
	return out
}

func same(a, b string) bool {
	return a == b || runtime.GOOS == "windows" && strings.EqualFold(a, b)
}

// get returns the last value of a variable, which is the one that programs see.
func get(environ []string, name string) string {
	for _, s := range slices.Backward(environ) {
		if k, v, _ := strings.Cut(s, "="); same(k, name) {
			return v
		}
	}
	return ""
}

func join(a, sep, b string) string {
	if a == "" {
		return b
	}
	return a + sep + b
}

// quoteNode quotes a path for NODE_OPTIONS, which splits at blanks.
func quoteNode(path string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(path) + `"`
}
