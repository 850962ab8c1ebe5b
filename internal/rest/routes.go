package rest

import (
	"slices"

	"github.com/dailymock/dailymock/internal/rest/listing"
	"github.com/dailymock/dailymock/internal/rest/object"
)

// A routing is a method, a path and its handler.
type routing struct {
	method string
	path   []string // a part "*" matches any
	object.Handler
	name string // such as "GET /video/*"
}

func on(method, path string, h object.Handler) routing {
	return routing{method, object.PathParts(path), h, method + " " + path}
}

// table has all routes. Of two that match a call, the first handles it.
var table = []routing{
	on("GET", "/video/*", listing.GetObject("video")),
	on("GET", "/video/*/*", listing.GetConnection("video")),
	on("GET", "/user/*", listing.GetObject("user")),
	on("GET", "/user/*/*", listing.GetConnection("user")),
	on("GET", "/playlist/*", listing.GetObject("playlist")),
	on("GET", "/playlist/*/*", listing.GetConnection("playlist")),
	on("GET", "/player/*", listing.GetObject("player")),
	on("GET", "/player/*/*", listing.GetConnection("player")),
	on("GET", "/channel/*", listing.GetObject("channel")),
	on("GET", "/channel/*/*", listing.GetConnection("channel")),
	on("GET", "/subtitle/*", object.GetSubtitle),

	on("GET", "/videos", listing.ListVideos),
	on("POST", "/videos", object.CreateOwnVideo),
	on("POST", "/user/*/videos", object.CreateVideo),
	on("POST", "/video/*", object.EditVideo),
	on("DELETE", "/video/*", object.DeleteVideo),
	on("GET", "/videos/subscriptions", needsLogin),
	on("POST", "/video/*/subtitles", object.CreateSubtitle),
	on("DELETE", "/subtitle/*", object.DeleteSubtitle),

	on("GET", "/users", listing.ListUsers),
	on("POST", "/user/*", object.EditUser),
	on("DELETE", "/user/*", object.DeleteUser),
	on("GET", "/user/*/*/*", listing.IsLinked),

	on("POST", "/user/*/players", object.CreatePlayer),
	on("POST", "/player/*", object.EditPlayer),
	on("DELETE", "/player/*", object.DeletePlayer),

	on("GET", "/playlists", listing.ListPlaylists),
	on("POST", "/user/*/playlists", object.CreatePlaylist),
	on("POST", "/playlists", object.CreateOwnPlaylist),
	on("POST", "/playlist/*", object.EditPlaylist),
	on("DELETE", "/playlist/*", object.DeletePlaylist),
	on("POST", "/playlist/*/videos", object.ReplaceContent),
	on("GET", "/playlist/*/videos/*", listing.IsInPlaylist),
	on("POST", "/playlist/*/videos/*", object.AddToPlaylist),
	on("DELETE", "/playlist/*/videos/*", object.RemoveFromPlaylist),
	on("POST", "/video/*/playlists/*", object.AddFromVideo),
	on("DELETE", "/video/*/playlists/*", object.RemoveFromVideo),

	on("POST", "/user/*/parents/*", object.Adopt),
	on("DELETE", "/user/*/parents/*", object.Leave),
	on("DELETE", "/user/*/children/*", object.Reject),
	on("POST", "/user/*/*/*", object.WriteLink),
	on("DELETE", "/user/*/*/*", object.WriteLink),

	on("GET", "/channels", listing.ListCategories),
	on("GET", "/file/upload", offerUpload),
	on("GET", "/echo", echo),
	on("GET", "/auth", describeToken),
	on("GET", "/logout", logout),
	on("GET", "/languages", listLanguages),
	on("GET", "/locales", listLocales),
	on("GET", "/locale", oneLocale),
}

// Operations returns the names of all routes, such as "GET /video/*".
func Operations() []string {
	names := make([]string, len(table))
	for i := range table {
		names[i] = table[i].name
	}
	return names
}

// route returns the routing of a call, or nil.
func route(method string, path []string) *routing {
	for i := range table {
		if t := &table[i]; t.method == method && t.match(path) {
			return t
		}
	}
	return nil
}

func (t *routing) match(path []string) bool {
	return slices.EqualFunc(t.path, path, func(part, is string) bool { return part == "*" || part == is })
}

// vars returns the parts of a matching path that vary.
func (t *routing) vars(path []string) []string {
	var vars []string
	for i, part := range t.path {
		if part == "*" {
			vars = append(vars, path[i])
		}
	}
	return vars
}
