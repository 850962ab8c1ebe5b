package dailymock

import "net/http"

// pendingGraph stands where the GraphQL surface will.
func pendingGraph(string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lacksGraphQL(w, http.StatusNotImplemented, "no GraphQL yet")
	})
}

func refusePending(w http.ResponseWriter, _ *http.Request, err error) {
	lacksGraphQL(w, http.StatusUnauthorized, err.Error())
}
