package listing

import "github.com/dailymock/dailymock/internal/rest/object"

// find returns the object that a path names.
func find(c *object.Call, noun, id string) (object.Object, error) {
	switch noun {
	case "video":
		return orFault(c.Video(id, "id"))
	case "user":
		ch, err := c.ChannelOf(id, "id")
		if err != nil {
			return nil, err
		}
		return c.User(ch), nil
	case "playlist":
		return orFault(object.FindPlaylist(c, id, "id"))
	case "player":
		return orFault(object.FindPlayer(c, id))
	case "channel":
		return orFault(c.Category(id, "id"))
	}
	return nil, c.NoRoute()
}

// orFault returns a nil interface in place of a nil pointer if there is an error.
func orFault[O object.Object](o O, err error) (object.Object, error) {
	if err != nil {
		return nil, err
	}
	return o, nil
}

// GetObject handles GET /{noun}/{id}.
func GetObject(noun string) object.Handler {
	return func(c *object.Call, vars []string) (any, error) {
		o, err := find(c, noun, vars[0])
		if err != nil {
			return nil, err
		}
		return c.Asked(o)
	}
}
