package config

import (
	"errors"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/dailymock/dailymock/internal/fault"
)

// faults is a flag of rules. Given repeatedly on the command line it adds them up; a variable or a key of the file
// replaces them all.
type faults struct {
	into             *[]string
	notices          *[]string // about old names
	changed, replace bool
}

// Set replaces the default with the rules, or adds them to earlier ones.
func (f *faults) Set(text string) error {
	rules, err := fault.Parse(text)
	if err != nil {
		return err
	}
	var texts []string
	if f.changed && !f.replace {
		texts = *f.into
	}
	for _, r := range rules {
		texts = append(texts, r.String())
	}
	*f.into, f.changed = texts, true
	*f.notices = append(*f.notices, fault.OldNames(text)...)
	return nil
}

func (f *faults) String() string {
	if f.into == nil { // pflag asks for the text of a zero value
		return ""
	}
	return strings.Join(*f.into, "; ")
}

// Type returns the placeholder in help.
func (f *faults) Type() string { return "rule;..." }

// rulesText returns a list of the file as Set reads it. A rule may be a text or a mapping of its words.
func rulesText(n ast.Node) (string, error) {
	switch n := n.(type) {
	case *ast.SequenceNode:
		var texts []string
		for _, one := range n.Values {
			text, err := rulesText(one)
			if err != nil {
				return "", err
			}
			texts = append(texts, text)
		}
		return strings.Join(texts, ";"), nil
	case ast.MapNode:
		var words []string
		for i := n.MapRange(); i.Next(); {
			text, err := scalarText(i.Value())
			if err != nil {
				return "", err
			}
			words = append(words, i.Key().GetToken().Value+text)
		}
		return strings.Join(words, " "), nil
	}
	return flagText(n)
}

// scalarText returns =value; nothing for null and true, which mean a word without a value.
func scalarText(n ast.Node) (string, error) {
	switch n := n.(type) {
	case *ast.NullNode:
		return "", nil
	case *ast.BoolNode:
		if n.Value {
			return "", nil
		}
		return "", errors.New("false; leave the word out")
	}
	text, err := flagText(n)
	return "=" + strconv.Quote(text), err
}
