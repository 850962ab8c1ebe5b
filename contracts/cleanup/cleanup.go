// Package cleanup deletes what contract runs created.
package cleanup

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/ledger"
)

// Run deletes the objects that the ledger of the options has left. Its findings have a result for each.
func Run(ctx context.Context, o contracts.Options) (*contracts.Findings, error) {
	if o.Ledger == nil {
		return nil, errors.New("cleanup needs a ledger")
	}
	o.Cases = []contracts.Case{}
	for i, e := range o.Ledger.Left() {
		o.Cases = append(o.Cases, deletion(i, e))
	}
	o.Allow = []contracts.Effect{contracts.Deletes}
	return contracts.Run(ctx, o)
}

var scopes = map[string]string{
	"video": "manage_videos", "playlist": "manage_playlists", "player": "manage_players", "subtitle": "manage_subtitles",
}

// deletion returns a case that deletes one object.
func deletion(i int, e ledger.Entry) contracts.Case {
	endpoint := contracts.PublicData
	if e.Root == contracts.PrivateData.Name {
		endpoint = contracts.PrivateData
	}
	return contracts.Case{
		ID: fmt.Sprintf("REST-9%02d", i%100), Title: fmt.Sprintf("%s %s of run %s is deleted", e.Kind, e.ID, e.Run),
		Surface: contracts.REST, Level: contracts.Must, Effect: contracts.Deletes, States: "rest-8.3",
		Needs: endpoint.Needs(),
		Run: func(t *contracts.T) {
			a := endpoint.Delete(t, "/"+e.Kind+"/"+e.ID, scopes[e.Kind])
			if a.Status != http.StatusOK && a.Status != http.StatusNotFound {
				t.Errorf("status of the deletion is %d", a.Status)
				return
			}
			t.Deleted(e.Kind, e.ID)
		},
	}
}
