package report

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed editions/*.yaml
var editionFiles embed.FS

// editions reads each edition when it is first needed: a mock needs two at the
// most, and a reader of YAML is slow.
var editions = func() map[string]func() (*Edition, error) {
	all := map[string]func() (*Edition, error){}
	for _, name := range editionNames {
		all[name] = sync.OnceValues(func() (*Edition, error) { return readEdition(name) })
	}
	return all
}()

// Sources explains the tags that evidence names.
var Sources = sync.OnceValue(func() map[string]string {
	var sources map[string]string
	text, err := editionFiles.ReadFile("editions/sources.yaml")
	if err == nil {
		err = yaml.UnmarshalWithOptions(text, &sources, yaml.Strict())
	}
	if err != nil {
		return map[string]string{"": err.Error()} // never: a test looks up every tag
	}
	return sources
})

func readEdition(name string) (*Edition, error) {
	text, err := editionFiles.ReadFile("editions/" + name + ".yaml")
	if err != nil {
		return nil, err
	}
	e, err := parseEdition(text)
	if err == nil && e.Name != name {
		err = fmt.Errorf("edition is %q", e.Name)
	}
	return e, err
}

// parseEdition reads the text of an edition's file and tells all that is wrong
// with it.
func parseEdition(text []byte) (*Edition, error) {
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
		{"filters", e.Filters, filterNames},
		{"products", e.Products, texts(products)},
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

// complete writes out what all_but means, and checks the names.
func (l *Listing) complete(known []string) error {
	if l.Names == nil {
		l.Names = slices.DeleteFunc(slices.Clone(known), func(n string) bool { return slices.Contains(l.AllBut, n) })
	} else if l.AllBut != nil {
		return errors.New("names and all_but are both there")
	}
	if l.Coverage != Complete && l.Coverage != Partial {
		return fmt.Errorf("seen is %q, whole or cut is needed", l.Coverage)
	}
	return errors.Join(l.Evidence.check(), among(l.Names, known), among(l.AllBut, known))
}

func (r Row) check() error {
	if r.Coverage != "" && r.Coverage != Complete && r.Coverage != Partial {
		return fmt.Errorf("seen is %q, whole, cut or nothing is needed", r.Coverage)
	}
	return errors.Join(r.Evidence.check(), among(r.Metrics, Metrics),
		among(r.Allowed, Dimensions), among(r.Denied, Dimensions), among(r.Tried, Dimensions))
}

func (e Evidence) check() error {
	if !slices.Contains(bases, e.Basis) {
		return fmt.Errorf("basis is %q, one of %v is needed", e.Basis, bases)
	}
	for _, s := range e.Sources {
		if Sources()[s] == "" {
			return fmt.Errorf("source %q does not stand in sources.yaml", s)
		}
	}
	return nil
}

// among tells the first of names that is not known, or stands twice.
func among[T ~string](names, known []T) error {
	for i, n := range names {
		if !slices.Contains(known, n) {
			return fmt.Errorf("%q is not known", n)
		}
		if slices.Contains(names[:i], n) {
			return fmt.Errorf("%q stands twice", n)
		}
	}
	return nil
}

func texts[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}
