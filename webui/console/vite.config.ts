import { defineConfig } from "vitest/config";

const backend = process.env["RELIST_URL"] ?? "http://127.0.0.1:8000";

export default defineConfig({
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
