package docs

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml"
)

// The states of pages as the fact sheets in docs/spec were written from them. They hold headings and hashes, and none
// of the vendor's text. The hashes were made from copies of the text.
//
//go:embed baseline/*.yaml
var baselines embed.FS

// Baseline returns the state of a page, by its address, as it was when the fact sheets were written. The error wraps
// fs.ErrNotExist if the page's text was not at hand.
func Baseline(address string) (State, error) {
	for _, s := range allBaselines() {
		if strings.TrimSuffix(s.Page, "/") == strings.TrimSuffix(address, "/") {
			s.Page = address
			return s, nil
		}
	}
	return State{}, fmt.Errorf("state of %s: %w", address, fs.ErrNotExist)
}

// BaselinePages returns the addresses of the pages that have a Baseline, sorted by file name.
func BaselinePages() []string {
	var pages []string
	for _, s := range allBaselines() {
		pages = append(pages, s.Page)
	}
	return pages
}

func allBaselines() []State {
	files, err := baselines.ReadDir("baseline")
	if err != nil {
		panic(err)
	}
	all := make([]State, len(files))
	for i, f := range files {
		text, err := baselines.ReadFile("baseline/" + f.Name())
		if err == nil {
			err = yaml.UnmarshalWithOptions(text, &all[i], yaml.Strict())
		}
		if err != nil {
			panic(fmt.Sprintf("%s: %v", f.Name(), err))
		}
	}
	return all
}
