// Executes GraphQL requests with graphql-js. Standard input is one JSON object:
//   {"schema": SDL, "stubs": "vendor" or "zoo", "requests": [{"query": …, "variables": {…}}]}
// Standard output is a JSON list with, for each request, data and the paths of errors.

import { readFileSync } from "node:fs";
import { buildSchema, execute, parse, validate } from "graphql";
import vendor from "./stubs/vendor.js";
import zoo from "./stubs/zoo.js";

const input = JSON.parse(readFileSync(0, "utf8"));
const schema = buildSchema(input.schema);
const rootValue = { vendor, zoo }[input.stubs];

function answer({ query, variables }) {
  const document = parse(query);
  const invalid = validate(schema, document);
  if (invalid.length > 0) {
    return { invalid: invalid.map((error) => error.message) };
  }
  const { data, errors = [] } = execute({ schema, document, rootValue, variableValues: variables });
  return { data, paths: errors.map((error) => error.path) };
}

process.stdout.write(JSON.stringify(input.requests.map(answer)));
