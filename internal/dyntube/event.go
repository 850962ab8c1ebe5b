package dyntube

import (
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube/views"
	"github.com/dailymock/dailymock/internal/world"
)

// An Event is the body of a webhook: a video was published, or a stream started or stopped
// (docs/spec/dyntube.md#webhooks).
type Event struct {
	Event string     `json:"event"` // "videoPublished", "streamStarted" or "streamStopped"
	Video EventVideo `json:"video"`

	At time.Time `json:"-"` // when it happened
}

// An EventVideo is the video of an Event. Webhooks write its members in another case than the lists, except the
// addresses of the image.
type EventVideo struct {
	ID          string       `json:"Id"`
	Key         string       `json:"Key"`
	Title       string       `json:"Title"`
	Duration    string       `json:"Duration"`
	ProjectID   string       `json:"ProjectId"`
	AccountKey  string       `json:"AccountKey"`
	Region      string       `json:"Region"`
	Image       image        `json:"Image"`
	ChannelKey  string       `json:"ChannelKey"`
	PrivateLink string       `json:"PrivateLink"`
	IframeLink  string       `json:"IframeLink"`
	HLSLink     string       `json:"HLSLink"`
	PlanType    int          `json:"PlanType"`
	Formats     eventFormats `json:"Formats"`
	HLSURL      string       `json:"HLSUrl"`
	HLSURLWeb   string       `json:"HLSUrlWeb"`
	Version     int          `json:"Version"`
	Status      int          `json:"Status"`
	Created     string       `json:"Created"`
}

type eventFormats struct {
	HLS bool `json:"Hls"`
	MP4 bool `json:"Mp4"`
}

// maxEvents is the most events that Events returns, the first ones.
const maxEvents = 1000

// Events returns the events in the account of an API key after one moment and until another, in this order, and none
// after now. It returns at most 1,000.
func (h *Handler) Events(key string, after, until time.Time) []Event {
	if now := h.config.Now(); until.After(now) {
		until = now
	}
	all := []Event{}
	if !after.Before(until) {
		return all
	}
	a := h.accounts.Of(key)
	add := func(event string, at time.Time, v release) {
		if at.After(after) && !at.After(until) {
			all = append(all, Event{event, eventVideoOf(a, v), at})
		}
	}
	for i := range a.Projects {
		p := &a.Projects[i]
		shelf := p.Until(world.DayOf(until))
		for index, v := range shelf.Videos {
			v := releaseOf(p, v, index)
			add("videoPublished", v.created, v)
		}
		for index, v := range shelf.Streams {
			v := releaseOf(p, v, index)
			add("streamStarted", v.created, v)
			add("streamStopped", v.created.Add(time.Duration(v.Duration)*time.Second), v)
		}
	}
	slices.SortStableFunc(all, func(x, y Event) int { return x.At.Compare(y.At) })
	return all[:min(len(all), maxEvents)]
}

func eventVideoOf(a *views.Account, v release) EventVideo {
	row := videoRowOf(a, v)
	return EventVideo{
		ID: row.ID, Key: row.Key, Title: row.Title, Duration: row.Duration,
		ProjectID: row.ProjectID, AccountKey: row.AccountKey, Region: row.Region,
		Image: row.Image, ChannelKey: row.ChannelKey, PrivateLink: row.PrivateLink,
		IframeLink: row.IframeLink, HLSLink: row.HLSLink, PlanType: row.PlanType,
		Formats: eventFormats{HLS: true}, HLSURL: row.HLSURL, HLSURLWeb: row.HLSURLWeb,
		Version: row.Version, Status: row.Status, Created: row.Created,
	}
}
