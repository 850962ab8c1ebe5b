package fault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/dailymock/dailymock/internal/bounded"
	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/journal"
)

// The bounds of a text with rules.
const (
	maxText  = 64 << 10 // bytes
	maxRules = 256      // of a Set, too
	maxValue = 512      // bytes
)

// separators are between words; a semicolon or the end of a line is between rules.
const separators = " ,\t"

// Parse reads rules, in any of three forms:
//
//	status=503 surface=rest first=3; rest-500=3, flaky   // words; a named rule or a profile begins a rule of its own
//	{"status": 503, "surface": "rest", "first": 3}       // JSON, or a list of such objects
//	- status: 503                                        // YAML
//
// The error says what is wrong, or why a rule can never fire.
func Parse(text string) ([]Rule, error) {
	if len(text) > maxText {
		return nil, fmt.Errorf("the rules have %d bytes, need at most %d", len(text), maxText)
	}
	lists, err := wordsOf(text)
	if err != nil {
		return nil, err
	}
	var rules []Rule
	for _, words := range lists {
		some, err := read(words)
		if err != nil {
			return nil, err
		}
		if rules = append(rules, some...); len(rules) > maxRules {
			return nil, fmt.Errorf("more than %d rules", maxRules)
		}
	}
	return rules, nil
}

// wordsOf returns the words of each rule in a text.
func wordsOf(text string) ([][]word, error) {
	trimmed := strings.TrimSpace(text)
	first, _, _ := strings.Cut(trimmed, "\n")
	switch {
	case strings.HasPrefix(trimmed, "{"), strings.HasPrefix(trimmed, "["):
		return inJSON(trimmed)
	case strings.HasPrefix(trimmed, "- "), strings.Contains(first, ": "), strings.HasSuffix(first, ":"):
		return inYAML(text)
	}
	return inWords(text)
}

// inWords splits a text into rules and words. A named rule begins a new rule.
func inWords(text string) ([][]word, error) {
	var all [][]word
	var words []word
	end := func() {
		if words != nil {
			all = append(all, words)
			words = nil
		}
	}
	for text != "" {
		switch c := text[0]; {
		case c == ';' || c == '\n' || c == '\r':
			end()
			text = text[1:]
		case strings.IndexByte(separators, c) >= 0:
			text = text[1:]
		default:
			w, rest, err := nextWord(text)
			if err != nil {
				return nil, err
			}
			_, isNamed := named[w.name]
			if _, old := renamed[w.name]; old || isNamed {
				end()
			}
			words, text = append(words, w), rest
		}
	}
	end()
	return all, nil
}

// nextWord cuts the first word from a text.
func nextWord(text string) (w word, rest string, err error) {
	n := strings.IndexAny(text, separators+";\r\n=")
	if n < 0 {
		return word{name: text}, "", nil
	}
	if w.name, rest = text[:n], text[n:]; rest[0] != '=' {
		return w, rest, nil
	}
	rest = rest[1:]
	if strings.HasPrefix(rest, `"`) {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return w, "", fmt.Errorf("%s=%s: the quotation mark is not closed", w.name, wire.Clip(rest, 40, "…"))
		}
		w.value, err = strconv.Unquote(quoted)
		return w, rest[len(quoted):], err
	}
	n = strings.IndexAny(rest, separators+";\r\n")
	if n < 0 {
		n = len(rest)
	}
	w.value = rest[:n]
	return w, rest[n:], nil
}

// inJSON returns the words of objects: of one or of a list.
func inJSON(text string) ([][]word, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return nil, fmt.Errorf("the rules are no JSON: %w", err)
	}
	if dec.More() {
		return nil, errors.New("the rules are more than one JSON value; send a list")
	}
	return inObjects(value)
}

func inYAML(text string) ([][]word, error) {
	if err := bounded.CheckYAML([]byte(text)); err != nil {
		return nil, fmt.Errorf("the rules are no YAML: %w", err)
	}
	var value any
	if err := yaml.NewDecoder(bytes.NewReader([]byte(text))).Decode(&value); err != nil {
		return nil, fmt.Errorf("the rules are no YAML: %s", yaml.FormatError(err, false, false))
	}
	return inObjects(value)
}

