// Answers queries with Comunica: a line of JSON each, {"query", "data"} in, {"vars", "rows"} or {"error"} out.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { QueryEngine } = createRequire(process.argv[2] + "/")("@comunica/query-sparql");

function written(term) {
  if (term === undefined) return null;
  if (term.termType === "NamedNode") return `<${term.value}>`;
  if (term.termType === "BlankNode") return `_:${term.value}`;
  return JSON.stringify({ value: term.value, language: term.language, datatype: term.datatype.value });
}

async function answer({ query, data }) {
  const sources = [{ type: "serialized", value: data, mediaType: "application/n-triples", baseIRI: "http://base/" }];
  const engine = new QueryEngine();
  const found = await engine.query(query, { sources });
  if (found.resultType === "boolean") return { vars: [], rows: (await found.execute()) ? [[]] : [] };
  const vars = (await found.metadata()).variables.map((entry) => (entry.variable ?? entry).value);
  const rows = [];
  for await (const solution of await found.execute()) rows.push(vars.map((name) => written(solution.get(name))));
  return { vars, rows };
}

// A failed SERVICE rejects a promise that nobody holds; the query itself then fails as well.
process.on("unhandledRejection", () => {});

for await (const line of createInterface({ input: process.stdin })) {
  let said;
  try {
    said = await answer(JSON.parse(line));
  } catch (error) {
    said = { error: String(error.message) };
  }
  process.stdout.write(JSON.stringify(said) + "\n");
}
