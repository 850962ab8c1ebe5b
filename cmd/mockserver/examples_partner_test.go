package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/mcn"
	"github.com/dailymock/dailymock/internal/mcn/fetch"
	"github.com/dailymock/dailymock/internal/mcn/mrss"
	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// partners returns the commands of examples/partner by language: one program in two.
func partners(t *testing.T) map[string][]string {
	t.Helper()
	tools(t, "go", "python3")
	file, err := partnerInGo()
	require.NoError(t, err)
	return map[string][]string{"Go": {file}, "Python": {"python3", "../../examples/partner/partner.py"}}
}

// partnerInGo builds the program once, beside the command, and returns its file.
var partnerInGo = sync.OnceValues(func() (string, error) {
	command, err := exec.LookPath("mockserver")
	if err != nil {
		return "", err
	}
	file := filepath.Join(filepath.Dir(command), "partner")
	out, err := exec.Command("go", "build", "-o", file, "../../examples/partner").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w, %s", err, out)
	}
	return file, nil
})

// partner starts a program of examples/partner and returns its base URL. It ends with the test.
func partner(t *testing.T, command []string, flags ...string) string {
	t.Helper()
	args := append(slices.Clone(command[1:]), "--listen", "127.0.0.1:0")
	cmd := exec.Command(command[0], append(args, flags...)...)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadString('\n')
	drained := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		close(drained)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-drained
		_ = cmd.Wait()
	})
	require.NoError(t, err)
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "partner: "), "/users.json")
}

// A partnerClient asks a partner as the importer does.
type partnerClient struct {
	*fetch.Client
	base string
}

func asks(t *testing.T, base string) partnerClient {
	t.Helper()
	c := fetch.New(fetch.Config{AllowHosts: []string{"127.0.0.1"}})
	t.Cleanup(c.Close)
	return partnerClient{c, base}
}

// list returns the user list.
func (c partnerClient) list(t *testing.T, o fetch.Options) (list []map[string]string, err error) {
	t.Helper()
	r, err := c.Get(t.Context(), c.base+"/users.json", o)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	return list, json.NewDecoder(r.Body).Decode(&list)
}

// feed returns the items and the problems of a feed.
func (c partnerClient) feed(t *testing.T, address string) (items []mrss.Item, rules []string, etag string) {
	t.Helper()
	r, err := c.Get(t.Context(), address, fetch.Options{})
	require.NoError(t, err)
	defer r.Body.Close()
	_ = mrss.Read(r.Body, r.ContentType, r.URL, func(i mrss.Item) error {
		items = append(items, i)
		return nil
	}, func(p mrss.Problem) { rules = append(rules, p.Rule) })
	return items, rules, r.ETag
}

// tell posts events to the callback and returns the status.
func (c partnerClient) tell(t *testing.T, events string) int {
	t.Helper()
	resp, err := http.Post(c.base+"/callback", "application/json", strings.NewReader(events))
	require.NoError(t, err)
	defer resp.Body.Close()
	return resp.StatusCode
}

const readyEvent = `{"timestamp":1407770138078,"type":"injector.item.ready","data":{"status":"ready",
	"user_id":"528399c594a6f6616c1df20c","uid":"xa-1","remote_id":"x23bz3t","feed_id":"533c2d9094739902e64ff000",
	"item_id":"53e8ddf99473991dcf92ce47"}}`

// TestPartnerExamples asks each program for all that the importer asks for.
func TestPartnerExamples(t *testing.T) {
	t.Parallel()
	for language, command := range partners(t) {
		c := asks(t, partner(t, command, "--children", "xa,xb", "--user", "me", "--password", "secret"))
		_, err := c.list(t, fetch.Options{})
		require.Equal(t, &fetch.StatusError{Status: 401}, err, language)
		list, err := c.list(t, fetch.Options{User: "me", Password: "secret"})
		require.NoError(t, err, language)
		assert.Equal(t, []map[string]string{
			{"id": "xa", "feed_url": c.base + "/feeds/xa.xml"}, {"id": "xb", "feed_url": c.base + "/feeds/xb.xml"},
		}, list)
		feed := list[0]["feed_url"]
		items, rules, etag := c.feed(t, feed)
		assert.Empty(t, rules)
		require.Len(t, items, 2, language)
		first := []string{items[0].GUID, items[0].Title, items[0].Category}
		assert.Equal(t, []string{"xa-1", "Video 1 of xa", "fun"}, first)
		p, err := c.Probe(t.Context(), items[0].Source().URL, fetch.Options{})
		require.NoError(t, err)
		assert.Equal(t, "video/mp4", p.ContentType)
		same, err := c.Get(t.Context(), feed, fetch.Options{ETag: etag})
		require.NoError(t, err)
		assert.True(t, same.NotModified, language)

		failed := strings.NewReplacer("ready", "error", "xa-1", "xa-2", "1407770138078", "2").Replace(readyEvent)
		assert.Equal(t, 400, c.tell(t, readyEvent), "%s: an event that is not in an array", language)
		assert.Equal(t, 204, c.tell(t, "["+readyEvent+","+failed+"]"), language)
		assert.Equal(t, 204, c.tell(t, "["+readyEvent+"]"), "%s: again", language)
		assert.Equal(t, 204, c.tell(t, "["+strings.ReplaceAll(failed, "error", "news")+"]"), "%s: unknown type", language)
		items, _, after := c.feed(t, feed)
		require.Len(t, items, 1, "%s: the delivered item has left, the failed one has not", language)
		assert.Equal(t, "xa-2", items[0].GUID)
		assert.NotEqual(t, etag, after)
	}
}

