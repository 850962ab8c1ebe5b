package edits

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"time"
)

// An Edit is what users have written to one entity since it was created. Its fields have the names of the REST API's
// (docs/spec/rest.md). An Edit that the World has returned must not be changed.
type Edit interface {
	VideoEdit | UserEdit | PlaylistEdit | PlayerEdit | SubtitleEdit
}

// A VideoEdit is what users have written to a video, and what is known of the file they made it from.
type VideoEdit struct {
	Title       Optional[string]   `json:"title,omitzero"`
	Description Optional[string]   `json:"description,omitzero"`
	Tags        Optional[[]string] `json:"tags,omitzero"`
	Channel     Optional[string]   `json:"channel,omitzero"` // its category
	Language    Optional[string]   `json:"language,omitzero"`
	Country     Optional[string]   `json:"country,omitzero"`
	Thumbnail   Optional[string]   `json:"thumbnail_url,omitzero"`

	Mode      Optional[string] `json:"mode,omitzero"` // "live" for a stream
	StartTime Optional[int64]  `json:"start_time,omitzero"`
	EndTime   Optional[int64]  `json:"end_time,omitzero"`

	Published         Optional[bool]     `json:"published,omitzero"`
	PublishDate       Optional[int64]    `json:"publish_date,omitzero"` // as all dates: Unix seconds
	ExpiryDate        Optional[int64]    `json:"expiry_date,omitzero"`
	DeleteWhenExpired Optional[bool]     `json:"expiry_date_deletion,omitzero"`
	KeepPrivate       Optional[bool]     `json:"publish_date_keep_private,omitzero"`
	Private           Optional[bool]     `json:"private,omitzero"`
	Password          Optional[string]   `json:"password,omitzero"`
	Geoblocking       Optional[[]string] `json:"geoblocking,omitzero"`

	Explicit           Optional[bool]   `json:"explicit,omitzero"`
	CreatedForKids     Optional[bool]   `json:"is_created_for_kids,omitzero"`
	AllowedInPlaylists Optional[bool]   `json:"allowed_in_playlists,omitzero"`
	NextVideo          Optional[string] `json:"player_next_video,omitzero"`
	URL                Optional[string] `json:"url,omitzero"` // of the file

	PublishWanted bool       `json:"publish_wanted,omitzero"` // the owner asked for published, if it could not be yet
	PrivateAgain  bool       `json:"private_again,omitzero"`  // private was written after a date had made it public
	ExpirySet     time.Time  `json:"expiry_set,omitzero"`     // when the end was last changed, to the millisecond
	Source        Source     `json:"source,omitzero"`
	Attributes    Attributes `json:"attributes,omitempty"`
}

// A Source is the file that a video is made from. The zero Source is that of a video without a file.
type Source struct {
	Named    time.Time `json:"named,omitzero"` // when the owner named it, to the millisecond
	Seconds  int64     `json:"seconds,omitzero"`
	Width    int64     `json:"width,omitzero"`
	Height   int64     `json:"height,omitzero"`
	Bytes    int64     `json:"bytes,omitzero"`
	Checksum string    `json:"checksum,omitzero"`
	Failure  string    `json:"failure,omitzero"`  // the status after encoding, if encoding fails
	Uploaded bool      `json:"uploaded,omitzero"` // the upload server has read it, so that its properties are known
}

// A UserEdit is what users have written to their own account.
type UserEdit struct {
	Screenname    Optional[string] `json:"screenname,omitzero"`
	Partner       Optional[bool]   `json:"partner,omitzero"`
	Language      Optional[string] `json:"language,omitzero"`
	Country       Optional[string] `json:"country,omitzero"`
	Avatar        Optional[string] `json:"avatar_url,omitzero"`
	Cover         Optional[string] `json:"cover_url,omitzero"`
	Birthday      Optional[int64]  `json:"birthday,omitzero"`
	WebhookURL    Optional[string] `json:"webhook_url,omitzero"`
	WebhookEvents Optional[string] `json:"webhook_events,omitzero"`
	Attributes    Attributes       `json:"attributes,omitempty"`
}

