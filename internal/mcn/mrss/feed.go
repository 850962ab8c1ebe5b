package mrss

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
)

// Limits of a feed.
const (
	maxElement    = 1 << 20 // bytes of an item, or of another element of the channel
	maxDepth      = 64      // nested elements
	maxAttributes = 64      // of one element
)

// A feed is a feed that is being read.
type feed struct {
	text    *text
	xml     *xml.Decoder
	open    []element
	roots   int
	channel bool // was seen

	shared facts // what the channel says of all its items
	item   *draft
	told   map[string]bool // namespaces that a problem names

	give    func(Item) error
	problem func(Problem)
}

// An element is an open element.
type element struct {
	name  xml.Name
	attrs []xml.Attr
	place place
	base  *url.URL
	text  *strings.Builder // nil unless its text is kept
}

func newFeed(r io.Reader, base *url.URL, give func(Item) error, problem func(Problem)) *feed {
	f := &feed{text: newText(r), told: map[string]bool{}, give: give, problem: problem}
	f.xml = xml.NewDecoder(f.text)
	f.xml.Entity = xml.HTMLEntity
	f.xml.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 already
	f.open = []element{{base: base}}
	return f
}

// read reads the document.
func (f *feed) read() error {
	for {
		if len(f.open) <= 3 { // between the elements of the channel
			f.text.limit = f.text.read + maxElement
		}
		at := f.text.at(f.xml.InputOffset())
		token, err := f.xml.Token()
		if errors.Is(err, io.EOF) {
			return f.end()
		}
		if err == nil {
			err = f.token(token, at)
		} else {
			err = f.failure(err, at)
		}
		if err != nil {
			return err
		}
	}
}

func stop(at place, rule, format string, args ...any) error {
	return &fatal{Problem{at.line, at.column, rule, fmt.Sprintf(format, args...)}}
}

// failure returns why the decoder stopped.
func (f *feed) failure(err error, at place) error {
	var syntax *xml.SyntaxError
	switch {
	case f.text.failed != nil:
		return f.text.failed
	case errors.Is(err, errTooLong):
		return stop(at, TooLarge, "an element of the channel has more than %d bytes", maxElement)
	case errors.As(err, &syntax):
		if syntax.Msg == "unexpected EOF" {
			return stop(f.text.here, NotWellFormed, "the document ends early%s", f.unclosed())
		}
		return stop(f.text.before, NotWellFormed, "%s%s", syntax.Msg, f.unclosed())
	}
	return stop(at, NotWellFormed, "%s", strings.TrimPrefix(err.Error(), "xml: "))
}

// unclosed returns where the innermost element begins.
func (f *feed) unclosed() string {
	if len(f.open) == 1 {
		return ""
	}
	e := f.open[len(f.open)-1]
	return fmt.Sprintf(", in %s of line %d", shown(e.name.Local), e.place.line)
}

// end is called after the last token. The decoder has checked that all elements are closed.
func (f *feed) end() error {
	here := f.text.here
	switch {
	case f.roots == 0:
		return stop(here, NotWellFormed, "the document has no element")
	case !f.channel:
		return stop(here, NotRSS, "rss has no channel")
	}
	return nil
}

func (f *feed) token(token xml.Token, at place) error {
	switch t := token.(type) {
	case xml.StartElement:
		return f.start(t, at)
	case xml.EndElement:
		return f.close()
	case xml.CharData:
		if len(f.open) == 1 && strings.TrimSpace(string(t)) != "" {
			return stop(at, NotWellFormed, "text outside of the root element")
		}
		for i := range f.open {
			if b := f.open[i].text; b != nil {
				b.Write(t)
			}
		}
	case xml.Directive:
		if strings.Contains(string(t), "<!ENTITY") {
			f.problem(Problem{at.line, at.column, Entities,
				"the document type declares entities, which are not expanded; write the characters instead"})
		}
	}
	return nil
}

func (f *feed) start(t xml.StartElement, at place) error {
	if err := f.check(t, at); err != nil {
		return err
	}
	f.foreign(t, at)
	e := element{name: t.Name, attrs: t.Attr, place: at, base: f.open[len(f.open)-1].base}
	if base := e.attr(xmlSpace, "base"); base != "" {
		e.base = resolved(e.base, base)
	}
	f.open = append(f.open, e)
	return f.enter(&f.open[len(f.open)-1])
}

// check returns an error for an element with which the reading ends.
func (f *feed) check(t xml.StartElement, at place) error {
	switch {
	case len(f.open) > maxDepth:
		return stop(at, TooLarge, "elements are nested deeper than %d levels", maxDepth)
	case len(t.Attr) > maxAttributes:
		return stop(at, TooLarge, "%.60s has more than %d attributes", t.Name.Local, maxAttributes)
	}
	for i, a := range t.Attr {
		if slices.ContainsFunc(t.Attr[:i], func(b xml.Attr) bool { return a.Name == b.Name }) {
			return stop(at, NotWellFormed, "%.60s has the attribute %.60s twice", t.Name.Local, a.Name.Local)
		}
	}
	if len(f.open) > 1 {
		return nil
	}
	if f.roots++; f.roots > 1 {
		return stop(at, NotWellFormed, "a second root element, %.60s", t.Name.Local)
	}
	if t.Name.Local != "rss" {
		return stop(at, NotRSS, "the root element is %.60s, not rss", t.Name.Local)
	}
	if kind(t.Name.Space) != rss {
		return stop(at, WrongNamespace, "rss has the namespace %q; RSS 2.0 has none", shown(t.Name.Space))
	}
	return nil
}
