package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/spf13/cobra"
)

// tokenFlags are the flags of token.
type tokenFlags struct {
	kind, key, login, scope, output string
	lifetime                        time.Duration
	opaque                          bool
}

func tokenCommand() *cobra.Command {
	var s config.Settings
	o := tokenFlags{kind: dailymock.KeyPrivate, key: "me", output: "text"}
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Print an access token for a mock with the same seed",
		Long: "Prints an access token without asking a server. Every mock with the same --seed or\n" +
			"--signing-key-file accepts it. Its lifetime starts at --time, by default now.",
		Example: "  curl -H \"Authorization: Bearer $(mockserver token)\" http://127.0.0.1:8080/rest/auth\n" +
			"  mockserver token --kind public --login ana@studio.example --scope \"userinfo email\"\n" +
			"  mockserver token --lifetime 5m -o json",
		Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, err := config.Load(cmd, os.Environ())
			if err != nil {
				return err
			}
			answer, err := o.token(&s, from)
			if err != nil {
				return exit.With(exit.Usage, err)
			}
			if o.output == "json" {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(answer)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), answer.AccessToken)
			return err
		},
	}
	fs := cmd.Flags()
	config.Add(fs, config.Choice(&o.kind, dailymock.KeyPrivate, dailymock.KeyPublic), "kind", "", "kind of API key")
	config.Add(fs, config.Text(&o.key, "key"), "key", "", "API key that the token is for")
	config.Add(fs, config.Text(&o.login, "user"), "login", "", "user who signed in, with --kind public")
	config.Add(fs, config.Text(&o.scope, "names"), "scope", "",
		"scopes, separated by blanks; default: none for a public key, all scopes of reports for a private one")
	config.Add(fs, config.Duration(&o.lifetime), "lifetime", "", "lifetime; 0 means as long as the vendor's tokens")
	config.Add(fs, config.Switch(&o.opaque), "opaque", "",
		"opaque token of api.dailymotion.com instead of a JWT, with --kind public")
	config.Add(fs, config.Choice(&o.output, "text", "json"), "output", "o",
		"text prints only the token, json the complete response of a token endpoint")
	s.Flags(fs, "seed", "signing-key-file", "time", "speed", "public-token-lifetime", "private-token-lifetime")
	return cmd
}

// reportScopes are the default scopes of a private key.
var reportScopes = []string{"create_reports", "read_reports", "delete_reports", "access_ads", "access_revenue"}

func (o tokenFlags) token(s *config.Settings, from config.Sources) (dailymock.TokenAnswer, error) {
	order := dailymock.TokenOrder{
		Kind: o.kind, Key: o.key, Login: o.login,
		Scopes: strings.Fields(o.scope), Lifetime: o.lifetime, Opaque: o.opaque,
	}
	switch {
	case o.key == "":
		return dailymock.TokenAnswer{}, errors.New("--key: got an empty text, need an API key")
	case order.Kind == dailymock.KeyPrivate && (o.login != "" || o.opaque):
		return dailymock.TokenAnswer{}, errors.New("--login and --opaque need --kind public")
	case order.Kind == dailymock.KeyPrivate && len(order.Scopes) == 0:
		order.Scopes = slices.Clone(reportScopes)
	}
	mock, err := s.New(from, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		return dailymock.TokenAnswer{}, err
	}
	return mock.Token(order), nil
}
