package graph

import (
	"encoding/base64"
	"strings"
)

// A Node is a value of any type that has an id.
type Node any

// An id is the name of a type and a key, in base64 (docs/spec/reporting.md#scalars-and-ids: the
// form is OBSERVED, its use for these types ASSUMED). The key of a
// type with only one object is None.
const (
	spaceType    = "PartnerSpace"
	fileType     = "PartnerReportFile"
	linkType     = "ReportFileDownloadLink"
	metadataType = "Metadata"

	noKey = "None"
)

var (
	partnerSpace = &PartnerSpace{ID: encodeID(spaceType, noKey)}
	noAlgorithm  = &Metadata{ID: encodeID(metadataType, noKey)}
)

func encodeID(name, key string) string {
	return base64.StdEncoding.EncodeToString([]byte(name + ":" + key))
}

// decodeID returns two empty strings for an invalid id.
func decodeID(id string) (name, key string) {
	text, err := base64.StdEncoding.Strict().DecodeString(id)
	if err != nil {
		return "", ""
	}
	name, key, _ = strings.Cut(string(text), ":")
	return name, key
}

// node returns the object with an id, and report.ErrNotFound if there is none that the
// caller may see.
func (r *Resolver) node(c caller, id string) (Node, error) {
	switch name, key := decodeID(id); {
	case name == fileType:
		f, err := r.Reports.File(c.account, key)
		return &f, err
	case name == linkType:
		l, err := r.Reports.Link(c.account, key)
		return link(l, c.origin), err
	case name == spaceType && key == noKey:
		return partnerSpace, nil
	case name == metadataType && key == noKey:
		return noAlgorithm, nil
	default:
		return r.studioNode(c, name, key)
	}
}
