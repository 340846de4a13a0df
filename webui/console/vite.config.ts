import { defineConfig } from "vitest/config";

const backend = process.env["RELIST_URL"] ?? "http://127.0.0.1:8000";

/**
 * What an agent's first page needs comes in three files instead of seventeen: a browser asks a server for six at once,
 * and each further round costs a phone's network its whole delay. Their names are how the server finds them
 * (webui/preloads.py) to tell a browser of them with the page.
 */
const files = [
  { name: "start", test: /src\/(main|store|ui\/)/, priority: 3 },
  { name: "calling", test: /src\/views\/session\/page\./, priority: 2 },
  { name: "before", test: /src\/views\/session\/before\./, priority: 1 },
  { name: "floor", test: /src\/views\/floor\/page\./ },
];

export default defineConfig({
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    manifest: true,
    target: "es2022",
    sourcemap: false,
    modulePreload: false,
    rolldownOptions: { output: { codeSplitting: { groups: files } } },
  },
  server: {
    proxy: {
      "/api": backend,
      "/login": backend,
      "/logout": backend,
      "/socket.io": { target: backend, ws: true },
    },
  },
  test: { environment: "node", include: ["tests/**/*.test.ts"] },
});
