package contracts

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Cleanup deletes the objects that Ledger.Left returns. Its findings have a result for each.
func Cleanup(ctx context.Context, o Options) (*Findings, error) {
	if o.Ledger == nil {
		return nil, errors.New("cleanup needs a ledger")
	}
	o.Cases = nil
	for i, e := range o.Ledger.Left() {
		o.Cases = append(o.Cases, deletion(i, e))
	}
	o.Allow = []Effect{Deletes}
	if o.Cases == nil {
		o.Cases = []Case{}
	}
	return Run(ctx, o)
}

// deletion returns a case that deletes one object.
func deletion(i int, e Entry) Case {
	endpoint, scope := PublicData, ""
	if e.Root == PrivateData.Name {
		endpoint = PrivateData
	}
	scope = map[string]string{"video": "manage_videos", "playlist": "manage_playlists", "player": "manage_players",
		"subtitle": "manage_subtitles"}[e.Kind]
	return Case{
		ID: fmt.Sprintf("REST-9%02d", i%100), Title: fmt.Sprintf("%s %s of run %s is deleted", e.Kind, e.ID, e.Run),
		Surface: REST,
		Effect:  Deletes, States: "rest-8.3", Level: Must, Needs: endpoint.Needs(),
		Run: func(t *T) {
			a := t.Do(Request{Method: http.MethodDelete, Host: endpoint.APIHost,
				Path: endpoint.APIPath + "/" + e.Kind + "/" + e.ID, Token: t.Token(endpoint, strings.Fields(scope)...)})
			t.Helper()
			if a.Status != http.StatusOK && a.Status != http.StatusNotFound {
				t.Errorf("status of the deletion is %d", a.Status)
				return
			}
			t.Deleted(e.Kind, e.ID)
		},
	}
}
