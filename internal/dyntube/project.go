package dyntube

import (
	"net/http"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube/views"
	"github.com/dailymock/dailymock/internal/wire"
)

// A projectRow is a project in the lists (docs/spec/dyntube.md#projects).
type projectRow struct {
	ID           string         `json:"id"`
	Key          string         `json:"key"`
	Name         string         `json:"name"`
	Description  string         `json:"description"`
	Region       string         `json:"region"`
	PlanType     int            `json:"planType"`
	Options      projectOptions `json:"options"`
	VideoOptions videoOptions   `json:"videoOptions"`
	Status       int            `json:"status"`
	Created      string         `json:"created"`
	Updated      string         `json:"updated"`

	created time.Time
}

// projectOptions say how the videos of a project are encoded.
type projectOptions struct {
	ConvertToHLS       bool `json:"convertToHls"`
	ConvertToMP4       bool `json:"convertToMp4"`
	ConvertToOneMP4    bool `json:"convertToOneMp4"`
	UseOriginalMP4     bool `json:"useOriginalMp4"`
	HLSEncrypt         bool `json:"hlsEncrypt"`
	SaveOriginalVideos bool `json:"saveOriginalVideos"`
	Bitrate240p        int  `json:"bitrate240p"`
	Bitrate360p        int  `json:"bitrate360p"`
	Bitrate540p        int  `json:"bitrate540p"`
	Bitrate720p        int  `json:"bitrate720p"`
	Bitrate1080p       int  `json:"bitrate1080p"`
	Bitrate1440p       int  `json:"bitrate1440p"`
	Bitrate2160p       int  `json:"bitrate2160p"`
}

var defaultEncoding = projectOptions{
	ConvertToHLS: true, SaveOriginalVideos: true,
	Bitrate240p: 300, Bitrate360p: 600, Bitrate540p: 1200, Bitrate720p: 2400,
	Bitrate1080p: 4500, Bitrate1440p: 9000, Bitrate2160p: 16000,
}

func projectRowOf(a *views.Account, p *views.Project) projectRow {
	created := accountsOpened().Add(time.Duration(ticks(p.Seed)) * 100)
	return projectRow{
		ID: a.KeyOf(views.ProjectID, p.Number, 0), Key: p.Key,
		Name: p.Source.Name, Description: p.Source.Description(),
		Region: p.Region, PlanType: p.Plan,
		Options: defaultEncoding, VideoOptions: defaultPlayer, Status: 1,
		Created: created.Format(longDate), Updated: created.Format(longDate),
		created: created,
	}
}

var projectFields = []sortField[projectRow]{
	byTime("created", func(p projectRow) time.Time { return p.created }),
	byText("name", func(p projectRow) string { return p.Name }),
}

// projects serves /v1/projects.
func (h *Handler) projects(w http.ResponseWriter, r *http.Request, a *views.Account) error {
	l, err := readListRequest(r)
	if err != nil {
		return err
	}
	all := []projectRow{}
	for i := range a.Projects {
		all = append(all, projectRowOf(a, &a.Projects[i]))
	}
	pager, page, err := paginate(l, all, projectFields)
	if err != nil {
		return err
	}
	wire.JSON(w, http.StatusOK, struct {
		Pager    listPager    `json:"pager"`
		Projects []projectRow `json:"projects"`
	}{pager, page})
	return nil
}

// project serves /v1/projects/{id}.
func (h *Handler) project(w http.ResponseWriter, r *http.Request, a *views.Account) error {
	n, ok := a.Named(views.ProjectID, r.PathValue("id"))
	if !ok {
		return notFound("Project")
	}
	wire.JSON(w, http.StatusOK, projectRowOf(a, &a.Projects[n.Project]))
	return nil
}
