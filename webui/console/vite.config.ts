import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const backend = process.env["RELIST_URL"] ?? "http://127.0.0.1:8000";

/** The console speaks websocket only, so the library's other transports are left out of what agents load. */
const websocketOnly: Plugin = {
  name: "websocket-only",
  enforce: "pre",
  load(id) {
    if (!/engine\.io-client\/build\/esm\/transports\/(polling|webtransport)/.test(id)) return null;
    return "export class XHR {}\nexport class Fetch {}\nexport class WT {}\n";
  },
};

export default defineConfig({
  plugins: [websocketOnly],
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: { manifest: true, target: "es2022", sourcemap: false, modulePreload: false },
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