// TestPartnerExamplesBreakFeeds: what the parser of feeds finds itself.
func TestPartnerExamplesBreakFeeds(t *testing.T) {
	t.Parallel()
	commands := partners(t)
	for _, rule := range []string{
		mrss.NotWellFormed, mrss.WrongNamespace, mrss.NotRSS, mrss.BadEncoding, mrss.Entities, mrss.TooLarge, mrss.BadValue,
	} {
		for language, command := range commands {
			c := asks(t, partner(t, command, "--children", "xa", "--break", rule))
			_, rules, _ := c.feed(t, c.base+"/feeds/xa.xml")
			assert.Equal(t, []string{rule}, rules, language)
		}
	}
}

// TestPartnerExamplesKnowTheSameRules: both refuse an unknown rule and name all.
func TestPartnerExamplesKnowTheSameRules(t *testing.T) {
	t.Parallel()
	known := map[string][]string{}
	for language, command := range partners(t) {
		out, err := exec.Command(command[0], append(slices.Clone(command[1:]), "--break", "nothing")...).CombinedOutput()
		require.Error(t, err)
		separates := func(c rune) bool { return strings.ContainsRune(" ,'\"\n()", c) }
		for word := range strings.FieldsFuncSeq(string(out), separates) {
			if strings.Contains(word, "-") && !strings.HasPrefix(strings.Trim(word, "["), "-") {
				known[language] = append(known[language], strings.Trim(word, ":"))
			}
		}
	}
	assert.Equal(t, known["Go"], known["Python"])
	assert.Greater(t, len(known["Go"]), 20)
}

// broken returns the rules that a crawl, its callbacks and a second crawl find broken, sorted.
func broken(t *testing.T, base string, rule string) []string {
	t.Helper()
	m := dailymocktest.Start(t, dailymock.Options{Now: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC),
		ClosedWorld: rule == "child-unknown"})
	require.NoError(t, m.SetImporter(dailymock.Importer{
		Users: base + "/users.json", Callback: base + "/callback", Adopt: rule != "child-not-adopted",
	}))
	var found []string
	note := func(r dailymock.ImporterReport) {
		for _, e := range r.Entries {
			if e.Rule != "" {
				found = append(found, e.Rule)
			}
		}
	}
	crawl := func() {
		r, err := m.Crawl(t.Context())
		require.NoError(t, err)
		note(r)
	}
	crawl()
	m.Advance(time.Minute)
	note(m.CheckCallback(t.Context()))
	crawl()
	slices.Sort(found)
	return slices.Compact(found)
}

// TestImporterFindsBrokenRules: against each program, each rule of the importer is found broken when the program breaks
// it, and none when it behaves.
func TestImporterFindsBrokenRules(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	commands := partners(t)
	limit := make(chan struct{}, 4) // programs at a time
	for language, command := range commands {
		t.Run(language+" behaves", func(t *testing.T) {
			t.Parallel()
			assert.Empty(t, broken(t, partner(t, command), ""))
		})
		for _, rule := range mcn.Rules {
			t.Run(language+" breaks "+rule.ID, func(t *testing.T) {
				t.Parallel()
				limit <- struct{}{}
				defer func() { <-limit }()
				found := broken(t, partner(t, command, "--children", "xpart1", "--break", rule.ID), rule.ID)
				assert.Contains(t, found, rule.ID)
				assert.Subset(t, append(follows[rule.ID], rule.ID), found, "other rules")
			})
		}
	}
}

// follows are the rules that cannot be kept by what breaks another.
var follows = map[string][]string{
	"feed-wrong-namespace": {"item-without-category"}, // the elements are not those of Media RSS
}
