package dialect

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dailymock/dailymock/internal/wire"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"
)

// parse parses a query text within the limits. It returns the number of tokens, too.
func parse(text string) (*ast.QueryDocument, int, *wire.GraphQLFault) {
	if len(text) > maxText {
		return nil, 0, tooMuch(len(text), "bytes of query", maxText, nil)
	}
	source := &ast.Source{Input: text}
	tokens, err := scan(source)
	if err != nil {
		return nil, 0, err
	}
	doc, parseErr := parser.ParseQuery(source)
	if parseErr != nil {
		return nil, 0, syntaxError(source, parseErr)
	}
	for _, f := range doc.Fragments { // of a later draft of the specification, unknown to the vendor's engine
		if len(f.VariableDefinition) > 0 {
			return nil, 0, unexpected(*f.VariableDefinition[0].Position, "(")
		}
	}
	if len(doc.Operations)+len(doc.Fragments) == 0 {
		return nil, 0, unexpected(ast.Position{Line: 1, Column: 1}, "EOF")
	}
	return doc, tokens, measure(doc)
}

// scan counts tokens, letters and nested brackets, so that the parser never gets a text
// that costs much. Invalid tokens are the parser's to report.
func scan(source *ast.Source) (tokens int, err *wire.GraphQLFault) {
	l := lexer.New(source)
	depth, deepest := 0, 0
	for {
		t, lexErr := l.ReadToken()
		if lexErr != nil || t.Kind == lexer.EOF {
			break
		}
		tokens++
		switch t.Kind {
		case lexer.BraceL, lexer.BracketL, lexer.ParenL:
			depth++
			deepest = max(deepest, depth)
		case lexer.BraceR, lexer.BracketR, lexer.ParenR:
			depth--
		case lexer.Name:
			if n := len(t.Value); n > maxName {
				return tokens, tooMuch(n, "letters in one name", maxName, &t.Pos)
			}
		}
	}
	if tokens > maxTokens {
		return tokens, tooMuch(tokens, "tokens", maxTokens, nil)
	}
	if deepest > maxNesting {
		return tokens, tooMuch(deepest, "levels of brackets, one within another", maxNesting, nil)
	}
	return tokens, nil
}

// syntaxError returns the vendor's error: the unexpected token and its position, but not
// what was expected. The position is in the message; locations stays empty (ENGINE).
func syntaxError(source *ast.Source, err error) *wire.GraphQLFault {
	var g *gqlerror.Error
	if !errors.As(err, &g) || len(g.Locations) == 0 {
		return &wire.GraphQLFault{Message: "1.1: syntax error"}
	}
	line, column := g.Locations[0].Line, g.Locations[0].Column
	l := lexer.New(source)
	for {
		t, lexErr := l.ReadToken()
		if lexErr != nil {
			return unexpected(ast.Position{Line: line, Column: column}, character(source.Input, t.Pos))
		}
		if t.Pos.Line == line && t.Pos.Column == column || t.Kind == lexer.EOF {
			return unexpected(*begin(&t.Pos), word(t))
		}
	}
}

func unexpected(p ast.Position, what string) *wire.GraphQLFault {
	return &wire.GraphQLFault{Message: fmt.Sprintf("%d.%d: syntax error, unexpected %s", p.Line, p.Column, what)}
}

// begin returns the start of a token. gqlparser's position of a string is behind its
// opening quote, and that of a block string has the line of its end.
func begin(p *ast.Position) *ast.Position {
	if p.Src == nil {
		return p
	}
	b := *p
	b.Line, b.Column = 1, 1
	last := ' '
	for _, r := range p.Src.Input {
		if b.Start--; b.Start < 0 {
			break
		}
		switch {
		case r == '\n' && last == '\r':
			b.Column = 1
		case r == '\n' || r == '\r':
			b.Line, b.Column = b.Line+1, 1
		default:
			b.Column++
		}
		last = r
	}
	b.Start = p.Start
	return &b
}

// keywords are the names that the vendor's parser reports as themselves.
var keywords = strings.Fields(`directive enum extend false fragment implements input interface mutation
	null on query scalar schema subscription true type union`)

// word returns the vendor's name for a kind of token.
func word(t lexer.Token) string {
	switch t.Kind {
	case lexer.EOF:
		return "EOF"
	case lexer.Int:
		return "INTEGER"
	case lexer.Float:
		return "FLOAT"
	case lexer.String, lexer.BlockString:
		return "STRING"
	case lexer.Name:
		if slices.Contains(keywords, t.Value) {
			return t.Value
		}
		return "IDENTIFIER"
	default:
		return t.Kind.String()
	}
}

// character returns the character that the lexer did not expect. Positions count runes.
func character(text string, p ast.Position) string {
	for i := 0; i < p.End && text != ""; i++ {
		_, n := utf8.DecodeRuneInString(text)
		text = text[n:]
	}
	if text == "" {
		return "EOF"
	}
	r, _ := utf8.DecodeRuneInString(text)
	return fmt.Sprintf("%q", r)
}
