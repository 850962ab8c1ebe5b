package oauth

//go:generate go run ./credentials ../../docs/credentials.md
