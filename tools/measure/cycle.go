package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"io"
	"slices"
	"strings"
)

// A graph has an edge from file to file: edges[a][b] holds the names that a
// uses and b declares at top level.
type graph struct {
	files []*file
	edges [][][]string
}

// cycles returns the largest cycle of files of each folder that has one.
func (m *module) cycles() []measure {
	var all []measure
	for _, folder := range m.names() {
		g := m.references(folder)
		var names []string
		for _, i := range g.largestCycle() {
			names = append(names, g.files[i].name)
		}
		if len(names) > 1 {
			note := "(" + strings.Join(names, " ") + ")"
			all = append(all, measure{kind: "cycle", where: folder, got: len(names), limit: maxCycle, note: note})
		}
	}
	return all
}

// references finds the uses of top-level names by type-checking the package
// alone: what it imports stays unknown, which does not matter for its own names.
func (m *module) references(folder string) graph {
	files := m.written(folder)
	g := graph{files, make([][][]string, len(files))}
	for i := range files {
		g.edges[i] = make([][]string, len(files))
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: noImports{}, Error: func(error) {}, FakeImportC: true}
	syntax := make([]*ast.File, len(files))
	for i, f := range files {
		syntax[i] = f.syntax
	}
	pkg, _ := config.Check(folder, m.fset, syntax, info) // the errors are about the imports
	for use, object := range info.Uses {
		if object.Parent() != pkg.Scope() {
			continue
		}
		from, to := fileAt(syntax, use.Pos()), fileAt(syntax, object.Pos())
		if from >= 0 && to >= 0 && from != to {
			g.edges[from][to] = append(g.edges[from][to], object.Name())
		}
	}
	return g
}

// fileAt returns the index of the file at a position, or -1.
func fileAt(files []*ast.File, at token.Pos) int {
	return slices.IndexFunc(files, func(f *ast.File) bool { return f.FileStart <= at && at < f.FileEnd })
}

type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not loaded") }

// largestCycle returns the largest set of files that all reach each other.
func (g graph) largestCycle() []int {
	reach := make([][]bool, len(g.edges))
	for i, row := range g.edges {
		reach[i] = make([]bool, len(row))
		for j, names := range row {
			reach[i][j] = len(names) > 0
		}
	}
	for k := range reach { // Warshall's algorithm
		for i := range reach {
			for j := range reach {
				reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
			}
		}
	}
	var largest []int
	for i := range reach {
		var cycle []int
		for j := range reach {
			if i == j || reach[i][j] && reach[j][i] {
				cycle = append(cycle, j)
			}
		}
		if len(cycle) > len(largest) {
			largest = cycle
		}
	}
	return largest
}

// printLargestCycle prints a line for each edge within the largest cycle.
func (g graph) printLargestCycle(w io.Writer) {
	cycle := g.largestCycle()
	for _, i := range cycle {
		for _, j := range cycle {
			if names := g.edges[i][j]; len(names) > 0 {
				slices.Sort(names)
				fmt.Fprintf(w, "%s -> %s: %s\n", g.files[i].name, g.files[j].name, strings.Join(slices.Compact(names), " "))
			}
		}
	}
}
