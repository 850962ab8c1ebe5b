package catalog

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/dailymock/dailymock/internal/rest/reply"
)

// What is written is checked by the catalogue's types, bounds and values. The
// words are the vendor's where they were seen, else after their pattern
// (docs/spec/rest.md#errors).

// ParseBool reads a boolean as the reference lists them; on and off are ASSUMED (docs/spec/rest.md#types).
func ParseBool(param, value string) (bool, error) {
	switch strings.ToLower(value) {
	case "1", "true", "yes", "on":
		return true, nil
	case "0", "false", "no", "off":
		return false, nil
	}
	return false, reply.Unrecognised(value, param, []string{"1", "true", "yes", "0", "false", "no"})
}

// ParseFlag reads a boolean parameter of a query. Named without a value, it is on: GET /file/upload?ssl_assets
// (docs/spec/rest.md#global-parameters).
func ParseFlag(param, value string) (bool, error) {
	if value == "" {
		return true, nil
	}
	return ParseBool(param, value)
}

// ParseInt returns a parameter as a whole number, or an error in the words of the vendor.
func ParseInt(param, value string) (int64, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return 0, reply.Unexpected(value, param, "an integer")
	}
	return n, nil
}

// ParseNumber returns a parameter as a number, or an error in the words of the vendor.
func ParseNumber(param, value string) (float64, error) {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return 0, reply.Unexpected(value, param, "a number")
	}
	return n, nil
}

// latestDate is the last second of the year 9999, the latest date that is accepted.
const latestDate = 253402300799

// ParseDate returns a parameter as seconds since 1970 in UTC, or an error in the words of the vendor.
func ParseDate(param, value string) (int64, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < -latestDate || n > latestDate {
		return 0, reply.Unexpected(value, param, "a date in Unix seconds")
	}
	return n, nil
}

// parse reads a written value of a field; nil is null.
func (f *Field) parse(value string) (any, error) {
	if !utf8.ValidString(value) {
		return nil, reply.NotUTF8(f.Name)
	}
	if f.Nullable && (value == "" || value == "null") { // the page's word (docs/spec/rest.md#types)
		return nil, nil
	}
	switch f.Type {
	case "boolean":
		return ParseBool(f.Name, value)
	case "integer":
		n, err := ParseInt(f.Name, value)
		if err != nil {
			return nil, err
		}
		return n, f.inBounds(float64(n))
	case "date":
		return ParseDate(f.Name, value)
	case "array":
		return f.parseArray(value)
	case "url":
		return value, f.checkURL(value)
	}
	if len(f.Enum) > 0 {
		return f.fromEnum(value)
	}
	return f.spelt(value), f.checkText(value)
}

// spelt returns a value in the spelling of the world: countries in capitals, languages in small letters.
func (f *Field) spelt(value string) string {
	switch f.Name {
	case "language":
		return strings.ToLower(value)
	case "country":
		return strings.ToUpper(value)
	}
	return value
}

func (f *Field) inBounds(n float64) error {
	switch {
	case f.Min != nil && n < *f.Min:
		return reply.TooLow(f.Name, n, *f.Min)
	case f.Max != nil && n > *f.Max:
		return reply.TooHigh(f.Name, n, *f.Max)
	}
	return nil
}

// fromEnum returns the allowed value that equals a value in any case: clients are known to send subtitles of format
// srt (docs/spec/rest-fields.json).
func (f *Field) fromEnum(value string) (any, error) {
	for _, v := range f.Enum {
		if strings.EqualFold(v, value) {
			return v, nil
		}
	}
	if f.Ref != "" {
		return nil, reply.NotFound(f.Ref, value, f.Name)
	}
	return nil, reply.Unrecognised(value, f.Name, f.Enum)
}

// longest bounds texts for which the catalogue has no bound.
const longest = 4096

func (f *Field) checkText(value string) error {
	most := float64(longest)
	if f.Max != nil {
		most = *f.Max
	}
	if n := utf8.RuneCountInString(value); float64(n) > most {
		return reply.TooLong(f.Name, most)
	} else if f.Min != nil && float64(n) < *f.Min {
		return reply.TooShort(f.Name, *f.Min)
	}
	switch f.Name {
	case "language":
		return checkLanguage(f.Name, value)
	case "country":
		return checkCountry(f.Name, value)
	}
	return nil
}

func (f *Field) checkURL(value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "ftp" && u.Scheme != "sftp" {
		return reply.Unexpected(value, f.Name, "a URL")
	}
	if len(value) > longest {
		return reply.TooLong(f.Name, longest)
	}
	return nil
}

func checkLanguage(param, value string) error {
	if _, err := language.ParseBase(value); err != nil {
		return reply.Unrecognised(value, param, nil)
	}
	return nil
}

func checkCountry(param, value string) error {
	region, err := language.ParseRegion(value)
	if len(value) != 2 || err != nil || !region.IsCountry() {
		return reply.Unrecognised(value, param, nil)
	}
	return nil
}

// maxElement bounds the elements of an array, as the reference of 2014 does.
const maxElement = 150

// parseArray reads a list with commas.
func (f *Field) parseArray(value string) (any, error) {
	if f.Name == "geoloc" {
		return f.parseGeoloc(value)
	}
	list := CommaList(value)
	switch n := float64(len(list)); {
	case f.Max != nil && n > *f.Max:
		return nil, reply.TooManyValues(f.Name, *f.Max)
	case f.Min != nil && n < *f.Min:
		return nil, reply.TooFewValues(f.Name, *f.Min)
	}
	for i, v := range list {
		if utf8.RuneCountInString(v) > maxElement {
			return nil, reply.TooLong(f.Name, maxElement)
		}
		if f.Name == "hashtags" && !strings.HasPrefix(v, "#") {
			list[i] = "#" + v
		}
	}
	if f.Name == "geoblocking" {
		return f.parseGeoblocking(list)
	}
	return list, nil
}

// parseGeoblocking reads an optional allow or deny, and countries. A bare allow admits all countries again
// (docs/spec/rest.md#writing-videos).
func (f *Field) parseGeoblocking(list []string) (any, error) {
	rule := "allow"
	if first := strings.ToLower(list[0]); first == "allow" || first == "deny" {
		rule, list = first, list[1:]
	}
	out := []string{rule}
	for _, country := range list {
		if err := checkCountry(f.Name, country); err != nil {
			return nil, err
		}
		out = append(out, strings.ToLower(country))
	}
	if len(out) == 1 && rule == "deny" {
		return nil, reply.NoCountries(f.Name, rule)
	}
	return out, nil
}

// parseGeoloc reads longitude and latitude.
func (f *Field) parseGeoloc(value string) (any, error) {
	list := CommaList(value)
	if len(list) != 2 {
		return nil, reply.UnexpectedPlace(value, f.Name)
	}
	place := make([]float64, 2)
	for i, most := range []float64{180, 90} {
		n, err := ParseNumber(f.Name, list[i])
		switch {
		case err != nil:
			return nil, err
		case n > most:
			return nil, reply.TooHigh(f.Name, n, most)
		case n < -most:
			return nil, reply.TooLow(f.Name, n, -most)
		}
		place[i] = n
	}
	return place, nil
}
