// Package packed reads files that are compressed in the binary. The command pack below it writes them.
package packed

import (
	"bytes"
	"compress/gzip"
	"io"
)

// Read decompresses a file of the binary. It panics if the file is damaged, as the program is then.
func Read(packed []byte) []byte {
	content, err := read(packed)
	if err != nil {
		panic("packed: " + err.Error())
	}
	return content
}

func read(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// Write compresses content, in the same way each time.
func Write(content []byte) []byte {
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // that level is valid, and a buffer takes all
	_, _ = w.Write(content)
	_ = w.Close()
	return packed.Bytes()
}
