package wire

import "net/http"

// moreInfo stands in every REST error (spec/rest.md §6).
const moreInfo = "https://developer.dailymotion.com/api#error-codes"

// A RESTFault is what a REST error says beyond its words (spec/rest.md §6). A
// member that is empty is left out.
type RESTFault struct {
	Reason     string `json:"reason,omitempty"`      // such as "object_not_found"
	ObjectType string `json:"object_type,omitempty"` // such as "video"
	ObjectID   string `json:"object_id,omitempty"`
	Param      string `json:"param,omitempty"` // such as "id"
}

type restError struct {
	Error struct {
		MoreInfo string     `json:"more_info"`
		Code     int        `json:"code"`
		Message  string     `json:"message"`
		Type     string     `json:"type"`
		Data     *RESTFault `json:"error_data,omitempty"`
	} `json:"error"`
}

// RESTError answers as the REST surface refuses: kind is such as "not_found";
// fault is nil where there is nothing to add.
func RESTError(w http.ResponseWriter, status int, kind, message string, fault *RESTFault) {
	var e restError
	e.Error.MoreInfo, e.Error.Code, e.Error.Message, e.Error.Type, e.Error.Data = moreInfo, status, message, kind, fault
	JSON(w, status, e)
}
