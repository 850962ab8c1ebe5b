// Package bounded reads files of a user within limits of size and nesting, so that a wrong or hostile file is an error
// and not a process without memory.
//
//	text, err := bounded.ReadFile("world.yaml", bounded.YAML)
//	err = bounded.CheckYAML(text) // before it is parsed
package bounded

import (
	"fmt"
	"io"
	"os"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// The most bytes of a file, by what it holds. A world with 100,000 listed videos has about 10 MB.
const (
	Word  = 64 << 10  // a key, a secret, an address
	YAML  = 16 << 20  // a world, settings, a list
	State = 256 << 20 // what a mock saves
)

// maxDepth is how deep collections may be nested; world files need about ten. The parser of YAML needs memory for each
// level that grows with the file. That of JSON has a limit of its own.
const maxDepth = 100

// ReadFile returns the content of a file, or an error if it is longer than most bytes.
func ReadFile(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("%s is longer than %d bytes", path, most)
	}
	if err != nil {
		return nil, err
	}
	return text, nil
}

// ReadYAML returns the content of a YAML file that CheckYAML accepts. Errors start with its name.
func ReadYAML(path string) ([]byte, error) {
	text, err := ReadFile(path, YAML)
	if err != nil {
		return nil, err
	}
	if err := CheckYAML(text); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return text, nil
}

// A DepthError says where a text is nested too deep.
type DepthError struct{ Line, Column int }

func (e DepthError) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Text()) }

// Text returns the error without the place.
func (e DepthError) Text() string { return fmt.Sprintf("nested deeper than %d levels", maxDepth) }

const (
	// maxMarks is the most signs of a text. They bound its tokens; a parsed text takes up to 500 bytes for each.
	maxMarks = 2_000_000

	maxOpen = 10_000 // brackets that are open at once, also those in texts and comments

	// The time that the parser needs grows with the square of these.
	maxBlank = 100   // lines without text in a row
	maxKeys  = 2_000 // keys of one mapping
)

// CheckYAML returns an error if a text is longer than YAML, has too many signs, blank lines or keys, or a DepthError.
// It does not parse the text.
func CheckYAML(text []byte) error {
	if len(text) > YAML {
		return fmt.Errorf("longer than %d bytes", YAML)
	}
	if err := checkBlank(text); err != nil {
		return err
	}
	marks, open := 0, 0
	for i, c := range text {
		switch c {
		case '[', '{':
			open++
		case ']', '}':
			open = max(open-1, 0)
		case ',', ':', '-', '?', '&', '*', '!', '#', '|', '>', '\'', '"', '\n':
		default:
			continue
		}
		if marks++; marks > maxMarks {
			return fmt.Errorf("more than %d lines and signs", maxMarks)
		}
		if open > maxOpen {
			if err := checkDepth(text[:i]); err != nil {
				return err
			}
			return fmt.Errorf("more than %d open brackets", maxOpen)
		}
	}
	return checkDepth(text)
}

// checkBlank returns an error if too many lines in a row have no text.
func checkBlank(text []byte) error {
	line, blank := 1, 0
	for i, c := range text {
		switch c {
		case '\n', '\r':
			if c == '\n' && i > 0 && text[i-1] == '\r' {
				continue // the end of a line in Windows has both
			}
			line++
			if blank++; blank > maxBlank {
				return fmt.Errorf("%d: more than %d lines in a row without text", line, maxBlank)
			}
		case ' ', '\t':
		default:
			blank = 0
		}
	}
	return nil
}

func checkDepth(text []byte) error {
	var n nesting
	for _, t := range lexer.Tokenize(string(text)) {
		n.add(t)
		if n.flow+len(n.block) > maxDepth {
			return DepthError{t.Position.Line, t.Position.Column}
		}
		if last := len(n.block) - 1; last >= 0 && n.block[last].keys > maxKeys {
			return fmt.Errorf("%d:%d: more than %d keys in one mapping", t.Position.Line, t.Position.Column, maxKeys)
		}
	}
	return nil
}

// A nesting is how deep the collections around a token are nested.
type nesting struct {
	flow   int // open brackets
	block  []collection
	before *token.Token
}

// A collection is one in block style, with the number of its keys so far. A list may be in the column of its key, and
// counts as part of that mapping.
type collection struct{ column, keys int }

func (n *nesting) add(t *token.Token) {
	switch t.Type {
	case token.SequenceStartType, token.MappingStartType:
		n.flow++
	case token.SequenceEndType, token.MappingEndType:
		n.flow = max(n.flow-1, 0)
	case token.SequenceEntryType:
		n.enter(t.Position.Column, 0)
	case token.MappingKeyType:
		n.enter(t.Position.Column, 1)
	case token.MappingValueType: // its mapping begins at the key
		if key := n.before; key != nil && key.Position.Line == t.Position.Line {
			n.enter(key.Position.Column, 1)
		} else {
			n.enter(t.Position.Column, 1)
		}
	}
	n.before = t
}

// enter leaves the block collections that are not around a column, and enters the one that begins there, with so many
// more keys.
func (n *nesting) enter(column, keys int) {
	if n.flow > 0 {
		return
	}
	for len(n.block) > 0 && n.block[len(n.block)-1].column > column {
		n.block = n.block[:len(n.block)-1]
	}
	if len(n.block) == 0 || n.block[len(n.block)-1].column < column {
		n.block = append(n.block, collection{column: column})
	}
	n.block[len(n.block)-1].keys += keys
}
