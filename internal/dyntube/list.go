package dyntube

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/dyntube/views"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// Lists on api.dyntube.com have their own pager and their own sizes (docs/spec/dyntube.md#lists).
const (
	defaultListSize = 50
	maxListSize     = 100
)

// A listPager is the pager of the lists.
type listPager struct {
	Page         int    `json:"page"`
	TotalPages   int    `json:"totalPages"`
	TotalResults int    `json:"totalResults"`
	Sort         string `json:"sort"`
}

// A sortField is a field by which a list can be sorted.
type sortField[T any] struct {
	name    string
	compare func(a, b T) int
}

// A listRequest says how a request wants to see a list.
type listRequest struct {
	page, size int
	sort       string // a field, with - before it for descending; "" for the list's own order
}

func readListRequest(r *http.Request) (listRequest, error) {
	l := listRequest{page: 1, size: defaultListSize}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return l, badRequest("The query cannot be read: " + err.Error() + ".")
	}
	m := queryParameters(query)
	if err := readNumber(m, "page", &l.page); err != nil {
		return l, err
	}
	if err := readNumber(m, "size", &l.size); err != nil {
		return l, err
	}
	l.size = min(l.size, maxListSize)
	l.sort = query.Get("sort")
	return l, nil
}

// paginate sorts a list if the request has a sort, and returns the page of the request.
func paginate[T any](l listRequest, all []T, fields []sortField[T]) (listPager, []T, error) {
	p := listPager{Page: l.page, TotalResults: len(all), TotalPages: (len(all) + l.size - 1) / l.size}
	if l.sort != "" {
		wanted, down := strings.CutPrefix(l.sort, "-")
		i := slices.IndexFunc(fields, func(f sortField[T]) bool { return strings.EqualFold(f.name, wanted) })
		if i < 0 {
			return p, nil, badRequest(fmt.Sprintf(
				"sort is %.40q; known are %s, and - before them for descending.", l.sort, names(fields)))
		}
		p.Sort = order(fields[i].name, down)
		slices.SortStableFunc(all, func(a, b T) int {
			if down {
				a, b = b, a
			}
			return fields[i].compare(a, b)
		})
	}
	if l.page > p.TotalPages {
		return p, []T{}, nil
	}
	first := (l.page - 1) * l.size
	return p, all[first:min(first+l.size, len(all))], nil
}

// order returns the order as a response names it, which differs from the request (docs/spec/dyntube.md#lists, OBSERVED
// for videos).
func order(field string, down bool) string {
	direction := ":1"
	if down {
		direction = ":-1"
	}
	return strings.ToUpper(field[:1]) + field[1:] + direction
}

func names[T any](fields []sortField[T]) string {
	var all []string
	for _, f := range fields {
		all = append(all, f.name)
	}
	return strings.Join(all, ", ")
}

// byText and byTime make fields from a function that returns the value to compare.
func byText[T any](name string, of func(T) string) sortField[T] {
	return sortField[T]{name, func(a, b T) int { return cmp.Compare(of(a), of(b)) }}
}

func byTime[T any](name string, of func(T) time.Time) sortField[T] {
	return sortField[T]{name, func(a, b T) int { return of(a).Compare(of(b)) }}
}

// longDate is the format of dates in all lists except channels: up to seven digits of a second, as in .NET.
const longDate = "2006-01-02T15:04:05.9999999-07:00"

// ticks returns a fraction of a second in .NET's units of 100 ns, below 10,000,000.
func ticks(h uint64) int { return hash.Bounded(h, 10_000_000) }

func accountsOpened() time.Time { return views.FirstDay.Time() }

// plans serves /v1/account/plans, a list of two without a pager (docs/spec/dyntube.md#account-and-live).
func (h *Handler) plans(w http.ResponseWriter, _ *http.Request, _ *views.Account) error {
	type plan struct {
		Name    string `json:"name"`
		Type    int    `json:"type"` // the planType of views, videos and projects
		Created string `json:"created"`
	}
	created := accountsOpened().Format(longDate)
	wire.JSON(w, http.StatusOK, []plan{{"Standard", views.Standard, created}, {"Edge Plan", views.Edge, created}})
	return nil
}
