package rest

// A handler answers a call; vars are the parts of the path that vary.
type handler = func(c *call, vars []string) (any, error)

// A routing is a method, a path and who answers it.
type routing struct {
	method string
	path   []string // "*" varies
	handler
}

var table []routing

func on(method, path string, h handler) {
	table = append(table, routing{method, parts(path), h})
}

func init() { // not a literal: handlers lead back to the table
	for _, noun := range []string{"video", "user", "playlist", "player", "channel"} {
		on("GET", "/"+noun+"/*", getObject(noun))
		on("GET", "/"+noun+"/*/*", getConnection(noun))
	}
	on("GET", "/subtitle/*", getSubtitle)

	on("GET", "/videos", listVideos)
	on("POST", "/videos", createOwnVideo)
	on("POST", "/user/*/videos", createVideo)
	on("POST", "/video/*", editVideo)
	on("DELETE", "/video/*", deleteVideo)
	on("GET", "/videos/subscriptions", needsLogin)

	on("POST", "/video/*/subtitles", createSubtitle)
	on("DELETE", "/subtitle/*", deleteSubtitle)

	on("GET", "/users", listUsers)
	on("POST", "/user/*", editUser)
	on("DELETE", "/user/*", deleteUser)
	on("GET", "/user/*/*/*", isTied)

	on("POST", "/user/*/players", createPlayer)
	on("POST", "/player/*", editPlayer)
	on("DELETE", "/player/*", deletePlayer)

	on("GET", "/playlists", listPlaylists)
	on("POST", "/user/*/playlists", createPlaylist)
	on("POST", "/playlists", createOwnPlaylist)
	on("POST", "/playlist/*", editPlaylist)
	on("DELETE", "/playlist/*", deletePlaylist)
	on("POST", "/playlist/*/videos", replaceContent)
	on("GET", "/playlist/*/videos/*", isInPlaylist)
	on("POST", "/playlist/*/videos/*", addToPlaylist)
	on("DELETE", "/playlist/*/videos/*", removeFromPlaylist)
	on("POST", "/video/*/playlists/*", addFromVideo)
	on("DELETE", "/video/*/playlists/*", removeFromVideo)

	on("POST", "/user/*/parents/*", adopt)
	on("DELETE", "/user/*/parents/*", leave)
	on("DELETE", "/user/*/children/*", reject)
	on("POST", "/user/*/*/*", writeTie)
	on("DELETE", "/user/*/*/*", writeTie)

	on("GET", "/channels", listCategories)
	on("GET", "/file/upload", offerUpload)
	on("GET", "/echo", echo)
	on("GET", "/auth", describeToken)
	on("GET", "/logout", logout)
	on("GET", "/languages", listLanguages)
	on("GET", "/locales", listLocales)
	on("GET", "/locale", oneLocale)
}

// route finds who answers a call: of two that could, the first in the table.
func route(method string, path []string) (handler, []string) {
	for i := range table {
		if t := &table[i]; t.method == method && len(t.path) == len(path) {
			if vars, ok := t.match(path); ok {
				return t.handler, vars
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