// A PlaylistEdit is what users have written to a playlist; World.Fill writes its videos.
type PlaylistEdit struct {
	Name        Optional[string] `json:"name,omitzero"`
	Description Optional[string] `json:"description,omitzero"`
	Private     Optional[bool]   `json:"private,omitzero"`
}

// A PlayerEdit is what users have written to a player.
type PlayerEdit struct {
	Label      Optional[string] `json:"label,omitzero"`
	Attributes Attributes       `json:"attributes,omitempty"`
}

// A SubtitleEdit is a subtitle: users create it whole.
type SubtitleEdit struct {
	URL      Optional[string] `json:"url,omitzero"`
	Language Optional[string] `json:"language,omitzero"`
	Format   Optional[string] `json:"format,omitzero"`
}

// Attributes are fields that are stored and returned and that nothing else depends on, by name. A value is nil, a bool,
// a string, an int64, a []string or a []float64.
type Attributes map[string]any

// UnmarshalJSON reads numbers as int64, and arrays as []string or []float64.
func (a *Attributes) UnmarshalJSON(data []byte) error {
	var members map[string]any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&members); err != nil {
		return err
	}
	for name, value := range members {
		switch value := value.(type) {
		case json.Number:
			members[name], _ = value.Int64() // only integers are stored
		case []any:
			members[name] = listOf(value)
		}
	}
	*a = members
	return nil
}

func listOf(elements []any) any {
	texts, numbers := make([]string, 0, len(elements)), make([]float64, 0, len(elements))
	for _, e := range elements {
		switch e := e.(type) {
		case string:
			texts = append(texts, e)
		case json.Number:
			n, _ := e.Float64()
			numbers = append(numbers, n)
		}
	}
	if len(numbers) > 0 {
		return numbers
	}
	return texts
}

// Write returns an edit with some fields written as well, by their names; nil is null. The edit that it is given stays
// as it is. A value of another type than its field's is a mistake of the program, and Write panics.
func Write[E Edit](edit E, fields map[string]any) E {
	to := reflect.ValueOf(&edit).Elem()
	names := optionals[to.Type()]
	var attributes *Attributes
	if f := to.FieldByName("Attributes"); f.IsValid() {
		attributes = f.Addr().Interface().(*Attributes)
		*attributes = maps.Clone(*attributes)
	}
	for name, value := range fields {
		if i, ok := names[name]; ok {
			to.Field(i).Addr().Interface().(interface{ write(any) }).write(value)
			continue
		}
		if *attributes == nil {
			*attributes = Attributes{}
		}
		(*attributes)[name] = value
	}
	return edit
}

// Written returns what an edit has for a field, by its name: nil for null. It returns false for a field that was never
// written.
func Written[E Edit](edit *E, name string) (value any, ok bool) {
	from := reflect.ValueOf(edit).Elem()
	if i, ok := optionals[from.Type()][name]; ok {
		return from.Field(i).Interface().(interface{ read() (any, bool) }).read()
	}
	if f := from.FieldByName("Attributes"); f.IsValid() {
		value, ok = f.Interface().(Attributes)[name]
	}
	return value, ok
}

// optionals has the fields of each type of edit that are Optional, by their names.
var optionals = map[reflect.Type]map[string]int{
	reflect.TypeFor[VideoEdit]():    optionalsOf[VideoEdit](),
	reflect.TypeFor[UserEdit]():     optionalsOf[UserEdit](),
	reflect.TypeFor[PlaylistEdit](): optionalsOf[PlaylistEdit](),
	reflect.TypeFor[PlayerEdit]():   optionalsOf[PlayerEdit](),
	reflect.TypeFor[SubtitleEdit](): optionalsOf[SubtitleEdit](),
}

func optionalsOf[E Edit]() map[string]int {
	names := map[string]int{}
	t := reflect.TypeFor[E]()
	for i := range t.NumField() {
		f := t.Field(i)
		if _, ok := reflect.Zero(f.Type).Interface().(interface{ read() (any, bool) }); ok {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			names[name] = i
		}
	}
	return names
}
