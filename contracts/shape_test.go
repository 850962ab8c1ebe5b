package contracts_test

import (
	"bytes"
	"testing"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/introspect"
	"github.com/dailymock/dailymock/contracts/render"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAdditionsAreInformation compares types with new members: a required one is a failure, the others are information.
func TestAdditionsAreInformation(t *testing.T) {
	t.Parallel()
	const (
		head   = `{"access_token":"x","data":{"__type":{"kind":"`
		text   = `{"kind":"SCALAR","name":"String"}`
		strict = `{"kind":"NON_NULL","name":null,"ofType":` + text + `}`
		media  = `{"name":"VIDEO"},{"name":"LIVE"}`
	)
	for name, c := range map[string]struct {
		typed, body string
		outcome     contracts.Outcome
		says        string
	}{
		"a value": {"PartnerReportFilterMediaType", head + `ENUM","enumValues":[` + media + `,{"name":"AUDIO"}]}}}`,
			contracts.Pass, "information: PartnerReportFilterMediaType has a new value, AUDIO"},
		"a value less": {"PartnerReportFilterMediaType", head + `ENUM","enumValues":[{"name":"LIVE"}]}}}`,
			contracts.Fail, "values of PartnerReportFilterMediaType"},
		"an optional member": {"PartnerReportFilterMediaType", head + `ENUM","enumValues":[` + media + `],"inputFields":[` +
			`{"name":"more","defaultValue":null,"type":` + text + `}]}}}`,
			contracts.Pass, "information: PartnerReportFilterMediaType has a new member, more: String"},
		"a required member with a default": {"PartnerReportFilterMediaType", head + `ENUM","enumValues":[` + media +
			`],"inputFields":[{"name":"more","defaultValue":"\"a\"","type":` + strict + `}]}}}`,
			contracts.Pass, "has a new member, more: String!"},
		"a required member": {"PartnerReportFilterMediaType", head + `ENUM","enumValues":[` + media + `],"inputFields":[` +
			`{"name":"more","defaultValue":null,"type":` + strict + `}]}}}`,
			contracts.Fail, "has a new required member, more: String!"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cases := one(func(t *contracts.T) { introspect.HasType(t, contracts.PublicReports, c.typed) })
			found := mustRun(t, contracts.Options{Target: serving(t, 200, c.body), Time: &patient{}, Cases: cases})
			var b bytes.Buffer
			require.NoError(t, render.Text(&b, found, false))
			assert.Equal(t, c.outcome, found.Results[0].Outcome, b.String())
			assert.Contains(t, b.String(), c.says)
		})
	}
}
