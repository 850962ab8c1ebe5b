package report

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/report/rows"
	"github.com/dailymock/dailymock/internal/world"
)

// A reportSpec is all that determines a report: what was asked, by whom, when, and under which policy. Report tokens
// and links contain it with a MAC, so that no report is lost when the server restarts.
type reportSpec struct {
	account   uint64 // who asked: a hash of the API key and the login
	login     string // the user who signed in; "" for a key
	serial    uint64 // distinguishes reports that were asked for at the same instant
	created   time.Time
	edits     uint64 // how many edits of the world it sees
	policy    Policy
	retention time.Duration // from finished to expired
	rows      int           // per file
	request   Request
	studio    *studioSpec // nil for a report that was not asked for in the Studio
}

// query returns the query for the rows of the report.
func (s reportSpec) query() rows.Query {
	q := rows.Query{
		Request: s.request, Login: s.login, RowsPerFile: s.rows,
		Moment: world.Moment{Time: s.created, Edits: s.edits},
	}
	if s.studio != nil {
		q.Channel, q.Order = s.studio.slug, s.studio.order
	}
	return q
}

// channelSlugs returns the slugs of the channels that the report names.
func (s reportSpec) channelSlugs() []string {
	slugs := []string{s.request.Filters.ChannelSlug, s.request.Filters.VideoOwnerChannelSlug}
	if s.studio != nil {
		slugs = append(slugs, s.studio.slug)
	}
	return slugs
}

// specVersion is the first byte of every encoded spec.
const specVersion = 2

func (s reportSpec) encode() []byte {
	b := append(make([]byte, 0, 128), specVersion)
	b = binary.BigEndian.AppendUint64(b, s.account)
	b = binary.AppendUvarint(b, s.serial)
	b = binary.AppendVarint(b, s.created.UnixMilli())
	b = binary.AppendUvarint(b, s.edits)
	b = appendIndexes(b, progresses, s.policy.Progress)
	b = appendIndexes(b, outcomes, s.policy.Outcome)
	b = binary.AppendUvarint(b, uint64(s.policy.Takes.Milliseconds()))
	b = binary.AppendUvarint(b, uint64(s.policy.Polls))
	b = binary.AppendUvarint(b, uint64(s.retention.Milliseconds()))
	b = binary.AppendUvarint(b, uint64(s.rows))
	r := s.request
	b = appendIndexes(b, editions, r.Edition)
	b = appendIndexes(b, edition.Metrics, r.Metrics...)
	b = appendIndexes(b, edition.Dimensions, r.Dimensions...)
	b = appendIndexes(b, edition.Products, r.Product)
	b = appendIndexes(b, edition.MediaTypes, r.Filters.MediaType)
	b = appendIndexes(b, edition.MonetizationTypes, r.Filters.MonetizationType)
	b = binary.AppendVarint(b, int64(world.DayOf(r.Start)))
	b = binary.AppendVarint(b, int64(world.DayOf(r.End)))
	b = appendTexts(b, r.Filters.ChannelSlug, r.Filters.VideoOwnerChannelSlug, r.Filters.VisitorDomainGroup, s.login)
	return s.studio.appendTo(b)
}

// editions are the names that specs store an index of.
var editions = edition.Names()

// appendIndexes writes the number of values, and the index of each in all.
func appendIndexes[T comparable](b []byte, all []T, values ...T) []byte {
	b = append(b, byte(len(values)))
	for _, v := range values {
		b = append(b, byte(slices.Index(all, v)))
	}
	return b
}

// appendTexts writes each text after its length.
func appendTexts(b []byte, texts ...string) []byte {
	for _, text := range texts {
		b = binary.AppendUvarint(b, uint64(len(text)))
		b = append(b, text...)
	}
	return b
}
