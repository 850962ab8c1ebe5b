package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// A kind converts between text and a T. The error of read says what was read and
// what is needed.
type kind[T any] struct {
	placeholder string // in help; "bool" for a switch
	read        func(string) (T, error)
	write       func(T) string
}

// A value is a flag that sets a T.
type value[T any] struct {
	into *T
	kind[T]
}

func (k kind[T]) value(into *T) pflag.Value { return value[T]{into, k} }

func (v value[T]) String() string {
	if v.into == nil { // pflag asks for the text of a zero value
		return ""
	}
	return v.write(*v.into)
}

func (v value[T]) Set(text string) error {
	got, err := v.read(text)
	if err == nil {
		*v.into = got
	}
	return err
}

func (v value[T]) Type() string { return v.placeholder }

// Text is a flag for any text.
func Text(into *string, placeholder string) pflag.Value {
	same := func(text string) string { return text }
	return kind[string]{placeholder, func(text string) (string, error) { return text, nil }, same}.value(into)
}

// Choice is a flag for one of several words; "" may be one of them.
func Choice[T ~string](into *T, words ...T) pflag.Value {
	known := make([]string, 0, len(words))
	for _, w := range words {
		if w != "" {
			known = append(known, string(w))
		}
	}
	read := func(text string) (T, error) {
		if !slices.Contains(words, T(text)) {
			return "", fmt.Errorf("got %q, need %s", text, orList(known))
		}
		return T(text), nil
	}
	return kind[T]{strings.Join(known, "|"), read, func(t T) string { return string(t) }}.value(into)
}

// orList returns "a, b or c".
func orList(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// either is a flag for two words that stand for false and true.
func either(into *bool, no, yes string) pflag.Value {
	texts := map[bool]string{false: no, true: yes}
	read := func(text string) (bool, error) {
		if text != no && text != yes {
			return false, fmt.Errorf("got %q, need %s or %s", text, no, yes)
		}
		return text == yes, nil
	}
	return kind[bool]{no + "|" + yes, read, func(b bool) string { return texts[b] }}.value(into)
}

// Switch is a flag that is true if it is given.
func Switch(into *bool) pflag.Value {
	read := func(text string) (bool, error) {
		b, err := strconv.ParseBool(text)
		if err != nil {
			return false, fmt.Errorf("got %q, need true or false", text)
		}
		return b, nil
	}
	return kind[bool]{"bool", read, strconv.FormatBool}.value(into)
}

// Number is a flag for a whole number from least on.
func Number(into *int, least int) pflag.Value {
	read := func(text string) (int, error) {
		n, err := strconv.Atoi(text)
		if err != nil || n < least {
			return 0, fmt.Errorf("got %q, need a whole number from %d", text, least)
		}
		return n, nil
	}
	return kind[int]{"number", read, strconv.Itoa}.value(into)
}

// Duration is a flag for a duration from 0 on.
func Duration(into *time.Duration) pflag.Value { return duration.value(into) }

var duration = kind[time.Duration]{"duration", ReadDuration, time.Duration.String}

// ReadDuration returns the duration from 0 on that a text is.
func ReadDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("got %q, need a duration such as 2s, 90m or 0", text)
	}
	return d, nil
}

// Add adds a flag to a set. A switch may be given without a value.
func Add(fs *pflag.FlagSet, v pflag.Value, name, shorthand, usage string) *pflag.Flag {
	f := fs.VarPF(v, name, shorthand, usage)
	if v.Type() == "bool" {
		f.NoOptDefVal = "true"
	}
	return f
}
