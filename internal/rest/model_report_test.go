package rest_test

import (
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/report"
)

// A pendingReport was asked for, with what it has to say.
type pendingReport struct {
	asked
	at     time.Time
	titles map[string]string // by video
	tags   map[string][]any
	new    []string // the videos uploaded that day
	sort   string
}

// report asks for one, or reads one that was asked for: it shows what was
// written when it was asked for.
func (g *modelTest) report(t *rapid.T) {
	now := g.clock()
	if len(g.pending) == 0 || odds(t, "ask", 2) {
		g.askReport(t)
		return
	}
	p := g.pending[0]
	g.pending = g.pending[1:]
	if now.Before(p.at.Add(10*time.Second)) || now.After(p.at.Add(20*time.Hour)) {
		return
	}
	rows := p.rows(t)
	g.d.advance(-10 * time.Second) // which reading the rows let pass
	var uploaded []string
	for _, row := range rows {
		id := row[0]
		title, known := p.titles[id]
		switch {
		case !known && len(id) > 7:
			t.Fatalf("the report of %v has %v, which was not there", p.at, row)
		case !known:
		case p.sort == "VIDEO_TITLE" && row[1] != title:
			t.Fatalf("the report of %v says %q, want %q", p.at, row, title)
		case p.sort == "CONTENT_TAG" && row[1] != "" &&
			!slices.ContainsFunc(p.tags[id], func(tag any) bool { return strings.EqualFold(tag.(string), row[1]) }):
			t.Fatalf("the report of %v says %q, want one of %v", p.at, row, p.tags[id])
		case p.sort == "DAY":
			if row[1] != p.at.Format(time.DateOnly) || row[2] != "1" {
				t.Fatalf("the report of %v counts %v", p.at, row)
			}
			uploaded = append(uploaded, id)
		}
	}
	slices.Sort(uploaded)
	if slices.Sort(p.new); p.sort == "DAY" && !slices.Equal(uploaded, p.new) {
		t.Fatalf("the report of %v counts %v as uploads, want %v", p.at, uploaded, p.new)
	}
}

func (g *modelTest) askReport(t *rapid.T) {
	now := g.clock()
	owner := pick(t, "owner", thePartner, "ana")
	p := pendingReport{at: now, titles: map[string]string{}, tags: map[string][]any{},
		sort: pick(t, "by", "VIDEO_TITLE", "CONTENT_TAG", "DAY")}
	r := report.Request{Metrics: []report.Metric{"VIEWS"}, Filters: report.Filters{ChannelSlug: owner}}
	r.Dimensions = []report.Dimension{"VIDEO_ID", report.Dimension(p.sort)}
	r.Start, r.End = now.AddDate(0, 0, -8), now
	if p.sort == "DAY" {
		r.Metrics, r.Start = []report.Metric{"UPLOADS"}, now
	}
	for _, x := range g.things {
		last := x.last(now)
		if x.noun != "video" || x.owner != owner || x.made == nil && last == nil {
			continue
		}
		v := x.made
		if last != nil {
			v = last.values
		}
		p.titles[x.id], _ = v["title"].(string)
		p.tags[x.id], _ = v.get("tags").([]any)
		if today := now.UTC().Truncate(24 * time.Hour); !x.created.Before(today) &&
			x.created.Before(now.Truncate(time.Hour)) {
			p.new = append(p.new, x.id)
		}
	}
	p.asked = g.d.ask(t, owner, r)
	g.pending = append(g.pending, p)
	if odds(t, "edit", 2) { // which the report does not show
		g.rename(t, g.actor(owner))
	}
}

// rename gives one of a user's videos another title and other tags.
func (g *modelTest) rename(t *rapid.T, who *actor) {
	mine := g.all("video", func(x *thing) bool { return x.owner == who.name })
	if len(mine) == 0 {
		return
	}
	x := mine[below(t, "video", len(mine))]
	form := []pair{{name: "title", text: "Later"}, {name: "tags", text: "later"}, {name: "fields", text: "title,tags"}}
	op{who, "POST", "/video/" + x.id, form, func(t *rapid.T, a result) {
		a.wants(t, 200)
		x.write(g.clock(), values{"title": "Later", "tags": []any{"later"}})
		compare(t, a.line, a.body, values{"title": "Later", "tags": []any{"later"}}, g.clock())
	}}.run(t)
}
