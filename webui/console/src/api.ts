/** Requests to the server. A refusal is a value with words for people, never an exception. */

import type { Problem } from "./shapes";

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

let csrf = "";

export function setCsrf(token: string): void {
  csrf = token;
}

/** Answers asked for ahead, and until when they are fresh. */
const early = new Map<string, { answer: Promise<Result<unknown>>; until: number }>();
const FRESH_MS = 5000;

/** Asks before the page that wants it is there: its `get` of the same path takes this answer. */
export function ahead(path: string): void {
  early.set(path, { answer: request("GET", path), until: Date.now() + FRESH_MS });
}

export function get<T>(path: string): Promise<Result<T>> {
  const asked = early.get(path);
  early.delete(path);
  if (asked !== undefined && Date.now() < asked.until) return asked.answer as Promise<Result<T>>;
  return request<T>("GET", path);
}

export const post = <T>(path: string, body: unknown = {}) => request<T>("POST", path, body);
export const patch = <T>(path: string, body: unknown) => request<T>("PATCH", path, body);
export const put = <T>(path: string, body: unknown) => request<T>("PUT", path, body);
export const del = <T>(path: string, body: unknown = {}) => request<T>("DELETE", path, body);

export function upload<T>(path: string, file: File): Promise<Result<T>> {
  const form = new FormData();
  form.set("file", file);
  return request<T>("POST", path, form);
}

export async function request<T>(method: string, path: string, body?: unknown): Promise<Result<T>> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (body instanceof FormData) {
    init.body = body;
  } else if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  try {
    return await read<T>(await fetch(path, init));
  } catch {
    return { ok: false, problem: OUT_OF_REACH };
  }
}

/** Status 0: the server did not answer at all, so the same request may be sent again later. */
const OUT_OF_REACH: Problem = {
  type: "about:blank",
  title: "The server cannot be reached",
  status: 0,
  detail:
    "Check your network. What you typed is kept on this machine and is sent when the server answers again.",
  errors: [],
};

async function read<T>(response: Response): Promise<Result<T>> {
  if (response.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  }
  if (response.status === 204) return { ok: true, value: null as T };
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  const body: unknown = isJson ? await response.json() : null;
  if (response.ok) return { ok: true, value: body as T };
  return { ok: false, problem: asProblem(response, body) };
}

function asProblem(response: Response, body: unknown): Problem {
  const told = (body ?? {}) as Partial<Problem>;
  return {
    type: told.type ?? "about:blank",
    title: told.title ?? `The server refused this (${response.status})`,
    status: response.status,
    detail: told.detail ?? "Try again. If it happens again, tell whoever runs this server.",
    errors: told.errors ?? [],
  };
}

/** A path with the filled ones of `query`, in a stable order. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const filled = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  if (filled.length === 0) return path;
  return `${path}?${new URLSearchParams(filled.map(([key, value]) => [key, String(value)]))}`;
}
