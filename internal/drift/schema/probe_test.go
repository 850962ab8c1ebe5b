package schema_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/drift/schema"
)

const reportOperations = `
mutation Ask($input: AskPartnerReportFileInput!) { askPartnerReportFile(input: $input) { reportFile { reportToken } } }
query Status($token: String!) { partner { reportFile(reportToken: $token) {
  status downloadLinks(first: 5) { edges { node { link } } } } } }`

// mockSchema is the schema that the mock serves, changed as a test wants it.
func mockSchema(t *testing.T, changes ...string) *schema.Schema {
	t.Helper()
	text, err := os.ReadFile("../../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(string(text), changes[i]) {
			t.Fatalf("the schema has no %q", changes[i])
		}
		text = []byte(strings.Replace(string(text), changes[i], changes[i+1], 1))
	}
	return load(t, string(text))
}

// asker asks a mock and notes the documents.
func asker(t *testing.T, documents *[]string) func(context.Context, string) ([]string, error) {
	s := dailymocktest.Start(t, dailymock.Options{})
	token := accessToken(t, s.URL)
	return func(ctx context.Context, document string) ([]string, error) {
		*documents = append(*documents, document)
		body, err := json.Marshal(map[string]string{"query": document})
		if err != nil {
			return nil, err
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/graphql", bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		var a struct {
			Data   any
			Errors []struct{ Message string }
		}
		if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
			return nil, err
		}
		if a.Data != nil {
			return nil, fmt.Errorf("the server executed %s", document)
		}
		var messages []string
		for _, e := range a.Errors {
			messages = append(messages, e.Message)
		}
		return messages, nil
	}
}

// accessToken returns a token of a private API key.
func accessToken(t *testing.T, mock string) string {
	t.Helper()
	resp, err := http.PostForm(mock+"/oauth/v1/token", url.Values{
		"grant_type": {
			"client_credentials",
		},
		"client_id":     {"drift"},
		"client_secret": {"secret"},
		"scope":         {"create_reports"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var a struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil || a.Token == "" {
		t.Fatalf("no token: %v", err)
	}
	return a.Token
}

func TestProbeFindsWhatIsGone(t *testing.T) {
	t.Parallel()
	s := mockSchema(
		t,
		"status: PartnerReportStatus",
		"vanished: Int\n  status: PartnerReportStatus",
		"enum PartnerReportMetric {",
		"enum PartnerReportMetric {\n  VANISHED_METRIC",
		"input AskPartnerReportFileInput {",
		"input AskPartnerReportFileInput {\n  vanishedInput: Int",
		"reportToken: String!\n  ): PartnerReportFile",
		"reportToken: String!\n vanishedArgument: Int\n  ): PartnerReportFile",
	)
	operations, err := schema.LoadOperations(s, "reports", strings.NewReplacer(
		"status ",
		"status vanished ",
		"reportToken: $token",
		"reportToken: $token, vanishedArgument: 1",
	).Replace(reportOperations))
	if err != nil {
		t.Fatal(err)
	}
	var documents []string
	result, err := schema.Prober{Ask: asker(t, &documents)}.Run(t.Context(), s, operations)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range result.Changes {
		got = append(got, c.ID())
	}
	want := []string{
		"INPUT_FIELD_REMOVED AskPartnerReportFileInput.vanishedInput",
		"FIELD_REMOVED PartnerReportFile.vanished",
		"ENUM_VALUE_REMOVED PartnerReportMetric.VANISHED_METRIC",
		"ARGUMENT_REMOVED PartnerSpace.reportFile(vanishedArgument:)",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("changes (-want +got):\n%s\nunknown: %q", d, result.Unknown)
	}
	if result.Seen < 100 {
		t.Errorf("saw %d paths; unknown: %q", result.Seen, result.Unknown)
	}
	for _, d := range documents {
		if strings.HasPrefix(d, "mutation") || !strings.Contains(d, "dailymockGuard") {
			t.Errorf("the prober sent %s", d)
		}
	}
	if len(documents) > 40 {
		t.Errorf("%d requests", len(documents))
	}
}

func TestProberIsBlindToUnknownWords(t *testing.T) {
	t.Parallel()
	s := mockSchema(t)
	operations, err := schema.LoadOperations(s, "reports", reportOperations)
	if err != nil {
		t.Fatal(err)
	}
	result, err := schema.Prober{Ask: func(context.Context, string) ([]string, error) {
		return []string{"dailymockGuard: no such thing"}, nil
	}}.Run(t.Context(), s, operations)
	if err != nil || len(result.Changes) > 0 || result.Seen > 0 {
		t.Errorf("result = %+v, %v; want nothing seen", result, err)
	}
	if len(result.Unknown) != 1 || !strings.HasPrefix(result.Unknown[0], "blind: ") {
		t.Errorf("unknown = %q", result.Unknown)
	}
}

func TestProberKeepsItsBudget(t *testing.T) {
	t.Parallel()
	s := mockSchema(t)
	operations, err := schema.LoadOperations(s, "reports", reportOperations)
	if err != nil {
		t.Fatal(err)
	}
	var documents []string
	result, err := schema.Prober{Ask: asker(t, &documents), Budget: 3}.Run(t.Context(), s, operations)
	if err != nil {
		t.Fatal(err)
	}
	if len(documents) != 3 ||
		!slices.ContainsFunc(result.Unknown, func(u string) bool { return strings.Contains(u, "budget of 3") }) {
		t.Errorf("%d requests; unknown: %q", len(documents), result.Unknown)
	}
}
