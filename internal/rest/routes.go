package rest

import "github.com/dailymock/dailymock/internal/rest/object"

// A routing is a method, a path and who answers it.
type routing struct {
	method string
	path   []string // "*" varies
	object.Handler
}

var table []routing

func on(method, path string, h object.Handler) {
	table = append(table, routing{method, object.PathParts(path), h})
}

func init() { // not a literal: handlers lead back to the table
	for _, noun := range []string{"video", "user", "playlist", "player", "channel"} {
		on("GET", "/"+noun+"/*", object.GetObject(noun))
		on("GET", "/"+noun+"/*/*", object.GetConnection(noun))
	}
	on("GET", "/subtitle/*", object.GetSubtitle)

	on("GET", "/videos", object.ListVideos)
	on("POST", "/videos", object.CreateOwnVideo)
	on("POST", "/user/*/videos", object.CreateVideo)
	on("POST", "/video/*", object.EditVideo)
	on("DELETE", "/video/*", object.DeleteVideo)
	on("GET", "/videos/subscriptions", needsLogin)

	on("POST", "/video/*/subtitles", object.CreateSubtitle)
	on("DELETE", "/subtitle/*", object.DeleteSubtitle)

	on("GET", "/users", object.ListUsers)
	on("POST", "/user/*", object.EditUser)
	on("DELETE", "/user/*", object.DeleteUser)
	on("GET", "/user/*/*/*", object.IsLinked)

	on("POST", "/user/*/players", object.CreatePlayer)
	on("POST", "/player/*", object.EditPlayer)
	on("DELETE", "/player/*", object.DeletePlayer)

	on("GET", "/playlists", object.ListPlaylists)
	on("POST", "/user/*/playlists", object.CreatePlaylist)
	on("POST", "/playlists", object.CreateOwnPlaylist)
	on("POST", "/playlist/*", object.EditPlaylist)
	on("DELETE", "/playlist/*", object.DeletePlaylist)
	on("POST", "/playlist/*/videos", object.ReplaceContent)
	on("GET", "/playlist/*/videos/*", object.IsInPlaylist)
	on("POST", "/playlist/*/videos/*", object.AddToPlaylist)
	on("DELETE", "/playlist/*/videos/*", object.RemoveFromPlaylist)
	on("POST", "/video/*/playlists/*", object.AddFromVideo)
	on("DELETE", "/video/*/playlists/*", object.RemoveFromVideo)

	on("POST", "/user/*/parents/*", object.Adopt)
	on("DELETE", "/user/*/parents/*", object.Leave)
	on("DELETE", "/user/*/children/*", object.Reject)
	on("POST", "/user/*/*/*", object.WriteLink)
	on("DELETE", "/user/*/*/*", object.WriteLink)

	on("GET", "/channels", object.ListCategories)
	on("GET", "/file/upload", offerUpload)
	on("GET", "/echo", echo)
	on("GET", "/auth", object.DescribeToken)
	on("GET", "/logout", logout)
	on("GET", "/languages", listLanguages)
	on("GET", "/locales", listLocales)
	on("GET", "/locale", oneLocale)
}

// route finds who answers a call: of two that could, the first in the table.
func route(method string, path []string) (object.Handler, []string) {
	for i := range table {
		if t := &table[i]; t.method == method && len(t.path) == len(path) {
			if vars, ok := t.match(path); ok {
				return t.Handler, vars
			}
		}
	}
	return nil, nil
}

func (t *routing) match(path []string) (vars []string, ok bool) {
	for i, part := range t.path {
		switch {
		case part == "*":
			vars = append(vars, path[i])
		case part != path[i]:
			return nil, false
		}
	}
	return vars, true
}
