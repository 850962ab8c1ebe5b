package dyntube

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube/views"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// A videoRow is a video in the lists (docs/spec/dyntube.md#videos). Nothing plays at its links.
type videoRow struct {
	ID          string       `json:"id"`
	Key         string       `json:"key"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Duration    string       `json:"duration"`
	ProjectID   string       `json:"projectId"`
	AccountKey  string       `json:"accountKey"`
	Region      string       `json:"region"`
	Image       image        `json:"image"`
	Captions    []string     `json:"captions"`
	ChannelKey  string       `json:"channelKey"`
	PrivateLink string       `json:"privateLink"`
	IframeLink  string       `json:"iframeLink"`
	HLSLink     string       `json:"hlsLink"`
	PlanType    int          `json:"planType"`
	MP4URL      string       `json:"mp4Url"`
	MP4URLs     []string     `json:"mp4Urls"`
	Formats     formats      `json:"formats"`
	HLSURL      string       `json:"hlsUrl"`
	HLSURLWeb   string       `json:"hlsUrlWeb"`
	Options     videoOptions `json:"options"`
	Tags        []string     `json:"tags"`
	Version     int          `json:"version"`
	Status      int          `json:"status"`
	Created     string       `json:"created"`
}

// An image has the addresses of a still in four sizes. No host has that name.
type image struct {
	XS string `json:"xsUrl"`
	SM string `json:"smUrl"`
	MD string `json:"mdUrl"`
	LG string `json:"lgUrl"`
}

func imageOf(key string) image {
	at := func(size string) string { return "https://images.dyntube.example/" + key + "/" + size + ".jpg" }
	return image{at("xs"), at("sm"), at("md"), at("lg")}
}

type formats struct {
	HLS     bool `json:"hls"`
	MP4     bool `json:"mp4"`
	Options struct {
		SecureMP4 bool `json:"secureMp4"`
	} `json:"options"`
}

// videoOptions are the settings of the player.
type videoOptions struct {
	Autoplay          bool    `json:"autoplay"`
	SeekButtons       bool    `json:"seekButtons"`
	VolumeControl     bool    `json:"volumeControl"`
	FullscreenControl bool    `json:"fullscreenControl"`
	Controls          bool    `json:"controls"`
	StickyControls    bool    `json:"stickyControls"`
	QualityControl    bool    `json:"qualityControl"`
	SpeedControl      bool    `json:"speedControl"`
	FastForward       bool    `json:"fastForward"`
	BigPlayControl    bool    `json:"bigPlayControl"`
	PlayControl       bool    `json:"playControl"`
	Loop              bool    `json:"loop"`
	Muted             bool    `json:"muted"`
	LinkSharing       bool    `json:"linkSharing"`
	Modal             bool    `json:"modal"`
	ResumePlayback    bool    `json:"resumePlayback"`
	PlayerColor       string  `json:"playerColor"`
	PlayerSkin        string  `json:"playerSkin"`
	ControlsColor     string  `json:"controlsColor"`
	Preload           string  `json:"preload"`
	DefaultQuality    string  `json:"defaultQuality"`
	Volume            float64 `json:"volume"`
}

var defaultPlayer = videoOptions{
	SeekButtons: true, VolumeControl: true, FullscreenControl: true, Controls: true,
	QualityControl: true, SpeedControl: true, FastForward: true, BigPlayControl: true,
	PlayControl: true, LinkSharing: true,
	PlayerColor: "#1e6b52", PlayerSkin: "default", ControlsColor: "#ffffff",
	Preload: "metadata", DefaultQuality: "auto", Volume: 1,
}

// statusReady is the status of a video that can be played (docs/spec/dyntube.md#videos, ASSUMED).
const statusReady = 3

// A release is a video or a stream of an account.
type release struct {
	*world.Video
	project *views.Project
	index   int // among the project's videos, or its streams
	created time.Time
}

func releaseOf(p *views.Project, v *world.Video, index int) release {
	fraction := ticks(hash.SumString(p.Seed, v.ID))
	return release{v, p, index, v.Created.Add(time.Duration(fraction) * 100)}
}

// key returns one of the keys of the video or stream.
func (v release) key(a *views.Account, k views.KeyKind) string {
	if v.Live {
		k |= views.OfStream
	}
	return a.KeyOf(k, v.project.Number, v.index)
}

// releasesOf returns the videos of all projects that were published until a moment, newest first.
func releasesOf(a *views.Account, until time.Time) []release {
	all := []release{}
	for i := range a.Projects {
		p := &a.Projects[i]
		shelf := p.Until(world.DayOf(until))
		for index, v := range shelf.Videos[:shelf.Before(world.DayOf(until)+1)] {
			if v := releaseOf(p, v, index); !v.created.After(until) {
				all = append(all, v)
			}
		}
	}
	slices.SortStableFunc(all, func(x, y release) int { return y.created.Compare(x.created) })
	return all
}

func videoRowOf(a *views.Account, v release) videoRow {
	p := v.project
	key := v.key(a, views.VideoKey)
	links := linksOf(key)
	return videoRow{
		ID: v.key(a, views.VideoID), Key: key,
		Title: v.Title(), Duration: timeSpan(v),
		ProjectID: a.KeyOf(views.ProjectID, p.Number, 0), AccountKey: a.Key,
		Region: p.Region, Image: imageOf(key), Captions: []string{},
		ChannelKey: v.key(a, views.OwnChannelKey), PrivateLink: v.key(a, views.PrivateLink),
		IframeLink: v.key(a, views.IframeLink),
		HLSLink:    links.live, PlanType: p.Plan, MP4URLs: []string{},
		Formats: formats{HLS: true}, HLSURL: links.live, HLSURLWeb: links.apps,
		Options: defaultPlayer, Tags: slices.Concat([]string{}, v.Tags()),
		Version: 1, Status: statusReady, Created: v.created.Format(longDate),
	}
}

// links are the addresses of the playlist of a video (docs/spec/dyntube.md#videos).
type links struct{ live, apps string }

func linksOf(key string) links {
	const host = "https://api.dyntube.com"
	return links{host + "/v1/live/videos/" + key + ".m3u8", host + "/v1/apps/hls/" + key + ".m3u8"}
}

// timeSpan writes a duration as .NET does. The views of the video have it without the fraction.
func timeSpan(v release) string {
	s := v.Duration
	fraction := ticks(hash.SumString(v.project.Seed, "duration "+v.ID))
	return fmt.Sprintf("%02d:%02d:%02d.%07d", s/3600, s/60%60, s%60, fraction)
}

var videoFields = []sortField[release]{
	byTime("created", func(v release) time.Time { return v.created }),
	byText("title", func(v release) string { return v.Title() }),
	{"duration", func(a, b release) int { return a.Duration - b.Duration }},
}

// videosNewest is the default order of videos.
const videosNewest = "-created"

// videos serves /v1/videos.
func (h *Handler) videos(w http.ResponseWriter, r *http.Request, a *views.Account) error {
	l, err := readListRequest(r)
	if err != nil {
		return err
	}
	if l.sort == "" {
		l.sort = videosNewest
	}
	pager, page, err := paginate(l, releasesOf(a, h.config.Now()), videoFields)
	if err != nil {
		return err
	}
	rows := make([]videoRow, len(page))
	for i, v := range page {
		rows[i] = videoRowOf(a, v)
	}
	wire.JSON(w, http.StatusOK, struct {
		Pager  listPager  `json:"pager"`
		Videos []videoRow `json:"videos"`
	}{pager, rows})
	return nil
}

// video serves /v1/videos/{id}.
func (h *Handler) video(w http.ResponseWriter, r *http.Request, a *views.Account) error {
	n, ok := a.Named(views.VideoID, r.PathValue("id"))
	if !ok {
		return notFound("Video")
	}
	now := h.config.Now()
	p := &a.Projects[n.Project]
	shelf := p.Until(world.DayOf(now))
	if n.Index >= len(shelf.Videos) {
		return notFound("Video")
	}
	v := releaseOf(p, shelf.Videos[n.Index], n.Index)
	if v.created.After(now) {
		return notFound("Video")
	}
	wire.JSON(w, http.StatusOK, videoRowOf(a, v))
	return nil
}
