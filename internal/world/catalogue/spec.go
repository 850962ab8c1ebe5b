package catalogue

// A Spec says what a world is made of. It is what a world file holds;
// fixtures/world.schema.json describes the file for editors.
type Spec struct {
	// Partners own channels. The first is the one whose account every API key
	// is given when no other is said.
	Partners []PartnerSpec `yaml:"partners"`
	// Sites are those on which any channel may be embedded.
	Sites []SiteSpec `yaml:"sites"`
	// Keys are API keys with their own settings. Any other key works as well,
	// unless sign-in is strict.
	Keys []KeySpec `yaml:"keys"`
	// Users can sign in with their own passwords. Any other login works as well,
	// unless sign-in is strict.
	Users []UserSpec `yaml:"users"`
	// Importer names the user list of a network that is imported; nil: none.
	Importer *ImporterSpec `yaml:"importer"`
}

// An ImporterSpec says what the importer of networks crawls.
type ImporterSpec struct {
	Users      string   `yaml:"users"`    // URL of the user list
	Callback   string   `yaml:"callback"` // URL
	Period     string   `yaml:"period"`   // such as 24h; empty: only when asked
	Parent     string   `yaml:"parent"`   // id or name of the network; empty: the first channel
	Login      string   `yaml:"login"`    // HTTP Basic login of the user list; empty: none
	Password   string   `yaml:"password"`
	AllowHosts []string `yaml:"allow_hosts"` // fetched from, beside those of the list and the callback
	Adopt      bool     `yaml:"adopt"`       // listed users become children
}

// A KeySpec is an API key as its owner set it up.
type KeySpec struct {
	ID          string   `yaml:"id"`     // client_id
	Secret      string   `yaml:"secret"` // client_secret; looked at when sign-in is strict
	Kind        string   `yaml:"kind"`   // one of KeyKinds; empty: public
	Name        string   `yaml:"name"`   // on the consent page; empty: the id
	Description string   `yaml:"description"`
	Picture     string   `yaml:"picture"`  // URL of an image on the consent page
	Terms       string   `yaml:"terms"`    // URL of terms that users accept there
	Callback    string   `yaml:"callback"` // where the consent page may lead; empty: any loopback address
	Roles       []string `yaml:"roles"`    // such as can-adopt-users
	Scopes      []string `yaml:"scopes"`   // none: every scope
	Grants      []string `yaml:"grants"`   // none: all that its kind may use
	Owner       string   `yaml:"owner"`    // user name of the account that made it; empty: any
}

// KeyKinds are the kinds of API key.
var KeyKinds = []string{"public", "private"}

// A UserSpec is a user who can sign in. The part of the login before an @ is
// the slug of the user's channel.
type UserSpec struct {
	Login     string `yaml:"login"`
	Password  string `yaml:"password"`  // looked at when sign-in is strict
	Suspended bool   `yaml:"suspended"` // is refused whatever the password
}

// A PartnerSpec is an organisation with its channels.
type PartnerSpec struct {
	Name     string        `yaml:"name"`
	Channels []ChannelSpec `yaml:"channels"`
}

