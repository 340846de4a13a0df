/** The one place where the page's parts are put together: who is logged in, the live link, the outbox. */

import { signal } from "@preact/signals";
import { get, patch, request, setCsrf } from "./api";
import { Live } from "./connection";
import { DEFAULT_KEYS, type KeyPreferences, keyPreferences } from "./keys";
import { type Item, Outbox } from "./outbox";
import type { DispositionCard, Me } from "./shapes";
import { say } from "./ui/announce";
import { type Cable, Wire } from "./wire";

export interface Preferences {
  theme: "system" | "light" | "dark";
  keys: KeyPreferences;
  sound: { on: boolean; volume: number };
}

export const DEFAULT_PREFERENCES: Preferences = {
  theme: "system",
  keys: DEFAULT_KEYS,
  sound: { on: true, volume: 0.5 },
};

export const me = signal<Me | null>(null);
export const preferences = signal<Preferences>(DEFAULT_PREFERENCES);
export const dispositions = signal<readonly DispositionCard[]>([]);
export const definitions = signal<Record<string, string>>({});

export const isManager = (): boolean => me.value?.role === "manager" || me.value?.role === "owner";

/** This tab's name, so that the server knows which one holds the session. Kept over a reload of the same tab. */
export const tab: string = (() => {
  const known = sessionStorage.getItem("relist.tab");
  const name = known ?? crypto.randomUUID();
  sessionStorage.setItem("relist.tab", name);
  return name;
})();

export const outbox = new Outbox({
  storage: localStorage,
  send: (item: Item) => request(item.method, item.path, item.body),
  now: Date.now,
  later: (work, ms) => void setTimeout(work, ms),
});
outbox.onRefused = (problem) => say(`${problem.title}. ${problem.detail}`, "assertive");

let link: Live | null = null;

/** The live link, opened when the first page needs it. */
export function live(): Live {
  link ??= openLink();
  return link;
}

const clockwork = {
  now: Date.now,
  later: (work: () => void, ms: number) => void setTimeout(work, ms),
  chance: Math.random,
};

function openLink(): Live {
  const address = `${location.origin.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`;
  const wire = new Wire({
    ...clockwork,
    open: () => new WebSocket(address) as Cable,
    token: () => me.value?.socket_token ?? "",
  });
  const made = new Live(wire, clockwork);
  addEventListener("offline", () => wire.drop());
  addEventListener("online", () => {
    wire.retry();
    void outbox.flush();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") made.refresh();
  });
  return made;
}

/** Loads who is logged in and the words everybody needs. The problem's words when that fails. */
export async function start(): Promise<string | null> {
  const result = await get<Me>("/api/me");
  if (!result.ok)
    return result.problem.status === 401 ? null : `${result.problem.title}. ${result.problem.detail}`;
  setCsrf(result.value.csrf);
  adopt(result.value.preferences);
  me.value = result.value;
  void outbox.flush();
  void get<DispositionCard[]>("/api/dispositions").then((found) => {
    if (found.ok) dispositions.value = found.value;
  });
  void get<Record<string, string>>("/api/definitions").then((found) => {
    if (found.ok) definitions.value = found.value;
  });
  return null;
}

function adopt(stored: Record<string, unknown>): void {
  const told = stored as Partial<Preferences>;
  preferences.value = {
    theme: told.theme ?? DEFAULT_PREFERENCES.theme,
    keys: { ...DEFAULT_KEYS, ...told.keys },
    sound: { ...DEFAULT_PREFERENCES.sound, ...told.sound },
  };
  keyPreferences.value = preferences.value.keys;
  showTheme();
}

export async function savePreferences(changed: Partial<Preferences>): Promise<string | null> {
  const whole = { ...preferences.value, ...changed };
  adopt(whole as unknown as Record<string, unknown>);
  const result = await patch<unknown>("/api/me/preferences", whole);
  return result.ok ? null : result.problem.detail;
}

function showTheme(): void {
  const { theme } = preferences.value;
  document.documentElement.style.colorScheme = theme === "system" ? "light dark" : theme;
}
