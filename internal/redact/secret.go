package redact

import (
	"slices"
	"strings"
	"unicode"
)

// secretParts mark a name as that of a credential if it contains one of them.
var secretParts = []string{
	"token", "secret", "pass", "pwd", "key", "code", "sig", "auth", "state", "assertion", "credential", "jwt", "bearer",
	"session", "cookie", "ticket", "nonce", "csrf", "xsrf", "verifier", "challenge", "saml",
}

// secretWords mark it if one of its words is one of them: as a part, "pin" would be in "shipping".
var secretWords = []string{
	"pin", "sid", "otp", "totp", "mfa", "pat", "cred", "creds", "hmac", "mac", "pw", "sess", "sso", "access", "refresh",
	"salt", "psk", "cert", "priv",
}

// secretName reports whether a parameter with a name has a credential.
func secretName(name string) bool {
	lower := strings.ToLower(name)
	if partsByLetter.anyIn(lower) {
		return true
	}
	if !wordsByLetter.anyIn(lower) {
		return false
	}
	return slices.ContainsFunc(wordsOf(name), func(word string) bool { return slices.Contains(secretWords, word) })
}

var partsByLetter, wordsByLetter = lettersOf(secretParts), lettersOf(secretWords)

// byLetter has words by their first letter: most letters of a name begin none.
type byLetter ['z' + 1][]string

func lettersOf(words []string) *byLetter {
	var all byLetter
	for _, word := range words {
		all[word[0]] = append(all[word[0]], word)
	}
	return &all
}

// anyIn reports whether a text contains one of the words.
func (all *byLetter) anyIn(text string) bool {
	for i := range len(text) {
		if text[i] > 'z' {
			continue
		}
		for _, word := range all[text[i]] {
			if strings.HasPrefix(text[i:], word) {
				return true
			}
		}
	}
	return false
}

// wordsOf returns the words of a name such as "userPin", "user-pin" or "pin_2", in lower case.
func wordsOf(name string) []string {
	var b strings.Builder
	lower := false
	for _, c := range name {
		switch {
		case !unicode.IsLetter(c):
			c = ' '
		case unicode.IsUpper(c) && lower:
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(c)
		b.WriteRune(unicode.ToLower(c))
	}
	return strings.Fields(b.String())
}

// secretValue reports whether a value looks like a credential, or is a URL or a query that has one.
func secretValue(value string) bool {
	if looksRandom(value) {
		return true
	}
	if _, after, ok := strings.Cut(value, "//"); ok {
		authority, _, _ := strings.Cut(after, "/")
		if strings.Contains(authority, "@") {
			return true
		}
	}
	if !strings.ContainsAny(value, "=:") {
		return false
	}
	for member := range strings.FieldsFuncSeq(value, func(c rune) bool { return strings.ContainsRune("?&;#,{ ", c) }) {
		name, inner, ok := strings.Cut(member, "=")
		if !ok {
			name, inner, ok = strings.Cut(member, ":") // JSON
		}
		if ok && inner != "" && secretName(name) {
			return true
		}
	}
	return false
}

// The lengths from which a text may be a key: of letters and digits, of more than that, and of letters alone.
const (
	randomAlnum   = 20
	randomBase64  = 32
	randomLetters = 24
)

// looksRandom reports whether a part of a text is a JWT or has the shape of a key: long, and of mixed characters.
func looksRandom(text string) bool {
	if len(text) < randomAlnum {
		return false
	}
	other := func(c rune) bool { return c != '-' && c != '_' && !isLetter(c) && !isDigit(c) }
	for run := range strings.FieldsFuncSeq(text, other) {
		if len(run) < randomAlnum {
			continue
		}
		if strings.HasPrefix(run, "eyJ") { // a JSON object in base64
			return true
		}
		k := count(run)
		mixed := k.upper > 0 && k.lower > 0 && k.digits > 0
		if len(run) >= randomBase64 && (mixed || k.hex >= randomBase64) {
			return true
		}
		for word := range strings.FieldsFuncSeq(run, func(c rune) bool { return c == '-' || c == '_' }) {
			if randomWord(word) {
				return true
			}
		}
	}
	return false
}

func randomWord(word string) bool {
	if len(word) < randomAlnum {
		return false
	}
	k := count(word)
	if k.digits > 0 {
		return true
	}
	return len(word) >= randomLetters && k.turns*5 > len(word) // camelCase turns less often
}

// A tally counts the characters of a text.
type tally struct{ upper, lower, digits, hex, turns int }

func count(text string) tally {
	var t tally
	wasLower := false
	for _, c := range text {
		switch {
		case isDigit(c):
			t.digits++
		case 'A' <= c && c <= 'Z':
			t.upper++
			if wasLower {
				t.turns++
			}
		case 'a' <= c && c <= 'z':
			t.lower++
		}
		if isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' {
			t.hex++
		}
		wasLower = 'a' <= c && c <= 'z'
	}
	return t
}

func isLetter(c rune) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func isDigit(c rune) bool  { return '0' <= c && c <= '9' }

func hasDigit(s string) bool { return strings.ContainsFunc(s, isDigit) }
