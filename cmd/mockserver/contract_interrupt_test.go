package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestAnInterruptLeavesTheLedger interrupts contract while a target that has created a report by surprise does not
// respond any more.
func TestAnInterruptLeavesTheLedger(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted there")
	}
	asked, stuck := 0, make(chan struct{})
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/_mock/") {
			http.NotFound(w, r)
			return
		}
		body, _ := io.ReadAll(r.Body)
		if strings.Contains(string(body), "askPartnerReportFile") {
			if asked++; asked > 1 {
				close(stuck)
				<-r.Context().Done()
				return
			}
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, `{"access_token":"0123456789abcdef","expires_in":3600,"scope":"create_reports read_reports",
			"data":{"askPartnerReportFile":{"reportFile":{"reportToken":"eyJ0eX"}}}}`)
	}))
	defer target.Close()
	cmd := exec.Command("mockserver", "contract", "--target", target.URL, "--pause", "1ms",
		"--case", "REPORTING-060,REPORTING-061")
	cmd.Dir = t.TempDir()
	cmd.Env = append(plainEnviron(), "DAILYMOTION_PRIVATE_KEY=key", "DAILYMOTION_PRIVATE_SECRET=the-secret")
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-stuck
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 130 {
		t.Errorf("exit status %d, want 130\n%s", got, said.String())
	}
	text, err := os.ReadFile(filepath.Join(cmd.Dir, "contract-ledger.json"))
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	var entries []struct{ Kind, Case string }
	if err := json.Unmarshal(text, &entries); err != nil || len(entries) != 1 || entries[0].Kind != "report" ||
		entries[0].Case != "REPORTING-060" {
		t.Errorf("the ledger has %+v, %v; want the report of REPORTING-060", entries, err)
	}
	if !strings.Contains(said.String(), "FAIL REPORTING-060") {
		t.Errorf("the findings lack REPORTING-060:\n%s", said.String())
	}
}
