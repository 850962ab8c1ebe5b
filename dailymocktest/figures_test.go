package dailymocktest_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/world"
)

// textColumns hold cosmetic text, which may change between releases. Figures may not.
var textColumns = []string{"video_title", "content_tag", "content_tag_list", "playlist_title", "player_title"}

// figureReports are the reports whose figures must stay the same between releases.
// Each groups by an id beside every text column, so that equal texts do not join rows.
var figureReports = []struct {
	name, metrics, dimensions, product string
	filters                            map[string]any
}{
	{"views by day and country", "VIEWS TIME_WATCHED_SECONDS", "DAY VISITOR_COUNTRY", "CONTENT", nil},
	{
		"views by video",
		"VIEWS VIEW_THROUGH_RATE AVERAGE_WATCH_TIME_SEC",
		"VIDEO_ID VIDEO_TITLE MEDIA_TYPE",
		"CONTENT",
		nil,
	},
	{"earnings by video and tag", "ESTIMATED_EARNINGS_USD ESTIMATED_EARNINGS_EUR IMPRESSIONS",
		"VIDEO_ID CONTENT_TAG CONTENT_TAG_LIST", "CONTENT", nil},
	{"playlists", "VIEWS", "PLAYLIST_ID PLAYLIST_TITLE PLAYLIST_TYPE VIDEO_POSITION", "CONTENT", nil},
	{"players", "VIEWS ESTIMATED_EARNINGS_USD", "PLAYER_ID PLAYER_TITLE VISITOR_DOMAIN_GROUP PLAYER_SIZE", "EMBED", nil},
	{"claims", "ESTIMATED_EARNINGS_USD", "VIDEO_OWNER_CHANNEL_SLUG VIDEO_ID DAY", "CLAIM", nil},
	{"uploads and storage", "UPLOADS STORAGE_USED_BYTES TRANSCODING_USED_TOTAL_SECONDS AI_USED_CREDITS",
		"DAY VIDEO_OWNER_CHANNEL_SLUG", "CONTENT", nil},
	{"advertising", "TOTAL_INVENTORY AD_ERRORS NO_ADS IVT_SCORE", "OUTCOME BUYER AD_FORMAT AD_ERROR_CODE", "ALL", nil},
	{"live hours", "LIVE_VIEWERS BANDWIDTH_USED_LIVE_BYTES", "HOUR VISITOR_DEVICE_TYPE", "CONTENT",
		map[string]any{"mediaType": "LIVE"}},
	{"an opened channel", "VIEWS ESTIMATED_EARNINGS_USD", "MONTH VIDEO_ID VISITOR_PAGE_URL", "CONTENT",
		map[string]any{"channelSlug": "a-channel-of-my-own"}},
}

// goldenFigures are SHA-256 sums of the figures by seed, one for each of figureReports.
// A change here changes what users load: it needs a new world.Version and a line in CHANGELOG.md.
var goldenFigures = map[uint64][]string{
	1: {
		"60d95cf58357c4595a9b054bf3a405232b70c83769457d1cea229f0eee17e7b3",
		"f08db01cc87dd66a7f5f145faa672ce23d37eb243f9704140bb6b59e55650574",
		"beeff717d62ea580fe1574370441890434759ea79d96a99b8f6fd799e1fa3948",
		"6bc6abe84a69d6ba1ff4274b23ec3dcd51cc1616f6536a5788648ff796212e5c",
		"7d40aa4e2d0d16733934a06df48828f2a01234b8d7d4f4b899db2db51edbd473",
		"00cb95100df6c3178e2c81566bedc88a8bd8b45501e4a9f1040347602187c33a",
		"10636a337e79aef6cb52746bd94abab0ea539bb96f25125a135949eb74c893f3",
		"21f9940a3bdbe14a65b2757c532eb856455fb9b6a72b758180d1a1d911a47ed1",
		"a5325a6de7cf4938000186e257bbefca018db043ada6453b1aadb00d8120d36a",
		"1ccca6004952174b04e4d2ca4f9467757c72837e6de5c7015a61d216d3bb620d",
	},
	2: {
		"10dbc97955f02bce3a45f7944baf315b63e1a45743f9ac116339da3b8e7ca0fe",
		"9359f80e4dcd0a70583cdc73cb62d3ea34a8cd802168e50d5268405300f9f27b",
		"eba105d0c242c30c970927703049741405beef77ae4469a307dcb3f56f832801",
		"2a832d5f67cb0936108de442ce9b27492c68de865a753135378fc3d929c3c279",
		"8dea78049bef44d8562ff44071b9d52868371ffaf18c4142b6fec048fc0122b1",
		"60ec3cf4fa75b2b29b1998099297669e272d95ec0566c2a450795b069590a90c",
		"fb348753f43d1d912b504ce6612976dffa1ed35cde39b1915ec99368146b5ac7",
		"72a143209b3d4b66db3b8a942f7fe767809cf28fe04e67909620ea32518ea111",
		"de8ea428059b15818b454525d9e31dd5b6f33692b89d70591db84eeb664967bb",
		"871110f7949c953a51396e009ba5e6685682ffae74767c3e13f9022bb7c9b885",
	},
}

const goldenVersion = 1

func TestFiguresStayTheSameBetweenReleases(t *testing.T) {
	t.Parallel()
	if world.Version != goldenVersion {
		t.Fatalf("world.Version = %d, but the figures below are of version %d", world.Version, goldenVersion)
	}
	for seed, want := range goldenFigures {
		m := dailymocktest.Start(t, dailymock.Options{Seed: seed, ReportTakes: dailymock.Immediate, Matrix: "off"})
		for i, r := range figureReports {
			input := map[string]any{
				"metrics": strings.Fields(r.metrics), "dimensions": strings.Fields(r.dimensions),
				"startDate": "2026-05-20", "endDate": "2026-07-01", "product": r.product, "filters": r.filters,
			}
			rows := m.MustCSV(t, mustAskAll(t, m, input))
			if len(rows) < 5 {
				t.Errorf("seed %d, %s: %d rows, want more to compare", seed, r.name, len(rows))
			}
			if got := hashOfFigures(t, rows); got != want[i] {
				t.Errorf("seed %d, %s: the figures have the SHA-256 %s, want %s", seed, r.name, got, want[i])
			}
		}
	}
}

func mustAskAll(t *testing.T, m *dailymocktest.Mock, input map[string]any) string {
	t.Helper()
	var data struct {
		AskPartnerReportFile struct{ ReportFile struct{ ReportToken string } }
	}
	m.MustGraphQL(t, dailymocktest.Private, `mutation ($input: AskPartnerReportFileInput!) {
		askPartnerReportFile(input: $input) { reportFile { reportToken } }
	}`, map[string]any{"input": input}, &data)
	return data.AskPartnerReportFile.ReportFile.ReportToken
}

// hashOfFigures hashes the rows without their texts, in an order that does not depend on the texts.
func hashOfFigures(t *testing.T, rows [][]string) string {
	t.Helper()
	header := rows[0]
	lines := make([][]string, 0, len(rows))
	for _, row := range rows[1:] {
		var kept []string
		for i, value := range row {
			if !slices.Contains(textColumns, header[i]) {
				kept = append(kept, value)
			}
		}
		lines = append(lines, kept)
	}
	slices.SortFunc(lines, slices.Compare)
	sum := sha256.New()
	if err := csv.NewWriter(sum).WriteAll(lines); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}
