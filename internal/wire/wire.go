// Package wire holds what the surfaces share about HTTP: bodies in and out, forms, the error envelopes, texts of
// clients cut short, and the address under which a client knows this server.
//
//	body, err := wire.Body(w, r, 64<<10)      // ErrTooLarge, ErrUnreadable
//	wire.JSON(w, http.StatusOK, payload)      // status, headers and one write
//	link := wire.Origin{}.Of(r) + "/file.csv" // http://host/file.csv
package wire
