package report

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

// decodeSpec parses what encode wrote. It returns signed.ErrBroken for anything else, and trusts no length.
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
			Takes: in.milliseconds(), Polls: int(in.uvarint()),
		},
		retention: in.milliseconds(),
		rows:      int(in.uvarint()),
	}
	r := &t.request
	r.Edition = readOne(&in, editions)
	r.Metrics = readAll(&in, edition.Metrics)
	r.Dimensions = readAll(&in, edition.Dimensions)
	r.Product = readOne(&in, edition.Products)
	r.Filters.MediaType = readOne(&in, edition.MediaTypes)
	r.Filters.MonetizationType = readOne(&in, edition.MonetizationTypes)
	r.Start = world.Day(in.varint()).Time()
	r.End = world.Day(in.varint()).Time()
	r.Filters.ChannelSlug = in.text()
	r.Filters.VideoOwnerChannelSlug = in.text()
	r.Filters.VisitorDomainGroup = in.text()
	t.login = in.text()
	t.studio = in.studio()
	if in.broken || len(in.rest) > 0 || t.rows < 1 || t.retention < 0 || !r.Servable() || !t.studio.valid(r.Metrics) {
		return reportSpec{}, signed.ErrBroken
	}
	if _, err := t.policy.Check(); err != nil {
		return reportSpec{}, signed.ErrBroken
	}
	return t, nil
}

// A decoder reads values from the front of rest. After the first that is missing it is broken and returns zeros.
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

// milliseconds reads a duration, which is broken if it overflows.
func (r *decoder) milliseconds() time.Duration {
	v := r.uvarint()
	if v > uint64(math.MaxInt64/time.Millisecond) {
		r.broken = true
		return 0
	}
	return time.Duration(v) * time.Millisecond
}

func (r *decoder) text() string { return string(r.take(int(min(r.uvarint(), signed.MaxText)))) }

// readAll reads the values that appendIndexes wrote.
func readAll[T any](r *decoder, all []T) []T {
	indexes := r.take(int(r.byte()))
	values := make([]T, 0, len(indexes))
	for _, i := range indexes {
		if int(i) >= len(all) {
			r.broken = true
			return nil
		}
		values = append(values, all[i])
	}
	return values
}

// readOne is readAll for a single value.
func readOne[T any](r *decoder, all []T) (value T) {
	if values := readAll(r, all); len(values) == 1 {
		return values[0]
	}
	r.broken = true
	return value
}
