package graph

import (
	"encoding/base64"
	"strings"
)

// A Node is whatever has an id.
type Node any

// An id is the name of a type and a key, in base64 (docs/spec/reporting.md#scalars-and-ids: the
// form is OBSERVED, its use for these types ASSUMED). What there is one of only
// has the key None.
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

// decodeID answers two empty strings for what is no id.
func decodeID(id string) (name, key string) {
	text, err := base64.StdEncoding.Strict().DecodeString(id)
	if err != nil {
		return "", ""
	}
	name, key, _ = strings.Cut(string(text), ":")
	return name, key
}

// node finds what an id stands for, as far as the caller may see it; if not,
// report.ErrNotFound.
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
