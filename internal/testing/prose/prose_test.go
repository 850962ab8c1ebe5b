// Package prose checks the words of help, errors and documents against phrases.txt. It has only tests.
package prose_test

import (
	_ "embed"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../../.."

//go:embed phrases.txt
var list string

// A phrase is one that readers stumble over, with what to write instead.
type phrase struct {
	avoid   *regexp.Regexp
	instead string
	texts   bool // not checked in comments
}

func phrases(t *testing.T) (all []phrase) {
	t.Helper()
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		avoid, instead, ok := strings.Cut(line, "\t")
		if !ok {
			t.Fatalf("phrases.txt: %q has no tab", line)
		}
		instead, texts := strings.CutSuffix(instead, " (texts)")
		all = append(all, phrase{regexp.MustCompile("(?i)" + avoid), instead, texts})
	}
	return all
}

// check reports each phrase of a text that should be written otherwise.
func check(t *testing.T, phrases []phrase, place, text string) {
	t.Helper()
	for _, p := range phrases {
		if found := p.avoid.FindString(text); found != "" {
			t.Errorf("%s: %q in %q: write %s", place, found, text, p.instead)
		}
	}
}

var code = regexp.MustCompile("`[^`]*`")

// TestDocuments checks README.md, CHANGELOG.md, CONTRIBUTING.md, docs and examples. Fact sheets and code blocks are
// left out.
func TestDocuments(t *testing.T) {
	t.Parallel()
	all := phrases(t)
	pages := []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "contracts/statement/uncovered.md"}
	for _, pattern := range []string{"docs/*.md", "examples/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(found) == 0 {
			t.Fatal(pattern, found, err)
		}
		for _, page := range found {
			pages = append(pages, strings.TrimPrefix(filepath.ToSlash(page), root+"/"))
		}
	}
	for _, page := range pages {
		text, err := os.ReadFile(filepath.Join(root, page))
		if err != nil {
			t.Fatal(err)
		}
		fenced := false
		for n, line := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(line, "```") {
				fenced = !fenced
			}
			if !fenced && !strings.HasPrefix(line, "    ") {
				check(t, all, page+":"+strconv.Itoa(n+1), code.ReplaceAllString(line, "``"))
			}
		}
	}
}

// named matches the name of a file or folder of the repository, which may have *.
var named = regexp.MustCompile(`(?:^|[^\w/.$-])((?:\.ci|\.github|action|bench|cmd|container|contracts|docs|examples|` +
	`fixtures|graph|internal|tools)/[\w./*-]*[\w*])`)

// TestNamedFiles: the files and folders that documents name, and those that they link, exist.
func TestNamedFiles(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^):# ]+)[^): ]*\)`)
	count := 0
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/spec/*.md", "examples/*.md"} {
		pages, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(pages) == 0 {
			t.Fatal(pattern, pages, err)
		}
		for _, page := range pages {
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			var paths []string
			for _, m := range named.FindAllSubmatch(text, -1) {
				paths = append(paths, filepath.Join(root, string(m[1])))
			}
			for _, m := range link.FindAllSubmatch(text, -1) {
				paths = append(paths, filepath.Join(filepath.Dir(page), string(m[1])))
			}
			for _, path := range paths {
				if found, err := filepath.Glob(path); err != nil || len(found) == 0 {
					t.Errorf("%s names %s, which does not exist", page, path)
				}
			}
			count += len(paths)
		}
	}
	if count < 100 {
		t.Errorf("found %d names of files, want more than 100", count)
	}
}

// TestHelpAndErrors checks the texts of the command, and the texts of errors everywhere.
func TestHelpAndErrors(t *testing.T) {
	t.Parallel()
	all := phrases(t)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", "node_modules", "testdata", "tools"}, d.Name()):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		command := strings.Contains(path, "/cmd/")
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && isError(call.Fun) {
				for _, arg := range call.Args {
					checkLiteral(t, all, set, arg)
				}
			}
			if e, ok := n.(ast.Expr); ok && command {
				checkLiteral(t, all, set, e)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// isError says whether a call makes an error.
func isError(f ast.Expr) bool {
	s, ok := f.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := s.X.(*ast.Ident)
	return ok && (pkg.Name == "errors" && s.Sel.Name == "New" || pkg.Name == "fmt" && s.Sel.Name == "Errorf")
}

func checkLiteral(t *testing.T, all []phrase, set *token.FileSet, e ast.Expr) {
	t.Helper()
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	text, err := strconv.Unquote(lit.Value)
	if err == nil && strings.Contains(text, " ") { // one word is a name
		check(t, all, set.Position(lit.Pos()).String(), text)
	}
}

// TestComments checks the comments of Go files, and the descriptions of the GraphQL schemas.
func TestComments(t *testing.T) {
	t.Parallel()
	all := slices.DeleteFunc(phrases(t), func(p phrase) bool { return p.texts })
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", "node_modules", "testdata"}, d.Name()):
			return fs.SkipDir
		case d.IsDir():
			return nil
		case strings.HasSuffix(path, ".graphqls"), strings.HasSuffix(path, ".graphql"):
			text, err := os.ReadFile(path)
			for n, line := range strings.Split(string(text), "\n") {
				check(t, all, path+":"+strconv.Itoa(n+1), code.ReplaceAllString(line, "``"))
			}
			return err
		case !strings.HasSuffix(path, ".go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil || ast.IsGenerated(file) {
			return err
		}
		for _, group := range file.Comments {
			text := strings.Join(strings.Fields(group.Text()), " ")
			check(t, all, set.Position(group.Pos()).String(), code.ReplaceAllString(text, "``"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
