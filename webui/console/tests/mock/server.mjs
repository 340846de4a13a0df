// Serves the built console with made-up data: node tests/mock/server.mjs [port]. POST /mock/<phase> moves the session.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { Server } from "socket.io";
import * as data from "./data.mjs";

const dist = new URL("../../dist/", import.meta.url);
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
let phase = "none";
let more = {};
const seq = 0;

const snapshot = () => ({
  epoch: "mock",
  seq,
  at: new Date().toISOString(),
  sessions: [data.session(phase, more)],
  lines: data.lines(phase),
  campaigns: [],
  next: data.next.slice(0, 3),
  lead: phase === "talking" || phase === "wrap_up" ? data.lead : null,
});

const ANSWERS = [
  [/^\/api\/me$/, () => data.me],
  [/^\/api\/definitions$/, () => data.definitions],
  [/^\/api\/campaigns$/, () => data.campaigns],
  [/^\/api\/campaigns\/\d+$/, (id) => data.campaigns[id - 1]],
  [/filter-count$/, () => ({ leads: 934, fresh: 41 })],
  [
    /preview-change$/,
    () => ({
      sentences: ["412 leads that are ready now may be called on 4 lines instead of 3."],
      leads_affected: 412,
      examples: [],
    }),
  ],
  [/^\/api\/sessions\/preview$/, () => data.preview],
  [/^\/api\/sessions\/current$/, () => (phase === "none" ? null : snapshot())],
  [/snapshot$/, snapshot],
  [/report$/, () => data.report],
  [/^\/api\/leads\/\d+\/dispositions$/, () => data.dispositions],
  [/^\/api\/dispositions$/, () => data.dispositions],
  [/^\/api\/leads$/, () => ({ rows: data.leadRows, next_cursor: "x", total: 2310 })],
  [/^\/api\/leads\/\d+$/, () => ({ ...data.lead, current_attempt_id: null })],
  [/^\/api\/tasks$/, () => data.tasks],
  [/^\/api\/imports$/, () => data.imports],
  [/^\/api\/imports\/\d+$/, (id) => data.imports.find((one) => one.id === Number(id))],
  [/^\/api\/suppressions$/, () => data.suppressions],
  [/^\/api\/users$/, () => data.users],
  [/^\/api\/sequences$/, () => data.sequences],
  [
    /^\/api\/templates\/preview$/,
    () => ({
      text: "Hi Ann, Dana with Prairie Home Realty here. I just tried to reach you about 123 N Main St. Is it still for sale? Reply STOP to opt out.",
      segments: 1,
    }),
  ],
  [/^\/api\/templates$/, () => data.templates],
  [/^\/api\/scripts$/, () => [data.script]],
  [/^\/api\/caller-ids$/, () => data.callerIds],
  [/^\/api\/floor$/, () => data.floor()],
  [/^\/api\/audit$/, () => data.audit],
];

function send(response, status, body, type = "application/json") {
  response.writeHead(status, {
    "Content-Type": type,
    "Content-Security-Policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; media-src 'self' blob:",
  });
  response.end(body);
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://mock");
  if (pathname.startsWith("/mock/")) {
    let sent = "";
    for await (const chunk of request) sent += chunk;
    phase = pathname.slice(6);
    more = sent ? JSON.parse(sent) : {};
    io.emit("live", {
      room: "session:7",
      epoch: `restart${seq}`,
      seq: 1,
      at: "",
      entity: "session",
      id: "7",
      version: 1,
      data: null,
    });
    return send(response, 200, "{}");
  }
  if (pathname.startsWith("/api/")) {
    if (request.method !== "GET" && !/preview/.test(pathname)) return send(response, 200, '{"ok":true}');
    const found = ANSWERS.find(([pattern]) => pattern.test(pathname));
    const value = found?.[1](pathname.split("/")[3]);
    if (value === null) return send(response, 204, "");
    return value === undefined
      ? send(response, 404, '{"title":"Not found","detail":"There is nothing here.","status":404}')
      : send(response, 200, JSON.stringify(value));
  }
  const file = pathname.startsWith("/assets/") ? pathname.slice(1) : "index.html";
  try {
    send(
      response,
      200,
      await readFile(new URL(file, dist)),
      TYPES[extname(file)] ?? "application/octet-stream",
    );
  } catch {
    send(response, 404, "");
  }
});

const io = new Server(server, { transports: ["websocket"] });
io.on("connection", (socket) =>
  socket.on("join", (_, acknowledge) => acknowledge({ ok: true, epoch: "mock", seq })),
);
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${server.address().port}`),
);
