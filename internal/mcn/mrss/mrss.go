// Package mrss reads Media RSS feeds as partners publish them: an RSS 2.0 document with the elements of
// http://search.yahoo.com/mrss/. It streams: memory does not grow with the number of items.
//
//	err := mrss.Read(body, contentType, base, func(i mrss.Item) error { … }, func(p mrss.Problem) { … })
//
// What Dailymotion's importer wants of a feed is in docs/spec/mcn.md#feed-format. The elements of Media RSS are those
// of version 1.5.1 (https://www.rssboard.org/media-rss).
//
// Feed libraries such as gofeed build the whole feed in memory and drop the place of each element, so that this package
// uses encoding/xml, which streams and tells the place. It never expands entities that a document declares.
package mrss

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"
)

// An Item is an item of a feed. A text that the feed lacks is "".
type Item struct {
	GUID        string
	Title       string // media:title, else title
	Description string // media:description, else description
	Category    string // media:category, else category; as written
	Tags        []string
	Media       []Media // in the order of the document
	Thumbnail   string  // URL
	Explicit    bool

	// Geoblocking has the form of REST: "allow" or "deny", then lower-case codes of countries; nil without a rule.
	Geoblocking []string

	ValidFrom, ValidUntil time.Time // of dcterms:valid; zero if it is open at that end
	Subtitles             []Subtitle

	// Extensions are the texts of the dm: elements by local name, such as "private". Their names are not known
	// (docs/spec/mcn.md#feed-format), so that the importer ignores them by default.
	Extensions map[string]string

	Line, Column int // of <item>
}

// Source returns the medium to import: the default one (isDefault), else the first with a URL; nil without one.
func (i *Item) Source() *Media {
	var first *Media
	for n := range i.Media {
		m := &i.Media[n]
		if m.URL != "" && m.IsDefault {
			return m
		}
		if m.URL != "" && first == nil {
			first = m
		}
	}
	return first
}

// A Media is a media:content element. Numbers that the feed lacks are 0.
type Media struct {
	URL                            string // absolute if the feed's address is known
	Type, Medium, Lang, Expression string
	Duration                       float64 // seconds
	FileSize                       int64   // bytes
	Bitrate                        float64 // kilobits per second
	Width, Height                  int     // pixels
	IsDefault                      bool
	Line, Column                   int
}

// A Subtitle is a media:subTitle element.
type Subtitle struct{ URL, Type, Lang string }

// The rules that a Problem can name.
const (
	NotWellFormed  = "feed-not-well-formed"
	WrongNamespace = "feed-wrong-namespace"
	NotRSS         = "feed-not-rss"
	BadEncoding    = "feed-bad-encoding" // unknown, or the content type contradicts the XML declaration
	Entities       = "feed-declares-entities"
	TooLarge       = "feed-too-large" // an element has too many bytes, attributes or levels
	BadValue       = "item-bad-value" // an attribute or text that cannot be understood, and is left out
)

// A Problem is a fault of a feed. Line and Column count from 1, in lines and characters of the feed's text.
type Problem struct {
	Line, Column int
	Rule         string
	Detail       string
}

// ErrFeed is wrapped by the error of Read after a problem that ends the reading.
var ErrFeed = errors.New("the feed cannot be read")

// Read calls item for each item of a feed and problem for each fault, in the order of the document. contentType is the
// header field of the response, or "". base is the address that relative URLs are relative to; with nil they stay as
// they are.
//
// It returns nil after the end of the document, an error wrapping ErrFeed after a problem that ends the reading, the
// error of item, or that of r. Items before a problem have been given to item.
func Read(r io.Reader, contentType string, base *url.URL, item func(Item) error, problem func(Problem)) error {
	text, notice, err := decode(r, contentType)
	if errors.Is(err, errEncoding) {
		problem(Problem{1, 1, BadEncoding, err.Error()})
		return fmt.Errorf("%w: %w", ErrFeed, err)
	}
	if err != nil {
		return err
	}
	if notice != "" {
		problem(Problem{1, 1, BadEncoding, notice})
	}
	f := newFeed(text, base, item, problem)
	err = f.read()
	var p *fatal
	if errors.As(err, &p) {
		problem(p.Problem)
		return fmt.Errorf("%w: %d:%d: %s", ErrFeed, p.Line, p.Column, p.Detail)
	}
	return err
}

// A fatal is a problem that ends the reading.
type fatal struct{ Problem }

func (f *fatal) Error() string { return f.Detail }
