package survey

import (
	"fmt"
	"net/url"
	"strconv"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// viewing returns a case of DynTube.
func viewing(id, title, states string, run func(t *T)) Case {
	return Case{ID: id, Title: title, States: states, Run: run, Needs: []Need{DynTubeKey}}
}

// send sends a request with the key of DynTube.
func send(t *T, q Request) *Response {
	q.Token = Secret(t.Keys().DynTube)
	return t.Do(q).OK()
}

// ids returns the ids of the items of a list.
func ids(a *Response, path ...any) []any {
	all := []any{}
	for _, item := range a.MustList(path...) {
		m, _ := item.(map[string]any)
		all = append(all, m["id"])
	}
	return all
}

// byID returns the item of a list that has the id of another item, or nil.
func byID(list []any, other any) any {
	want, _ := other.(map[string]any)
	for _, item := range list {
		if m, _ := item.(map[string]any); m != nil && m["id"] == want["id"] {
			return item
		}
	}
	return nil
}

func dynTube() []Case {
	return []Case{
		viewing("DYNTUBE-050", "pages of views of any size are full but for the last, and go on from each other",
			"dyntube-2.8 dyntube-2.9 dyntube-2.11 dyntube-2.22", viewPages),
		viewing("DYNTUBE-051", "the views of each project sum to all, and a key of a video selects its own",
			"dyntube-2.5 dyntube-2.9", viewSums),
		viewing("DYNTUBE-052", "pages of lists of any size are full but for the last, and go on from each other",
			"dyntube-3.1 dyntube-3.2 dyntube-3.3", listPages),
		viewing("DYNTUBE-053", "each item of a list is the same by its id", "dyntube-4.1 dyntube-6.1", func(t *T) {
			for _, list := range []string{"videos", "channels"} {
				a := send(t, Request{Host: Management, Path: "/v1/" + list})
				for _, item := range a.MustList(list) {
					m, _ := item.(map[string]any)
					id, _ := m["id"].(string)
					same(t, item, send(t, Request{Host: Management, Path: "/v1/" + list + "/" + id}).JSON, "an item of "+list)
				}
			}
		}),
	}
}

// page requests a page of the views of two days, by POST or by GET.
func page(t *T, size, number int, get bool, pairs ...string) *Response {
	t.Helper()
	query := url.Values{"from": {t.Day(9)}, "to": {t.Day(7)}, "page": {strconv.Itoa(number)},
		"size": {strconv.Itoa(size)}}
	body := map[string]any{"from": t.Day(9), "to": t.Day(7), "page": number, "size": size}
	for i := 0; i < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
		body[pairs[i]] = pairs[i+1]
	}
	q := Request{Host: Stats, Path: "/v1/logs/data", JSON: body}
	if get {
		q = Request{Host: Stats, Path: "/v1/logs/data", Query: query}
	}
	a := send(t, q).Fits("dyntube-views")
	total, ok := a.Int("pager", "total")
	require.True(t, ok, "total")
	hits := max(0, min(size, int(total)-(number-1)*size))
	a.Equal(number, "pager", "page").Equal(size, "pager", "size").Equal(hits, "pager", "hits").
		Equal((int(total)+size-1)/size, "pager", "pages")
	require.Len(t, a.MustList("views"), hits, fmt.Sprintf("views on page %d of %d", number, size))
	return a
}

func viewPages(t *T) {
	whole := ids(page(t, 1000, 1, false), "views")
	for _, size := range []int{1, 2, 10, 12, 20, 25, 50, 99, 100, 101, 200, 250, 500} {
		for _, number := range []int{1, 2, 3} {
			for _, get := range []bool{false, true} {
				if end := number * size; end <= len(whole) {
					assert.Equal(t, whole[end-size:end], ids(page(t, size, number, get), "views"), "ids of a page")
				}
			}
		}
	}
}

func viewSums(t *T) {
	total, _ := page(t, 20, 1, false).Int("pager", "total")
	for _, get := range []bool{false, true} {
		sum := int64(0)
		for _, item := range allOf(t, "projects") {
			sum += selected(t, "projectKey", item, get)
		}
		assert.Equal(t, total, sum, "views of all projects")
		for _, item := range allOf(t, "videos")[:20] {
			selected(t, "videoKey", item, get)
		}
	}
}

// selected asserts that the key of an item selects its views, and returns their number.
func selected(t *T, name string, item any, get bool) int64 {
	t.Helper()
	m, _ := item.(map[string]any)
	key, _ := m["key"].(string)
	require.NotEmpty(t, key, name)
	a := page(t, 5, 1, get, name, key)
	for _, v := range a.MustList("views") {
		view, _ := v.(map[string]any)
		assert.Equal(t, key, view[name], name)
	}
	n, _ := a.Int("pager", "total")
	return n
}

// allOf returns all items of a list.
func allOf(t *T, list string) []any {
	t.Helper()
	var all []any
	for number := 1; ; number++ {
		a := send(t, Request{Host: Management, Path: fmt.Sprintf("/v1/%s?size=100&page=%d", list, number)})
		all = append(all, a.MustList(list)...)
		if pages, _ := a.Int("pager", "totalPages"); number >= int(pages) {
			return all
		}
	}
}

func listPages(t *T) {
	for _, list := range []string{"videos", "channels", "projects"} {
		whole := allOf(t, list)
		for _, size := range []int{1, 2, 10, 20, 49, 50, 51, 75, 99, 100} {
			for number := 1; number <= 3; number++ {
				a := send(t, Request{Host: Management, Path: fmt.Sprintf("/v1/%s?size=%d&page=%d", list, size, number)}).
					Fits("dyntube-list-pager", "pager").Equal(number, "pager", "page").
					Equal(len(whole), "pager", "totalResults").Equal((len(whole)+size-1)/size, "pager", "totalPages")
				from, to := min((number-1)*size, len(whole)), min(number*size, len(whole))
				require.Len(t, a.MustList(list), to-from, fmt.Sprintf("%s on page %d of %d", list, number, size))
				for _, item := range a.MustList(list) {
					same(t, item, byID(whole, item), "an item of "+list)
				}
			}
		}
	}
}
