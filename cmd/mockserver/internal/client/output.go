package client

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
)

// An Output is the flag --output.
type Output struct{ format string }

// Flag adds the flag to a command. about says what JSON is.
func (o *Output) Flag(cmd *cobra.Command, about string) {
	o.format = "text"
	config.Add(cmd.Flags(), config.Choice(&o.format, "text", "json"), "output", "o", about)
}

// JSON reports whether the output is JSON.
func (o *Output) JSON() bool { return o.format == "json" }

// A Request is one to the control API, as for Mock.Do.
type Request struct {
	Method, Path string
	Body         any // nil sends none
}

// Show sends a request and prints the response: as it is, or as what text makes of it.
func Show[T any](cmd *cobra.Command, m Mock, o *Output, r Request, text func(w io.Writer, response T) error) error {
	var response json.RawMessage
	if err := m.Do(cmd.Context(), r.Method, r.Path, r.Body, &response); err != nil {
		return err
	}
	if o.JSON() {
		_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s\n", response)
		return err
	}
	var v T
	if err := json.Unmarshal(response, &v); err != nil {
		return exit.With(exit.Failed, fmt.Errorf("%s%s: %w; is it a mock, of this version?", m.Base, r.Path, err))
	}
	return text(cmd.OutOrStdout(), v)
}