// A ChannelSpec describes a channel; what it leaves out is made from the slug.
type ChannelSpec struct {
	Slug     string `yaml:"slug"`
	Name     string `yaml:"name"`     // as shown; empty: made from the slug
	Genre    string `yaml:"genre"`    // one of Genres; empty: one of them
	Language string `yaml:"language"` // ISO 639-1; empty: en
	Country  string `yaml:"country"`  // one of Countries, of most viewers; empty: by language

	// Audience is how many plays a typical new video has on its first day;
	// nil means 1,200, and 0 a channel that is not watched.
	Audience *int `yaml:"audience"`
	// Uploads is how many videos a year are made up beside those listed; nil
	// means 24, or none where some are listed.
	Uploads *int `yaml:"uploads"`
	// Detail bounds the clusters of plays that a video has on one day, and so
	// how many rows a report can have; 0 means 24, the most is 4,096.
	Detail int `yaml:"detail"`
	// Titles replace the made ones, in turn.
	Titles []string `yaml:"titles"`
	// Videos are listed ones, in any order.
	Videos []VideoSpec `yaml:"videos"`
	// Playlists are all that the channel has; none: a few are made.
	Playlists []PlaylistSpec `yaml:"playlists"`
	// Site is the domain of the channel's own web site; empty: made from the slug.
	Site string `yaml:"site"`
	// Players are those embedded on the channel's own site; none: one or two
	// are made.
	Players []PlayerSpec `yaml:"players"`
	// ClaimedBy names the channel that claims what this one uploads.
	ClaimedBy string `yaml:"claimed_by"`
	// Reports is how reports that name the channel end: FAILED or EXPIRED; empty
	// means as all others.
	Reports string `yaml:"reports"`
	// Aside keeps the channel out of reports that do not name it.
	Aside bool `yaml:"aside"`
}

// A VideoSpec is one video; what it leaves out is made as for any other.
type VideoSpec struct {
	ID       string   `yaml:"id"`       // in the vendor's form, such as x8qm8fc; empty: made
	Title    string   `yaml:"title"`    // empty: made from the genre
	Created  string   `yaml:"created"`  // 2026-01-31, which means noon, or 2026-01-31T09:30:00Z
	Duration int      `yaml:"duration"` // seconds; 0: made
	Live     bool     `yaml:"live"`     // a stream, on air one day a week unless Plays is set
	Tags     []string `yaml:"tags"`     // none: made from the genre
	Playlist string   `yaml:"playlist"` // the title or id of one of the channel's Playlists; empty: in none
	// Plays is how often the video is played on each day from its upload on,
	// exactly; nil: by the channel's audience, fading.
	Plays *int `yaml:"plays"`
	// Visibility is one of Visibilities; empty: public.
	Visibility string `yaml:"visibility"`
	// Devices are those of Devices that it can be watched on; none: all.
	Devices []string `yaml:"devices"`
}

// A PlaylistSpec is a list of a channel's videos.
type PlaylistSpec struct {
	ID    string `yaml:"id"` // in the vendor's form, such as x5v3kq; empty: made
	Title string `yaml:"title"`
	// Type is one of PlaylistTypes; empty: manual.
	Type string `yaml:"type"`
}

// A PlayerSpec is an embedded player.
type PlayerSpec struct {
	ID    string `yaml:"id"` // in the vendor's form, such as xa1wi; empty: made
	Title string `yaml:"title"`
}

// A SiteSpec is a web site of a publisher.
type SiteSpec struct {
	Domain string `yaml:"domain"`
	Pages  int    `yaml:"pages"` // 0 means 16
	// Publisher is the slug of the channel that embeds there and earns from it;
	// empty: no channel of this world.
	Publisher string `yaml:"publisher"`
	// Players are those embedded there; none: one or two are made.
	Players []PlayerSpec `yaml:"players"`
}

// videosPerYear is the most that a channel publishes in one year: an id has eight bits for it. lastYear is the last
// year in which channels upload, since an id has six bits for it.
const (
	videosPerYear = 256
	lastYear      = 2078
)

// The bounds of a Spec.
const (
	maxPartners  = 256
	maxChannels  = 4096
	maxUploads   = videosPerYear
	maxDetail    = 4096
	maxAudience  = 1 << 20
	maxPlays     = 10_000_000
	maxDuration  = 48 * 3600
	maxSites     = 64
	maxPages     = 256
	maxPlaylists = 64
	maxPlayers   = 32
	maxTags      = 32
	maxKeys      = 1024
	maxUsers     = 4096
	maxNames     = 64  // roles, scopes or grants of a key
	maxName      = 256 // bytes of a key, a login or a secret
	maxText      = 255 // characters of a name or title
)

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func orInt(n *int, otherwise int) int {
	if n == nil {
		return otherwise
	}
	return *n
}
