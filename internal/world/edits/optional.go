package edits

import "encoding/json"

// An Optional is a field that users can write: never written, written as null, or a value. The zero Optional was never
// written. In JSON it is null or the value; the option omitzero leaves out what was never written.
type Optional[T any] struct {
	value   T
	written bool
	null    bool
}

// Some returns an Optional that was written.
func Some[T any](value T) Optional[T] { return Optional[T]{value: value, written: true} }

// Null returns an Optional that was written as null.
func Null[T any]() Optional[T] { return Optional[T]{written: true, null: true} }

// Get returns the value. It returns false for null and for what was never written.
func (o Optional[T]) Get() (value T, ok bool) { return o.value, o.written && !o.null }

// Or returns the value, or otherwise for null and for what was never written.
func (o Optional[T]) Or(otherwise T) T {
	if o.written && !o.null {
		return o.value
	}
	return otherwise
}

// Any returns what was written, nil for null, and otherwise for what was never written.
func (o Optional[T]) Any(otherwise any) any {
	if value, ok := o.read(); ok {
		return value
	}
	return otherwise
}

// Written reports whether a value or null was written.
func (o Optional[T]) Written() bool { return o.written }

// IsZero reports whether nothing was ever written, for encoding/json.
func (o Optional[T]) IsZero() bool { return !o.written }

func (o Optional[T]) read() (value any, ok bool) {
	if o.null || !o.written {
		return nil, o.written
	}
	return o.value, true
}

func (o *Optional[T]) write(value any) {
	if value == nil {
		*o = Null[T]()
		return
	}
	*o = Some(value.(T))
}

// MarshalJSON writes the value or null.
func (o Optional[T]) MarshalJSON() ([]byte, error) {
	if o.null {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// UnmarshalJSON reads a value or null.
func (o *Optional[T]) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*o = Null[T]()
		return nil
	}
	o.written, o.null = true, false
	return json.Unmarshal(data, &o.value)
}
