package asset

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// A look is all that tells one picture from another.
type look struct {
	size   image.Point
	colour uint8 // one of colours
}

// colours is the number of colours, so that few pictures have to be kept.
const colours = 16

// colourOf returns the colour of the pictures of one video or user: its sizes share it.
func colourOf(path string) uint8 {
	parts := strings.SplitN(path, "/", 4) // "", "v", the name, and the rest
	sum := sha256.Sum256([]byte(strings.Join(parts[:min(len(parts), 3)], "/")))
	return sum[0] % colours
}

// picture returns a PNG, from those that are kept or newly made.
func (h *Handler) picture(l look) []byte {
	if kept, ok := h.pictures.Get(l); ok {
		return kept
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&b, draw(l)); err != nil {
		panic(err) // a Buffer does not fail, and no size is too large
	}
	h.pictures.Add(l, b.Bytes())
	return b.Bytes()
}

// draw returns a picture with a bright band in its middle. With two colours it is encoded many times faster than a
// photograph.
func draw(l look) image.Image {
	light := 96 + 16*(l.colour&3)
	dark := color.RGBA{light, 64 + 8*l.colour, 160 - 8*l.colour, 255}
	p := image.NewPaletted(image.Rectangle{Max: l.size}, color.Palette{dark, color.White})
	third := l.size.Y / 3
	for n := third * p.Stride; n < 2*third*p.Stride; n++ {
		p.Pix[n] = 1
	}
	return p
}
