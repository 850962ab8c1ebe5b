package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A module is its Go files, tests left out, by folder.
type module struct {
	fset      *token.FileSet
	folders   map[string][]*file
	rootTests int // test files in the root
}

// A file is one Go file, parsed.
type file struct {
	name      string
	source    []byte
	syntax    *ast.File
	generated bool
}

// loadModule parses the module at root. It skips nested modules and the
// folders that the go command skips.
func loadModule(root string) (*module, error) {
	m := &module{fset: token.NewFileSet(), folders: map[string][]*file{}}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			return skipFolder(root, path)
		case strings.HasSuffix(path, "_test.go"):
			if filepath.Dir(path) == filepath.Clean(root) {
				m.rootTests++
			}
			return nil
		case !strings.HasSuffix(path, ".go"):
			return nil
		}
		return m.load(root, path)
	})
	return m, err
}

func skipFolder(root, path string) error {
	if path == root {
		return nil
	}
	name := filepath.Base(path)
	_, err := os.Stat(filepath.Join(path, "go.mod"))
	if err == nil || name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") ||
		strings.HasPrefix(name, "_") {
		return filepath.SkipDir
	}
	return nil
}

func (m *module) load(root, path string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	syntax, err := parser.ParseFile(m.fset, path, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	folder, err := filepath.Rel(root, filepath.Dir(path))
	if err != nil {
		return err
	}
	m.folders[folder] = append(m.folders[folder], &file{filepath.Base(path), source, syntax, ast.IsGenerated(syntax)})
	return nil
}

// written returns the files of a folder that are not generated.
func (m *module) written(folder string) []*file {
	return slices.DeleteFunc(slices.Clone(m.folders[folder]), func(f *file) bool { return f.generated })
}

func (m *module) names() []string { return slices.Sorted(maps.Keys(m.folders)) }

// fileCounts counts the files of each folder, generated ones too.
func (m *module) fileCounts() []measure {
	all := []measure{{kind: "tests", where: ".", got: m.rootTests, limit: maxRootTests}}
	for _, folder := range m.names() {
		limit := maxFiles
		if folder == "." {
			limit = maxRootFiles
		}
		all = append(all, measure{kind: "files", where: folder, got: len(m.folders[folder]), limit: limit})
	}
	return all
}

// methodCounts counts the declared methods of each type, without those of
// embedded types.
func (m *module) methodCounts() []measure {
	var all []measure
	for _, folder := range m.names() {
		counts := map[string]int{}
		for _, f := range m.written(folder) {
			for _, d := range f.syntax.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
					counts[receiver(fn.Recv.List[0].Type)]++
				}
			}
		}
		delete(counts, "Server")
		for name, n := range counts {
			all = append(all, measure{kind: "methods", where: folder + " " + name, got: n, limit: maxMethods})
		}
	}
	slices.SortFunc(all, func(a, b measure) int { return cmp.Or(b.got-a.got, strings.Compare(a.where, b.where)) })
	return all
}

// receiver returns the name of a receiver's type without pointer and type
// parameters.
func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.ParenExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}

// tokenCount counts the tokens of all files that are not generated. Comments
// and the semicolons of line ends are no tokens.
func (m *module) tokenCount() measure {
	total := 0
	for _, folder := range m.names() {
		for _, f := range m.written(folder) {
			total += tokens(f.source)
		}
	}
	return measure{
		kind: "tokens", where: "module", got: total, limit: maxTokens,
		note: fmt.Sprintf("(%.1f %% of %d)", 100*float64(total)/baseTokens, baseTokens),
	}
}

func tokens(source []byte) int {
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile("", fset.Base(), len(source)), source, nil, 0)
	for n := 0; ; {
		_, kind, literal := s.Scan()
		switch {
		case kind == token.EOF:
			return n
		case kind != token.SEMICOLON || literal != "\n":
			n++
		}
	}
}
