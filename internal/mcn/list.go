package mcn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/dailymock/dailymock/internal/wire"
)

const (
	maxList  = 16 << 20 // bytes
	maxUsers = 10_000   // entries of a list
)

// A user is an entry of the user list.
type user struct {
	id, feed     string
	line, column int
}

// readList reads a user list (docs/spec/mcn.md#user-list) and calls broken for each rule that it breaks. It returns
// false if it is no list at all.
func readList(r io.Reader, broken func(line, column int, rule, detail string)) ([]user, bool) {
	text, err := io.ReadAll(io.LimitReader(r, maxList+1))
	if err != nil || len(text) > maxList {
		broken(0, 0, listNotArray, fmt.Sprintf("got no complete document of at most %d bytes", maxList))
		return nil, false
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	d := json.NewDecoder(bytes.NewReader(text))
	if first, err := d.Token(); err != nil || first != json.Delim('[') {
		broken(1, 1, listNotArray, "got "+wire.Clip(string(text), 40, "…"))
		return nil, false
	}
	l := list{text: text, at: map[string]int{}, broken: broken}
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, l.fail(int(d.InputOffset()), err.Error())
		}
		l.entry(raw, int(d.InputOffset())-len(raw))
		if len(l.users) > maxUsers {
			return nil, l.fail(int(d.InputOffset()), fmt.Sprintf("got more than %d entries", maxUsers))
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, l.fail(len(text), err.Error())
	}
	return l.users, true
}

// A list is a user list while it is read.
type list struct {
	text   []byte
	users  []user
	at     map[string]int // index into users by id
	broken func(line, column int, rule, detail string)
}

func (l *list) fail(offset int, detail string) bool {
	line, column := l.place(offset)
	l.broken(line, column, listNotArray, detail)
	return false
}

// place returns the line and the column of a byte, both from 1.
func (l *list) place(offset int) (line, column int) {
	before := l.text[:min(offset, len(l.text))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, len(bytes.Runes(before[start:])) + 1
}

func (l *list) entry(raw json.RawMessage, offset int) {
	var members map[string]json.RawMessage
	line, column := l.place(offset)
	if err := json.Unmarshal(raw, &members); err != nil || members == nil {
		l.broken(line, column, entryIncomplete, "got "+wire.Clip(string(raw), 40, "…")+", need an object")
		return
	}
	u := user{line: line, column: column}
	for name, into := range map[string]*string{"id": &u.id, "feed_url": &u.feed} {
		if json.Unmarshal(members[name], into) != nil || *into == "" {
			l.broken(line, column, entryIncomplete, fmt.Sprintf("%q is missing or not a text", name))
			return
		}
	}
	if i, ok := l.at[u.id]; ok {
		l.broken(line, column, entryTwice, fmt.Sprintf("%q is also in line %d", u.id, l.users[i].line))
		l.users[i] = u
		return
	}
	l.at[u.id] = len(l.users)
	l.users = append(l.users, u)
}
