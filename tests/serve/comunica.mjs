// Asks sources with Comunica, as its documents say: one JSON object in, {"sources", "query"}; its rows or triples out.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { QueryEngine } = createRequire(process.argv[2] + "/")("@comunica/query-sparql");
const { sources, query } = JSON.parse(readFileSync(0, "utf-8"));
const found = await new QueryEngine().query(query, { sources });
let said;
if (found.resultType === "boolean") {
  said = await found.execute();
} else if (found.resultType === "quads") {
  said = await (await found.execute()).toArray();
  said = said.map((quad) => [quad.subject.value, quad.predicate.value, quad.object.value]);
} else {
  const rows = await (await found.execute()).toArray();
  said = rows.map((row) => Object.fromEntries([...row].map(([variable, term]) => [variable.value, term.value])));
}
process.stdout.write(JSON.stringify(said));
