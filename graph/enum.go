package graph

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dailymock/dailymock/internal/report"
)

// The domain's enumerations are strings that know no GraphQL. Two functions convert
// each of them; their values are listed only in the schema.

func MarshalMetric(m report.Metric) graphql.Marshaler { return marshalEnum(m) }
func UnmarshalMetric(v any) (report.Metric, error)    { return unmarshalEnum[report.Metric](v) }

func MarshalDimension(d report.Dimension) graphql.Marshaler { return marshalEnum(d) }
func UnmarshalDimension(v any) (report.Dimension, error)    { return unmarshalEnum[report.Dimension](v) }

func MarshalProduct(p report.Product) graphql.Marshaler { return marshalEnum(p) }
func UnmarshalProduct(v any) (report.Product, error)    { return unmarshalEnum[report.Product](v) }

func MarshalMediaType(t report.MediaType) graphql.Marshaler { return marshalEnum(t) }
func UnmarshalMediaType(v any) (report.MediaType, error)    { return unmarshalEnum[report.MediaType](v) }

func MarshalMonetizationType(t report.MonetizationType) graphql.Marshaler { return marshalEnum(t) }
func UnmarshalMonetizationType(v any) (report.MonetizationType, error) {
	return unmarshalEnum[report.MonetizationType](v)
}

func MarshalReportStatus(s report.Status) graphql.Marshaler { return marshalEnum(s) }
func UnmarshalReportStatus(v any) (report.Status, error)    { return unmarshalEnum[report.Status](v) }

func MarshalStudioStatus(s report.Status) graphql.Marshaler { return marshalEnum(studioStatus(s)) }
func UnmarshalStudioStatus(v any) (report.Status, error)    { return unmarshalEnum[report.Status](v) }

func marshalEnum[T ~string](v T) graphql.Marshaler {
	return graphql.MarshalString(string(v))
}

func unmarshalEnum[T ~string](v any) (T, error) {
	s, ok := v.(string)
	if !ok {
		return "", fmt.Errorf("%v is not the name of an enum value", v)
	}
	return T(s), nil
}
