package webhook

import "time"

// An Order asks to post the events of an account and a time span to a webhook now.
type Order struct {
	URL   string    // of the webhook, http or https
	Key   string    // the API key of the account; "" means the account of requests without a key
	After time.Time // events after this time
	Until time.Time // and until this one; zero means now
}

// A Receipt is an event that was posted for an Order.
type Receipt struct {
	Event    string    `json:"event"`
	VideoKey string    `json:"videoKey"`
	At       time.Time `json:"at"`     // when it happened
	Status   int       `json:"status"` // of the response
}
