// Package junit writes the parts of JUnit's XML form that its readers agree on.
package junit

import (
	"encoding/xml"
	"fmt"
	"io"
)

// A Suite is a named group of cases.
type Suite struct {
	Name   string
	Cases  []Case
	Output string // what the checked program printed; optional
}

// A Case is one check. At most one of Failure, Error and Skipped is set; none
// means that the check passed.
type Case struct {
	Class, Name string
	Seconds     float64
	Failure     *Message // the check failed
	Error       *Message // the check could not be made
	Skipped     *Message
}

// A Message is one line for lists and a longer text.
type Message struct {
	Line string `xml:"message,attr"`
	Text string `xml:",chardata"`
}

type (
	xmlSuites struct {
		XMLName xml.Name   `xml:"testsuites"`
		Suites  []xmlSuite `xml:"testsuite"`
	}
	xmlSuite struct {
		Name     string    `xml:"name,attr"`
		Tests    int       `xml:"tests,attr"`
		Failures int       `xml:"failures,attr"`
		Errors   int       `xml:"errors,attr"`
		Skipped  int       `xml:"skipped,attr"`
		Cases    []xmlCase `xml:"testcase"`
		Output   string    `xml:"system-out,omitempty"`
	}
	xmlCase struct {
		Class   string   `xml:"classname,attr"`
		Name    string   `xml:"name,attr"`
		Time    string   `xml:"time,attr"`
		Failure *Message `xml:"failure"`
		Error   *Message `xml:"error"`
		Skipped *Message `xml:"skipped"`
	}
)

// Write writes the suites as one document.
func Write(w io.Writer, suites ...Suite) error {
	var all xmlSuites
	for _, s := range suites {
		x := xmlSuite{Name: s.Name, Tests: len(s.Cases), Output: s.Output}
		for _, c := range s.Cases {
			x.Failures += count(c.Failure)
			x.Errors += count(c.Error)
			x.Skipped += count(c.Skipped)
			x.Cases = append(x.Cases, xmlCase{c.Class, c.Name, fmt.Sprintf("%.3f", c.Seconds), c.Failure, c.Error, c.Skipped})
		}
		all.Suites = append(all.Suites, x)
	}
	b, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, b)
	return err
}

func count(m *Message) int {
	if m == nil {
		return 0
	}
	return 1
}
