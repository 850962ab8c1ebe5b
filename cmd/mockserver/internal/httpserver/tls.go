package httpserver

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/proxy"
)

// ListenTLS listens at --tls-listen if the settings ask for TLS. Otherwise it returns nil.
func ListenTLS(
	s *config.Settings, from config.Sources, mock *dailymock.Server, log *slog.Logger,
) (net.Listener, error) {
	conf, authority, err := tlsConfig(&s.TLS, from, append(mock.Hosts(), s.Hostnames()...))
	if conf == nil || err != nil {
		return nil, exit.With(exit.Usage, err)
	}
	l, err := Listen(from.Name("tls-listen"), s.TLS.Listen)
	if err != nil {
		return nil, exit.With(exit.Usage, err)
	}
	WarnIfOpen(l.Addr(), log)
	log.Info("listening with TLS", "address", l.Addr().String(), "authority", authority)
	return tls.NewListener(l, conf), nil
}

// tlsConfig returns nil for no TLS, and else what clients have to trust: a file.
func tlsConfig(s *config.TLS, from config.Sources, hosts []string) (conf *tls.Config, trust string, err error) {
	auto, files := s.Mode == "auto", s.Cert != "" || s.Key != ""
	switch {
	case auto && files:
		return nil, "", errors.New("--tls auto makes its own certificates; remove --tls-cert and --tls-key")
	case files && (s.Cert == "" || s.Key == ""):
		return nil, "", errors.New("--tls-cert and --tls-key need each other")
	case auto && s.Folder == "":
		return nil, "", fmt.Errorf("%s auto needs --tls-folder, the folder of its authority", from.Name("tls"))
	case auto:
		conf, err = proxy.TLSConfig(s.Folder, append(hosts, "localhost"), clock.Wall())
		return conf, filepath.Join(s.Folder, proxy.CertFile), wrap(from.Name("tls-folder"), err)
	case files:
		conf, err = proxy.Pair(s.Cert, s.Key)
		return conf, "the one that signed " + s.Cert, wrap(from.Name("tls-cert"), err)
	}
	return nil, "", nil
}

func wrap(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", name, err)
}
