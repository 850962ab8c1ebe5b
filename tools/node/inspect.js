// Compares pairs of schemas with GraphQL Inspector. Standard input is a JSON list of pairs [from, to] of SDL.
// Standard output is a JSON list with, for each pair, the level, type and path of each change.

import { readFileSync } from "node:fs";
import { diff } from "@graphql-inspector/core";
import { buildSchema } from "graphql";

const build = (text) => buildSchema(text, { assumeValidSDL: true });

const results = [];
for (const [from, to] of JSON.parse(readFileSync(0, "utf8"))) {
  const changes = await diff(build(from), build(to));
  results.push(changes.map(({ criticality, type, path }) => ({ level: criticality.level, type, path })));
}
process.stdout.write(JSON.stringify(results));
