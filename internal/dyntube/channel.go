package dyntube

import (
	"net/http"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube/views"
	"github.com/dailymock/dailymock/internal/wire"
)

// A channelRow is a channel in the lists (docs/spec/dyntube.md#channels): one that shows a project. The channel that
// each video has for itself is with the video.
type channelRow struct {
	ID          string `json:"id"`
	Key         string `json:"key"`
	Name        string `json:"name"`
	Description string `json:"description"`
	AccountID   string `json:"accountId"`
	Version     int    `json:"version"`
	PlanType    int    `json:"planType"`
	TemplateKey string `json:"templateKey"`
	Status      int    `json:"status"`
	Created     string `json:"created"`
	Updated     string `json:"updated"`
}

func channelRowOf(a *views.Account, p *views.Project) channelRow {
	created := accountsOpened().Add(time.Duration(p.Number) * time.Hour).Format(time.RFC3339)
	return channelRow{
		ID: a.KeyOf(views.ChannelID, p.Number, 0), Key: p.ChannelKey,
		Name: p.Source.Name, Description: p.Source.Description(),
		AccountID: a.KeyOf(views.AccountID, 0, 0), Version: 1, PlanType: p.Plan,
		TemplateKey: a.KeyOf(views.TemplateKey, 0, p.Number%len(templateNames)), Status: 1,
		Created: created, Updated: created,
	}
}

var channelFields = []sortField[channelRow]{
	byText("created", func(c channelRow) string { return c.Created }),
	byText("updated", func(c channelRow) string { return c.Updated }),
	byText("name", func(c channelRow) string { return c.Name }),
}

// channels serves /v1/channels.
func (h *Handler) channels(w http.ResponseWriter, r *http.Request, a *views.Account) error {
	l, err := readListRequest(r)
	if err != nil {
		return err
	}
	all := []channelRow{}
	for i := range a.Projects {
		all = append(all, channelRowOf(a, &a.Projects[i]))
	}
	pager, page, err := paginate(l, all, channelFields)
	if err != nil {
		return err
	}
	wire.JSON(w, http.StatusOK, struct {
		Pager    listPager    `json:"pager"`
		Channels []channelRow `json:"channels"`
	}{pager, page})
	return nil
}

// channel serves /v1/channels/{id}.
func (h *Handler) channel(w http.ResponseWriter, r *http.Request, a *views.Account) error {
	n, ok := a.Named(views.ChannelID, r.PathValue("id"))
	if !ok {
		return notFound("Channel")
	}
	wire.JSON(w, http.StatusOK, channelRowOf(a, &a.Projects[n.Project]))
	return nil
}

var templateNames = []string{"Grid", "Playlist"}

// templates serves /v1/channels/templates, a list without a pager.
func (h *Handler) templates(w http.ResponseWriter, _ *http.Request, a *views.Account) error {
	type template struct {
		Key      string `json:"key"`
		Name     string `json:"name"`
		PlanType int    `json:"planType"`
		Status   int    `json:"status"`
		Created  string `json:"created"`
	}
	var all []template
	for i, name := range templateNames {
		all = append(all, template{
			a.KeyOf(views.TemplateKey, 0, i), name, views.Standard, 1, accountsOpened().Format(time.RFC3339),
		})
	}
	wire.JSON(w, http.StatusOK, all)
	return nil
}
