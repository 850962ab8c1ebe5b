package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"github.com/spf13/pflag"
)

// loadFile sets each flag that the YAML file names. Every fault is reported,
// with line and column.
func loadFile(fs *pflag.FlagSet, name string, from sources) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("config: %w", err)
	}
	entries, err := parse(text)
	if err != nil {
		return fmt.Errorf("%s:%w", name, err)
	}
	var errs []error
	for _, entry := range entries {
		key := entry.Key.GetToken()
		if err := set(fs.Lookup(key.Value), entry, fs); err != nil {
			errs = append(errs, fmt.Errorf("%s:%w", name, err))
		}
		from[key.Value] = fmt.Sprintf("%s:%d", name, key.Position.Line)
	}
	return errors.Join(errs...)
}

// parse returns the entries of the one mapping that text is.
func parse(text []byte) ([]*ast.MappingValueNode, error) {
	doc, err := parser.ParseBytes(text, 0)
	if wrong := yaml.Error(nil); errors.As(err, &wrong) {
		return nil, at(wrong.GetToken(), errors.New(wrong.GetMessage()))
	}
	if err != nil {
		return nil, err
	}
	if len(doc.Docs) == 0 || doc.Docs[0].Body == nil {
		return nil, nil
	}
	body, ok := doc.Docs[0].Body.(ast.MapNode)
	if !ok || len(doc.Docs) > 1 {
		return nil, at(doc.Docs[0].Body.GetToken(), errors.New("one mapping is needed, such as seed: 7"))
	}
	var entries []*ast.MappingValueNode
	for i := body.MapRange(); i.Next(); {
		entries = append(entries, i.KeyValue())
	}
	return entries, nil
}

func set(f *pflag.Flag, entry *ast.MappingValueNode, fs *pflag.FlagSet) error {
	key := entry.Key.GetToken()
	if !isKey(f) {
		return at(key, fmt.Errorf("unknown key %q; the keys are %s", key.Value, keys(fs)))
	}
	text, err := plain(entry.Value)
	if _, ok := f.Value.(flagMap); ok {
		text, err = mapText(entry.Value)
	}
	if err == nil {
		err = f.Value.Set(text)
	}
	if err != nil {
		return at(entry.Value.GetToken(), fmt.Errorf("%s: %w", f.Name, err))
	}
	return nil
}

// plain is the text of a value, as a flag would have it: a list has commas.
func plain(n ast.Node) (string, error) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, nil
	case *ast.SequenceNode:
		var texts []string
		for _, one := range n.Values {
			text, err := plain(one)
			if err != nil {
				return "", err
			}
			texts = append(texts, text)
		}
		return strings.Join(texts, ","), nil
	}
	return "", errors.New("a plain value is needed")
}

// pairs is the text of a mapping as a flag of name=value would have it.
func mapText(n ast.Node) (string, error) {
	m, ok := n.(ast.MapNode)
	if !ok {
		return plain(n)
	}
	var texts []string
	for i := m.MapRange(); i.Next(); {
		text, err := plain(i.Value())
		if err != nil {
			return "", err
		}
		texts = append(texts, i.Key().GetToken().Value+"="+text)
	}
	return strings.Join(texts, ","), nil
}

// at puts line and column in front of an error.
func at(t *token.Token, err error) error {
	return fmt.Errorf("%d:%d: %w", t.Position.Line, t.Position.Column, err)
}

func keys(fs *pflag.FlagSet) string {
	var names []string
	fs.VisitAll(func(f *pflag.Flag) {
		if isKey(f) {
			names = append(names, f.Name)
		}
	})
	return strings.Join(names, ", ")
}
