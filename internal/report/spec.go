package report

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

// A reportSpec is all that is needed to answer for a report: what was asked, by
// whom, when, and under which policy. Report tokens and links carry it under a
// MAC, so that a restart forgets no report.
type reportSpec struct {
	account   uint64 // who asked: a hash of the API key
	login     string // and the user, where one signed in
	serial    uint64 // tells reports apart that were asked in the same instant
	created   time.Time
	edits     uint64 // how many changes of users to the world it sees
	policy    Policy
	retention time.Duration // from finished to expired
	rows      int           // per file
	request   Request
	studio    *studioSpec // nil: not asked for in the Studio
}

// specVersion is the first byte of every encoded ticket.
const specVersion = 2

func (t reportSpec) encode() []byte {
	b := append(make([]byte, 0, 128), specVersion)
	b = binary.BigEndian.AppendUint64(b, t.account)
	b = binary.AppendUvarint(b, t.serial)
	b = binary.AppendVarint(b, t.created.UnixMilli())
	b = binary.AppendUvarint(b, t.edits)
	b = appendIndexes(b, progresses, t.policy.Progress)
	b = appendIndexes(b, outcomes, t.policy.Outcome)
	b = binary.AppendUvarint(b, uint64(t.policy.Takes.Milliseconds()))
	b = binary.AppendUvarint(b, uint64(t.policy.Polls))
	b = binary.AppendUvarint(b, uint64(t.retention.Milliseconds()))
	b = binary.AppendUvarint(b, uint64(t.rows))
	r := t.request
	b = appendIndexes(b, editionNames, r.Edition)
	b = appendIndexes(b, Metrics, r.Metrics...)
	b = appendIndexes(b, Dimensions, r.Dimensions...)
	b = appendIndexes(b, products, r.Product)
	b = appendIndexes(b, mediaTypes, r.Filters.MediaType)
	b = appendIndexes(b, monetizationTypes, r.Filters.MonetizationType)
	b = binary.AppendVarint(b, int64(world.DayOf(r.Start)))
	b = binary.AppendVarint(b, int64(world.DayOf(r.End)))
	for _, text := range []string{r.Filters.ChannelSlug, r.Filters.VideoOwnerChannelSlug, r.Filters.VisitorDomainGroup, t.login} {
		b = binary.AppendUvarint(b, uint64(len(text)))
		b = append(b, text...)
	}
	return t.studio.appendTo(b)
}

// appendIndexes writes how many values there are and each one's place in all.
func appendIndexes[T comparable](b []byte, all []T, values ...T) []byte {
	b = append(b, byte(len(values)))
	for _, v := range values {
		b = append(b, byte(slices.Index(all, v)))
	}
	return b
}

// decodeSpec reads what encode wrote. It answers signed.ErrBroken for anything
// else, and never trusts a length.
func decodeSpec(b []byte) (reportSpec, error) {
	in := decoder{rest: b}
	if in.byte() != specVersion {
		return reportSpec{}, signed.ErrBroken
	}
	t := reportSpec{
		account: in.uint64(),
		serial:  in.uvarint(),
		created: time.UnixMilli(in.varint()).UTC(),
		edits:   in.uvarint(),
		policy: Policy{
			Progress: readOne(&in, progresses), Outcome: readOne(&in, outcomes),
			Takes: time.Duration(in.uvarint()) * time.Millisecond, Polls: int(in.uvarint()),
		},
		retention: time.Duration(in.uvarint()) * time.Millisecond,
		rows:      int(in.uvarint()),
	}
	r := &t.request
	r.Edition = readOne(&in, editionNames)
	r.Metrics = readAll(&in, Metrics)
	r.Dimensions = readAll(&in, Dimensions)
	r.Product = readOne(&in, products)
	r.Filters.MediaType = readOne(&in, mediaTypes)
	r.Filters.MonetizationType = readOne(&in, monetizationTypes)
	r.Start = world.Day(in.varint()).Time()
	r.End = world.Day(in.varint()).Time()
	r.Filters.ChannelSlug = in.text()
	r.Filters.VideoOwnerChannelSlug = in.text()
	r.Filters.VisitorDomainGroup = in.text()
	t.login = in.text()
	t.studio = in.studio()
	if in.broken || len(in.rest) > 0 || t.rows < 1 || t.retention < 0 || !r.valid() || !t.studio.valid(r.Metrics) {
		return reportSpec{}, signed.ErrBroken
	}
	if _, err := t.policy.Check(); err != nil {
		return reportSpec{}, signed.ErrBroken
	}
	return t, nil
}

// A decoder takes values from the front of rest. After the first that is not
// there it is broken and answers zeros.
type decoder struct {
	rest   []byte
	broken bool
}

func (r *decoder) take(n int) []byte {
	if r.broken || n < 0 || n > len(r.rest) {
		r.broken = true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *decoder) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *decoder) uint64() uint64 {
	if b := r.take(8); b != nil {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

func (r *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	r.take(max(n, 1))
	return v
}

func (r *decoder) varint() int64 {
	v, n := binary.Varint(r.rest)
	r.take(max(n, 1))
	return v
}

func (r *decoder) text() string { return string(r.take(int(min(r.uvarint(), signed.MaxText)))) }

// readAll reads what appendIndexes wrote.
func readAll[T any](r *decoder, all []T) []T {
	places := r.take(int(r.byte()))
	values := make([]T, 0, len(places))
	for _, p := range places {
		if int(p) >= len(all) {
			r.broken = true
			return nil
		}
		values = append(values, all[p])
	}
	return values
}

func readOne[T any](r *decoder, all []T) (value T) {
	if values := readAll(r, all); len(values) == 1 {
		return values[0]
	}
	r.broken = true
	return value
}
