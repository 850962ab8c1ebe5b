package mrss

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/transform"
)

var errEncoding = errors.New("unknown character encoding")

// signatures are the first bytes of documents whose encoding they tell (https://www.w3.org/TR/xml/#sec-guessing). The
// bytes of a byte order mark are no part of the document.
var signatures = []struct {
	bytes, encoding string
	mark            bool
}{
	{"\xef\xbb\xbf", "utf-8", true},
	{"\xff\xfe\x00\x00", "utf-32le", true},
	{"\x00\x00\xfe\xff", "utf-32be", true},
	{"\xff\xfe", "utf-16le", true},
	{"\xfe\xff", "utf-16be", true},
	{"<\x00?\x00", "utf-16le", false},
	{"\x00<\x00?", "utf-16be", false},
}

// decode returns a feed as UTF-8. Its encoding is that of the byte order mark, else of the content type, else of the
// XML declaration, else UTF-8 (RFC 7303, section 3). The notice says that two of them disagree.
func decode(r io.Reader, contentType string) (text io.Reader, notice string, err error) {
	in := bufio.NewReader(r)
	start, err := in.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, "", err
	}
	name := ""
	for _, s := range signatures {
		if name == "" && bytes.HasPrefix(start, []byte(s.bytes)) {
			name = s.encoding
			if s.mark {
				_, _ = in.Discard(len(s.bytes))
			}
		}
	}
	if name == "" {
		name, notice = labelled(contentType, start)
	}
	text, err = decodeAs(in, name)
	return text, notice, err
}

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']`)

// labelled returns the encoding that the content type or the XML declaration names.
func labelled(contentType string, start []byte) (name, notice string) {
	declaration := "utf-8"
	if m := declared.FindSubmatch(start); m != nil {
		declaration = string(m[1])
	}
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil || params["charset"] == "" {
		return declaration, ""
	}
	name = params["charset"]
	_, known := charset.Lookup(name)
	if _, other := charset.Lookup(declaration); known != other {
		notice = fmt.Sprintf("the content type says %.40q, the XML declaration %.40q; the content type counts",
			name, declaration)
	}
	return name, notice
}

func decodeAs(in io.Reader, label string) (io.Reader, error) {
	encoding, name := charset.Lookup(strings.TrimSpace(label))
	switch {
	case encoding == nil || name == "replacement" || name == "x-user-defined":
		return nil, fmt.Errorf("%w %.40q; publish the feed in UTF-8", errEncoding, label)
	case name == "utf-8":
		return in, nil // encoding/xml refuses what is no UTF-8, and tells where
	}
	return transform.NewReader(in, encoding.NewDecoder()), nil
}
