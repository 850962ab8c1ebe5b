// Command imports draws which packages of this module import which, as the picture of docs/architecture.md. Packages
// below another one are drawn as one; an import that follows from others is left out.
//
//	go generate ./internal/testing/imports
package main

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

//go:generate go run . ../../..

const (
	module   = "github.com/dailymock/dailymock"
	document = "docs/architecture.md"
	begin    = "<!-- imports: go generate ./internal/testing/imports -->\n"
	end      = "<!-- /imports -->\n"
)

func main() {
	root := os.Args[1]
	page, err := os.ReadFile(filepath.Join(root, document))
	if err == nil {
		page, err = redraw(root, page)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(root, document), page, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "imports:", err)
		os.Exit(1)
	}
}

// redraw returns the page with the picture of the module at root.
func redraw(root string, page []byte) ([]byte, error) {
	before, rest, found := bytes.Cut(page, []byte(begin))
	_, after, closed := bytes.Cut(rest, []byte(end))
	if !found || !closed {
		return nil, fmt.Errorf("%s has no place for the picture", document)
	}
	g, err := read(root)
	if err != nil {
		return nil, err
	}
	return slices.Concat(before, []byte(begin+g.draw()+end), after), nil
}

// skipped are the folders that are not part of the program.
var skipped = []string{"tools", "internal/testing"}

// A graph has the imports of each part of the module.
type graph map[string]map[string]bool

// read parses the imports of all files that are not tests.
func read(root string) (graph, error) {
	g := graph{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, file)
		name = filepath.ToSlash(name)
		switch {
		case d.IsDir() && (slices.Contains(skipped, name) || d.Name() == "testdata" || len(name) > 1 && d.Name()[0] == '.'):
			return filepath.SkipDir
		case d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		if f.Name.Name == "main" && !strings.HasPrefix(name, "cmd/") {
			return nil // generates something
		}
		from := part(path.Dir(name))
		if g[from] == nil {
			g[from] = map[string]bool{}
		}
		for _, i := range f.Imports {
			to, _ := strconv.Unquote(i.Path.Value)
			if below, ok := strings.CutPrefix(to+"/", module+"/"); ok && !strings.HasPrefix(below, "internal/testing/") {
				if to := part(strings.TrimSuffix(below, "/")); to != from {
					g[from][to] = true
				}
			}
		}
		return nil
	})
	return g, err
}

// part returns the part of the picture that a folder belongs to.
func part(folder string) string {
	segments := strings.Split(folder, "/")
	switch segments[0] {
	case "", ".":
		return "dailymock"
	case "internal", "cmd":
		return path.Join(segments[:min(len(segments), 2)]...)
	}
	return segments[0]
}

// reaches tells whether a part imports another one, itself or through others.
func (g graph) reaches(from, to string) bool {
	seen := map[string]bool{}
	var look func(string) bool
	look = func(from string) bool {
		for next := range g[from] {
			if next == to {
				return true
			}
			if !seen[next] {
				seen[next] = true
				if look(next) {
					return true
				}
			}
		}
		return false
	}
	return look(from)
}

// draw returns the graph as a Mermaid flowchart.
func (g graph) draw() string {
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart TD\n")
	for _, from := range slices.Sorted(maps.Keys(g)) {
		for _, to := range slices.Sorted(maps.Keys(g[from])) {
			through := func(other string) bool { return other != to && g.reaches(other, to) }
			if !slices.ContainsFunc(slices.Collect(maps.Keys(g[from])), through) {
				fmt.Fprintf(&b, "    %s --> %s\n", node(from), node(to))
			}
		}
	}
	b.WriteString("```\n")
	return b.String()
}

func node(part string) string {
	name := strings.TrimPrefix(part, "internal/")
	return strings.ReplaceAll(name, "/", "_") + "[" + name + "]"
}
