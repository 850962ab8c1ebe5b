package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/suggest"
	"github.com/dailymock/dailymock/internal/bounded"
)

// loadFile sets each flag of the command that the YAML file names. Keys of other
// commands are ignored. The error lists all mistakes with line and column.
func loadFile(cmd *cobra.Command, name string, from Sources) error {
	text, err := bounded.ReadYAML(name)
	if err != nil {
		return fmt.Errorf("%s: %w", from.Name("config"), err)
	}
	entries, err := parse(text)
	if err != nil {
		return fmt.Errorf("%s:%w", name, err)
	}
	var errs []error
	for _, entry := range entries {
		key := entry.Key.GetToken()
		if err := set(cmd, name, entry); err != nil {
			errs = append(errs, fmt.Errorf("%s:%w", name, err))
		}
		from[key.Value] = fmt.Sprintf("%s:%d", name, key.Position.Line)
	}
	return errors.Join(errs...)
}

// parse returns the entries of a document with one mapping.
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
		return nil, at(doc.Docs[0].Body.GetToken(), errors.New("need one mapping, such as seed: 7"))
	}
	var entries []*ast.MappingValueNode
	for i := body.MapRange(); i.Next(); {
		entries = append(entries, i.KeyValue())
	}
	return entries, nil
}

func set(cmd *cobra.Command, file string, entry *ast.MappingValueNode) error {
	key := entry.Key.GetToken()
	f := cmd.Flags().Lookup(key.Value)
	if !isSetting(f) {
		return at(key, unknownKey(cmd, key.Value))
	}
	text, err := flagText(entry.Value)
	switch f.Value.(type) {
	case Map:
		text, err = mapText(entry.Value)
	case *faults:
		text, err = rulesText(entry.Value)
	}
	if err == nil {
		err = f.Value.Set(beside(file, f.Value.Type(), text))
	}
	if err != nil {
		return at(entry.Value.GetToken(), fmt.Errorf("%s: %w", f.Name, err))
	}
	return nil
}

// beside returns the value of a setting in a file. The path of a file or folder is relative to the folder of that file,
// because the file may be used from anywhere.
func beside(file, kind, text string) string {
	if kind != "file" && kind != "folder" || text == "" || filepath.IsAbs(text) {
		return text
	}
	return filepath.Join(filepath.Dir(file), text)
}

// unknownKey returns an error unless the key belongs to another command.
func unknownKey(cmd *cobra.Command, key string) error {
	var known []string
	for _, name := range flagNames(cmd.Root()) {
		switch name {
		case "config":
		case key:
			return nil
		default:
			known = append(known, name)
		}
	}
	if question := suggest.Question(key, known, ""); question != "" {
		return fmt.Errorf("unknown key %q%s", key, question)
	}
	return fmt.Errorf("unknown key %q; known keys: %s", key, strings.Join(known, ", "))
}

// flagText returns a value as it is written for a flag: a list with commas.
func flagText(n ast.Node) (string, error) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, nil
	case *ast.SequenceNode:
		var texts []string
		for _, one := range n.Values {
			text, err := flagText(one)
			if err != nil {
				return "", err
			}
			texts = append(texts, text)
		}
		return strings.Join(texts, ","), nil
	}
	return "", errors.New("need a text, a number, true, false or a list of these")
}

// mapText returns a mapping as it is written for a flag: name=value,name=value.
func mapText(n ast.Node) (string, error) {
	m, ok := n.(ast.MapNode)
	if !ok {
		return flagText(n)
	}
	var texts []string
	for i := m.MapRange(); i.Next(); {
		text, err := flagText(i.Value())
		if err != nil {
			return "", err
		}
		texts = append(texts, i.Key().GetToken().Value+"="+text)
	}
	return strings.Join(texts, ","), nil
}

// at puts line and column in front of an error.
func at(t *token.Token, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%d:%d: %w", t.Position.Line, t.Position.Column, err)
}
