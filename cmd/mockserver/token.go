package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/spf13/cobra"
)

// ordered is what the flags of token ask for.
type ordered struct {
	kind, key, login, scope, output string
	lifetime                        time.Duration
	opaque                          bool
}

func tokenCommand() *cobra.Command {
	var s settings
	o := ordered{kind: dailymock.KeyPrivate, key: "me", output: "text"}
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Print an access token that a mock with the same seed takes",
		Long: "Prints an access token, without asking a server: any mock with the same --seed,\n" +
			"or --signing-key-file, takes it. Its time counts from --time, else from now.",
		Example: "  curl -H \"Authorization: Bearer $(mockserver token)\" http://127.0.0.1:8080/rest/auth\n" +
			"  mockserver token --kind public --login ana@studio.example --scope \"userinfo email\"\n" +
			"  mockserver token --lifetime 5m -o json",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := load(cmd, os.Getenv); err != nil {
				return err
			}
			answer, err := s.token(o)
			if err != nil {
				return failure{exitUsage, err}
			}
			if o.output == "json" {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(answer)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), answer.AccessToken)
			return err
		},
	}
	fs := cmd.Flags()
	s.flags(fs)
	fs.Var(as(&o.kind, oneOf(dailymock.KeyPrivate, dailymock.KeyPublic)), "kind", "`kind` of API key: private or public")
	fs.StringVar(&o.key, "key", o.key, "the API `key` that the token is for")
	fs.StringVar(&o.login, "login", "", "the `user` who signed in; a public key's only")
	fs.StringVar(&o.scope, "scope", "", "`names` with blanks between; all scopes of reports for a private key that names none")
	fs.Var(as(&o.lifetime, duration), "lifetime", "`duration` until it expires; 0 means as long as the vendor's live")
	fs.BoolVar(&o.opaque, "opaque", false, "in the form of api.dailymotion.com instead of a JWT; a public key's only")
	fs.VarP(as(&o.output, oneOf("text", "json")), "output", "o", "`text`, the token alone, or json, the whole answer of a token endpoint")
	return cmd
}

// reportScopes are those that a private key asks for reports with.
var reportScopes = []string{"create_reports", "read_reports", "delete_reports", "access_ads", "access_revenue"}

func (s *settings) token(o ordered) (dailymock.TokenAnswer, error) {
	order := dailymock.TokenOrder{
		Kind: o.kind, Key: o.key, Login: o.login,
		Scopes: strings.Fields(o.scope), Lifetime: o.lifetime, Opaque: o.opaque,
	}
	switch {
	case o.key == "":
		return dailymock.TokenAnswer{}, fmt.Errorf("--key is empty; a token is for some API key")
	case order.Kind == dailymock.KeyPrivate && (o.login != "" || o.opaque):
		return dailymock.TokenAnswer{}, fmt.Errorf("--login and --opaque are for public keys; add --kind public")
	case order.Kind == dailymock.KeyPrivate && len(order.Scopes) == 0:
		order.Scopes = slices.Clone(reportScopes)
	}
	options, err := s.options()
	if err != nil {
		return dailymock.TokenAnswer{}, err
	}
	mock, err := dailymock.New(options)
	if err != nil {
		return dailymock.TokenAnswer{}, err
	}
	return mock.Token(order), nil
}
