package explain

import (
	"encoding/json"
	"io"
)

// A Page is an explanation: blocks for people, data for programs.
type Page struct {
	blocks []block
	data   any
}

// Write writes the page as "json", "markdown" or "text".
func (p *Page) Write(w io.Writer, format string) error {
	switch format {
	case "json":
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(p.data)
	case "markdown":
		return writeBlocks(w, p.blocks, block.markdown)
	default:
		return writeBlocks(w, p.blocks, block.text)
	}
}

func (p *Page) add(b ...block) { p.blocks = append(p.blocks, b...) }

// cite adds the sources that the blocks name.
func (p *Page) cite() { p.add(legend(p.blocks)...) }
