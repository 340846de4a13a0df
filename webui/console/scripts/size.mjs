// Fails when what an agent's page loads (entry, session view and all they import) is over its budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 45 * 1024;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

function chunksOf(key, seen = new Set()) {
  const chunk = manifest[key];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) chunksOf(imported, seen);
  return seen;
}

// As vite.config.ts names them.
const keyOf = (name) => Object.keys(manifest).find((key) => manifest[key].name === name);
const files = new Set(["start", "calling"].flatMap((name) => [...chunksOf(keyOf(name))]));
let total = 0;
for (const file of files) {
  const bytes = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
  total += bytes;
  console.log(`${(bytes / 1024).toFixed(1).padStart(7)} KB  ${file}`);
}
const kilobytes = Math.round((total / 1024) * 10) / 10;
console.log(JSON.stringify({ bundle_gz_kb: kilobytes, budget_kb: BUDGET_BYTES / 1024 }));
if (total > BUDGET_BYTES) {
  console.error(
    `The agent's page loads ${kilobytes} KB gzipped, over the budget: split off what it does not need at once.`,
  );
  process.exit(1);
}