// inObjects returns the words of decoded rules.
func inObjects(value any) ([][]word, error) {
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	var all [][]word
	for _, one := range list {
		if text, ok := one.(string); ok {
			some, err := inWords(text)
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
			continue
		}
		object, ok := one.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("a rule is %s; need an object such as {\"status\": 503, \"surface\": \"rest\"}",
				wire.Clip(fmt.Sprint(one), 40, "…"))
		}
		var words []word
		for name, value := range object {
			text, err := scalar(value)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", wire.Clip(name, 40, "…"), err)
			}
			words = append(words, word{name, text})
		}
		slices.SortFunc(words, func(a, b word) int { return strings.Compare(a.name, b.name) })
		all = append(all, words)
	}
	return all, nil
}

// scalar returns a value of YAML or JSON as a word has it. null and true mean a word without a value.
func scalar(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case bool:
		if v {
			return "", nil
		}
		return "", errors.New("false; leave the member out")
	case map[string]any, []any:
		return "", errors.New("need a text or a number")
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	}
	return fmt.Sprint(value), nil
}

// read makes rules of words: one, or those of a profile.
func read(words []word) ([]Rule, error) {
	rules := []Rule{{}}
	from, n := "", 0
	for i := range words {
		if now, ok := renamed[words[i].name]; ok {
			words[i].name = now
		}
		w := words[i]
		if _, ok := named[w.name]; ok {
			from = w.name
			rules = rulesOf(from)
			if w.value == "" {
				continue
			}
			if err := number(w.value, &n); err != nil {
				return nil, fmt.Errorf("fault %s: %w, as in %s=3", from, err, from)
			}
		}
	}
	for i := range rules {
		r := &rules[i]
		if n > 0 {
			r.Every = n
		}
		if err := r.read(words, from); err != nil {
			return nil, err
		}
	}
	for i := range rules {
		if err := rules[i].check(); err != nil {
			return nil, fmt.Errorf("%s: %w", rules[i].shown(), err)
		}
	}
	return rules, nil
}

// shown returns the rule for an error.
func (r *Rule) shown() string { return wire.Clip(r.String(), 200, "…") }

// read sets what the words say. from is the named rule among them, or "".
func (r *Rule) read(words []word, from string) error {
	values := r.Matcher.Values()
	seen := map[string]bool{}
	for _, w := range words {
		if size := max(len(w.name), len(w.value)); size > maxValue {
			return fmt.Errorf("%s has %d bytes, need at most %d", wire.Clip(w.name, 40, "…"), size, maxValue)
		}
		if seen[w.name] {
			return fmt.Errorf("%s is there twice; separate rules by a semicolon", w.name)
		}
		seen[w.name] = true
		_, isEffect := effects[w.name]
		setter := set[w.name]
		switch {
		case w.name == from:
		case isEffect && r.Effect != "" && w.name == "status":
			return fmt.Errorf("%s has no further status; %s", r.Effect, statusHelp(r.Effect))
		case isEffect && r.Effect == "status":
			return fmt.Errorf("%s has no further status; %s", w.name, statusHelp(w.name))
		case isEffect && r.Effect != "":
			return fmt.Errorf("a rule has one effect, not %s and %s; separate rules by a semicolon", r.Effect, w.name)
		case isEffect:
			r.Effect, r.Value = w.name, w.value
		case setter != nil:
			if err := setter(r, w.value); err != nil {
				return err
			}
		case slices.Contains(matching, w.name):
			if w.value == "" {
				return fmt.Errorf("%s has no value", w.name)
			}
			values[w.name] = w.value
		case slices.Contains(journal.MatcherNames(), w.name):
			return fmt.Errorf("%s is known only when a request has ended, so that the rule can never fire; use %s", w.name,
				strings.Join(matching, ", "))
		default:
			return unknown(w.name)
		}
	}
	var err error
	r.Matcher, err = journal.ParseMatcher(values)
	return err
}

func statusHelp(effect string) string {
	switch effect {
	case "html":
		return "html=502 is a page with status 502"
	case "error":
		return "the error has its own"
	}
	return "status=503 is an effect of its own"
}

// unknown returns the error for a word that is none.
func unknown(name string) error {
	name = wire.Clip(name, maxName, "…")
	known := Words()
	text := ""
	if nearest := traffic.Nearest(name, append(slices.Clone(known), Names()...)); nearest != "" {
		text = fmt.Sprintf("; did you mean %q?", nearest)
	}
	return fmt.Errorf("unknown fault %q; known faults: %s; words of a rule: %s%s", name, strings.Join(Names(), ", "),
		strings.Join(known, ", "), text)
}

// Words returns the words that rules have, effects first.
func Words() []string {
	var others []string
	for name := range set {
		others = append(others, name)
	}
	slices.Sort(others)
	return slices.Concat(Effects(), matching, others)
}
