package oauth_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// The client here is not of our making: what it accepts, others will.

func TestXOAuth2SignsInWithAPassword(t *testing.T) {
	t.Parallel()
	v := start(t)
	for name, style := range map[string]oauth2.AuthStyle{
		"key in the form": oauth2.AuthStyleInParams, "key by HTTP Basic": oauth2.AuthStyleInHeader,
		"whichever works": oauth2.AuthStyleAutoDetect,
	} {
		config := oauth2.Config{
			ClientID: "k 1+%", ClientSecret: "s&=", Scopes: []string{"email", "userinfo"},
			Endpoint: oauth2.Endpoint{TokenURL: v.URL + publicPath, AuthStyle: style},
		}
		ctx := context.WithValue(t.Context(), oauth2.HTTPClient, v.Client())
		token, err := config.PasswordCredentialsToken(ctx, "jane", "p")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if token.Type() != "Bearer" || token.Extra("scope") != "email userinfo" || token.RefreshToken == "" {
			t.Errorf("%s: token = %+v, want Bearer, both scopes and a refresh token", name, token)
		}
		if got := claimsOf(t, token.AccessToken)["aid"]; got != "k 1+%" {
			t.Errorf("%s: key = %q, want the one that was sent", name, got)
		}
		resp, err := config.Client(ctx, token).Get(v.URL + "/public")
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s: a call with the token: %v, %v, want 200", name, resp, err)
		}

		stale := &oauth2.Token{RefreshToken: token.RefreshToken, Expiry: time.Unix(1, 0)}
		fresh, err := config.TokenSource(ctx, stale).Token()
		if err != nil || fresh.AccessToken == token.AccessToken || fresh.RefreshToken != token.RefreshToken {
			t.Errorf("%s: refreshed = %+v, %v, want another access token and the same refresh token", name, fresh, err)
		}
	}
}

func TestXOAuth2SignsInWithAKeyAlone(t *testing.T) {
	t.Parallel()
	v := start(t)
	ctx := context.WithValue(t.Context(), oauth2.HTTPClient, v.Client())
	for tokenPath, path := range map[string]string{publicPath: "/public", privatePath: "/private"} {
		config := clientcredentials.Config{
			ClientID:     "k2",
			ClientSecret: "s",
			TokenURL:     v.URL + tokenPath,
			Scopes:       []string{"create_reports"},
		}
		resp, err := config.Client(ctx).Get(v.URL + path)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s: a call with the token: %v, %v, want 200", tokenPath, resp, err)
		}
	}
}

func TestXOAuth2ReadsARefusal(t *testing.T) {
	t.Parallel()
	v := start(t)
	config := oauth2.Config{ClientID: "k", ClientSecret: "s", Endpoint: oauth2.Endpoint{TokenURL: v.URL + publicPath}}
	ctx := context.WithValue(t.Context(), oauth2.HTTPClient, v.Client())
	_, err := config.TokenSource(ctx, &oauth2.Token{RefreshToken: "x"}).Token()
	refused, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok || refused.ErrorCode != "invalid_grant" || refused.ErrorDescription != "Invalid refresh token." {
		t.Errorf("error = %v, want invalid_grant: Invalid refresh token.", err)
	}
}
