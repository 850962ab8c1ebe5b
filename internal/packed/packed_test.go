package packed_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dailymock/dailymock/internal/packed"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFilesAreUpToDate: each compressed file of the module has the content of its source.
func TestFilesAreUpToDate(t *testing.T) {
	t.Parallel()
	names := []string{
		"docs/openapi/rest.yaml", "docs/openapi/control.yaml", "contracts/statement/statements.txt",
		"fixtures/world.schema.json", "internal/rest/catalog/fields.json",
	}
	page, err := os.ReadDir("../control/ui/page")
	require.NoError(t, err)
	for _, file := range page {
		if filepath.Ext(file.Name()) != ".gz" {
			names = append(names, "internal/control/ui/page/"+file.Name())
		}
	}
	require.Greater(t, len(names), 15)
	for _, name := range names {
		want, err := os.ReadFile(filepath.Join("../..", name))
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join("../..", name+".gz"))
		require.NoError(t, err)
		assert.True(t, string(want) == string(packed.Read(got)), "%s: run go generate ./...", name)
	}
}

func TestWriteAndRead(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "a", "a text\n"} {
		assert.Equal(t, content, string(packed.Read(packed.Write([]byte(content)))))
	}
	assert.Panics(t, func() { packed.Read([]byte("no gzip")) })
}
