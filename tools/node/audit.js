// Runs the GraphQL over HTTP audit of graphql-http against one endpoint.
//   node audit.js URL TOKEN
// Standard output is a JSON list of {"id", "name", "status", "reason"}.

import { serverAudits } from "graphql-http";

const [url, token] = process.argv.slice(2);
const fetchFn = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

const results = [];
for (const audit of serverAudits({ url, fetchFn })) {
  const { status, reason } = await audit.fn();
  results.push({ id: audit.id, name: audit.name, status, reason });
}
process.stdout.write(JSON.stringify(results));
