package edition

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/dailymock/dailymock/internal/source"
	"github.com/goccy/go-yaml"
)

//go:embed data/*.yaml
var dataFiles embed.FS

// editions reads each edition when it is first needed: a mock needs two at most, and parsing YAML is slow.
var editions = func() map[string]func() (*Edition, error) {
	all := map[string]func() (*Edition, error){}
	for _, name := range names {
		all[name] = sync.OnceValues(func() (*Edition, error) { return read(name) })
	}
	return all
}()

// read parses the file of one edition.
func read(name string) (*Edition, error) {
	text, err := dataFiles.ReadFile("data/" + name + ".yaml")
	if err != nil {
		return nil, err
	}
	e, err := parse(text)
	if err == nil && e.Name != name {
		err = fmt.Errorf("edition is %q", e.Name)
	}
	return e, err
}

// parse parses the file of an edition. The error lists everything that is wrong with it.
func parse(text []byte) (*Edition, error) {
	e := &Edition{}
	if err := yaml.UnmarshalWithOptions(text, e, yaml.Strict()); err != nil {
		return nil, err
	}
	var errs []error
	for _, k := range []struct {
		kind     string
		listings []Listing
		known    []string
	}{
		{"metrics", e.Metrics, texts(Metrics)},
		{"dimensions", e.Dimensions, texts(Dimensions)},
		{"filters", e.Filters, FilterNames},
		{"products", e.Products, texts(Products)},
	} {
		for i := range k.listings {
			if err := k.listings[i].complete(k.known); err != nil {
				errs = append(errs, fmt.Errorf("%s %d: %w", k.kind, i, err))
			}
		}
	}
	for i, r := range e.Matrix {
		if err := r.check(); err != nil {
			errs = append(errs, fmt.Errorf("matrix %d: %w", i, err))
		}
	}
	var err error
	e.limits, err = e.Limits.limits()
	return e, errors.Join(append(errs, err)...)
}

// complete fills in the names that all_but stands for, and checks them.
func (l *Listing) complete(known []string) error {
	if l.Names == nil {
		l.Names = slices.DeleteFunc(slices.Clone(known), func(n string) bool { return slices.Contains(l.AllBut, n) })
	} else if l.AllBut != nil {
		return errors.New("names and all_but cannot be used together")
	}
	if l.Coverage != Complete && l.Coverage != Partial {
		return fmt.Errorf("seen is %q, must be whole or cut", l.Coverage)
	}
	return errors.Join(l.Evidence.check(), among(l.Names, known), among(l.AllBut, known))
}

func (r Row) check() error {
	if r.Coverage != "" && r.Coverage != Complete && r.Coverage != Partial {
		return fmt.Errorf("seen is %q, must be whole, cut or left out", r.Coverage)
	}
	return errors.Join(r.Evidence.check(), among(r.Metrics, Metrics),
		among(r.Allowed, Dimensions), among(r.Denied, Dimensions), among(r.Tried, Dimensions))
}

func (e Evidence) check() error {
	if !e.Basis.Known() {
		return fmt.Errorf("basis is %q, must be one of %v", e.Basis, source.Bases)
	}
	for _, s := range e.Sources {
		if _, ok := source.Lookup(s); !ok {
			return fmt.Errorf("unknown source %q, see internal/source/sources.yaml", s)
		}
	}
	return nil
}

// among returns an error for the first name that is unknown or listed twice.
func among[T ~string](names, known []T) error {
	for i, n := range names {
		if !slices.Contains(known, n) {
			return fmt.Errorf("unknown name %q", n)
		}
		if slices.Contains(names[:i], n) {
			return fmt.Errorf("%q is listed twice", n)
		}
	}
	return nil
}

// texts returns values as plain strings.
func texts[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}
