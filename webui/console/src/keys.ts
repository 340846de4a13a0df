/** Keys: one table of actions, what may be remapped, and when a bare key counts. */

import { signal } from "@preact/signals";
import { createKeybindingsHandler } from "tinykeys";

export interface Action {
  id: string;
  /** A single key as `KeyboardEvent.key` has it, or two in a row: "g l". */
  key: string;
  label: string;
  group: "Call" | "Outcome" | "Lead" | "Go to" | "Page";
}

export const ACTIONS: readonly Action[] = [
  { id: "pause", key: "Space", label: "Pause after this call, or resume", group: "Call" },
  { id: "hang_up", key: "h", label: "Hang up", group: "Call" },
  { id: "mute", key: "m", label: "Mute or unmute", group: "Call" },
  { id: "hold", key: "o", label: "Hold or take off hold", group: "Call" },
  { id: "keypad", key: "k", label: "Keypad: send digits into the call (Esc closes it)", group: "Call" },
  { id: "voicemail_drop", key: "v", label: "Leave the recorded message", group: "Call" },
  { id: "skip", key: "x", label: "Next number of this lead", group: "Call" },
  { id: "skip_lead", key: "Shift+X", label: "Next lead", group: "Call" },
  { id: "dial", key: "d", label: "Dial the lead that is shown", group: "Call" },
  { id: "redial", key: "r", label: "Dial this number again", group: "Call" },
  { id: "transfer", key: "t", label: "Hand the person over: speak with somebody first", group: "Call" },
  { id: "transfer_blind", key: "Shift+T", label: "Put the person through at once", group: "Call" },
  { id: "transfer_join", key: "j", label: "All three together, or hold the person again", group: "Call" },
  { id: "transfer_complete", key: "y", label: "Leave person and third party alone", group: "Call" },
  { id: "transfer_back", key: "b", label: "Take the person back, or decline one", group: "Call" },
  { id: "take_call", key: "i", label: "Take the call that comes in", group: "Call" },
  { id: "let_pass", key: "Shift+I", label: "Let the call that comes in pass to a colleague", group: "Call" },
  { id: "renail", key: "l", label: "Connect my own line again", group: "Call" },
  { id: "advice", key: "a", label: "Do what is advised", group: "Call" },
  ...Array.from({ length: 9 }, (_, index) => ({
    id: `disposition_${index + 1}`,
    key: String(index + 1),
    label: `Outcome ${index + 1}`,
    group: "Outcome" as const,
  })),
  { id: "undo", key: "u", label: "Undo the last outcome or task", group: "Outcome" },
  { id: "callback", key: "c", label: "Choose a time to call back", group: "Outcome" },
  { id: "commit", key: "Enter", label: "Save the chosen outcome", group: "Outcome" },
  { id: "notes", key: "n", label: "Write notes (Esc leaves them)", group: "Lead" },
  { id: "phones", key: "p", label: "Go to the numbers", group: "Lead" },
  { id: "script_next", key: "s", label: "Next step of the script", group: "Lead" },
  { id: "script_back", key: "Shift+S", label: "Step back in the script", group: "Lead" },
  ...["q", "w", "e"].map((key, index) => ({
    id: `script_answer_${index + 1}`,
    key,
    label: `Answer ${index + 1} to the script’s step`,
    group: "Lead" as const,
  })),
  { id: "go_session", key: "g s", label: "Calling", group: "Go to" },
  { id: "go_leads", key: "g l", label: "Leads", group: "Go to" },
  { id: "go_tasks", key: "g t", label: "Tasks", group: "Go to" },
  { id: "go_floor", key: "g f", label: "Floor", group: "Go to" },
  { id: "go_imports", key: "g i", label: "Imports", group: "Go to" },
  { id: "go_setup", key: "g c", label: "Campaigns", group: "Go to" },
  { id: "palette", key: "$mod+k", label: "Commands, pages and leads", group: "Page" },
  { id: "help", key: "?", label: "Show these keys", group: "Page" },
];

export interface KeyPreferences {
  /** WCAG 2.1.4: keys of one character can be switched off. Alt variants stay. */
  bare: boolean;
  map: Record<string, string>;
}

export const DEFAULT_KEYS: KeyPreferences = { bare: true, map: {} };

export const keyPreferences = signal<KeyPreferences>(DEFAULT_KEYS);

export function keyOf(id: string, preferences = keyPreferences.value): string {
  return preferences.map[id] ?? ACTIONS.find((action) => action.id === id)?.key ?? "";
}

/** The key that goes with commands: tinykeys takes the same one. */
const MOD = /Mac|iP(hone|ad)/.test(globalThis.navigator?.platform ?? "") ? "⌘" : "Ctrl";

/** How a key is printed: "H", "⇧ X", "G then L". */
export function printed(key: string): string {
  if (key === "Space") return "Space";
  if (key.startsWith("$mod+")) return `${MOD} ${key.slice("$mod+".length).toUpperCase()}`;
  return key
    .split(" ")
    .map((press) => press.replace("Shift+", "⇧ ").replace(/^[a-z]$/, (letter) => letter.toUpperCase()))
    .join(" then ");
}

/** The same action with Alt, which also works while typing; null where Alt has no room for it. */
export function altVariant(key: string): string | null {
  const shift = key.startsWith("Shift+");
  const plain = shift ? key.slice("Shift+".length) : key;
  if (/^[a-z]$/i.test(plain)) return `${shift ? "Shift+" : ""}Alt+Key${plain.toUpperCase()}`;
  if (/^[0-9]$/.test(plain)) return `Alt+Digit${plain}`;
  if (plain === "Space" || plain === "Enter") return `Alt+${plain}`;
  return null;
}

/** Pairs of actions that ask for the same key. */
export function clashes(preferences: KeyPreferences): [string, string][] {
  const owner = new Map<string, string>();
  const found: [string, string][] = [];
  for (const { id } of ACTIONS) {
    const key = keyOf(id, preferences);
    const other = owner.get(key);
    if (other !== undefined) found.push([other, id]);
    else owner.set(key, id);
  }
  return found;
}

interface Target {
  tagName?: string;
  type?: string;
  isContentEditable?: boolean;
  closest?: (selector: string) => unknown;
}

const PRESSABLE = "button, a, summary, [role=button], [role=tab]";

/** Whether a bare key pressed there may act: not while typing, not in a dialog, and Space and Enter press buttons. */
export function bareCounts(target: Target | null, key: string): boolean {
  if (target === null) return true;
  const tag = (target.tagName ?? "").toLowerCase();
  const typing = ["input", "textarea", "select"].includes(tag) || target.isContentEditable === true;
  if (typing && !(tag === "input" && ["checkbox", "radio"].includes(target.type ?? "") && key !== " "))
    return false;
  if (target.closest?.("[role=dialog]")) return false;
  return !((key === " " || key === "Enter") && target.closest?.(PRESSABLE));
}

type Act = () => void;
const acting = new Map<string, Act[]>();

/** Until the returned function is called, `act` answers the action; the newest one asked for it wins. */
export function onAction(id: string, act: Act): () => void {
  const acts = acting.get(id) ?? [];
  acting.set(id, [...acts, act]);
  return () => {
    const held = acting.get(id) ?? [];
    acting.set(
      id,
      held.filter((one) => one !== act),
    );
  };
}

/** Whether something on the page answers this action now. */
export function isAvailable(id: string): boolean {
  return (acting.get(id)?.length ?? 0) > 0;
}

export function perform(id: string): boolean {
  const act = acting.get(id)?.at(-1);
  act?.();
  return act !== undefined;
}

type KeyHandler = (event: KeyboardEvent) => void;

/** One listener for all keys; built anew when the preferences change. */
export function keyHandler(preferences: KeyPreferences, run: (id: string) => boolean = perform): KeyHandler {
  const bare: Record<string, KeyHandler> = {};
  const always: Record<string, KeyHandler> = {};
  for (const { id } of pairsFirst(preferences)) {
    const key = keyOf(id, preferences);
    if (isGivenAway(id, preferences)) continue;
    const act: KeyHandler = (event) => {
      if (run(id)) event.preventDefault();
    };
    if (key.startsWith("$mod+")) {
      always[key] = act;
      continue;
    }
    bare[key === "?" ? "[Shift]+?" : key] = act;
    const alt = altVariant(key);
    if (alt !== null) always[alt] = act;
  }
  const onBare = createKeybindingsHandler(bare, {
    ignore: (event) => !preferences.bare || !bareCounts(event.target as Target | null, event.key),
  });
  const onAlways = createKeybindingsHandler(always, { ignore: () => false });
  return (event) => {
    if (event.repeat) return;
    onBare(event);
    onAlways(event);
  };
}

/** Somebody chose this action's own key for another one, maybe before there was this action. */
function isGivenAway(id: string, { map }: KeyPreferences): boolean {
  return map[id] === undefined && Object.values(map).includes(keyOf(id, { bare: true, map: {} }));
}

/** The first match acts alone: "g s" has to be asked before the "s" of the script. */
function pairsFirst(preferences: KeyPreferences): Action[] {
  const isPair = (action: Action) => Number(keyOf(action.id, preferences).includes(" "));
  return [...ACTIONS].sort((one, other) => isPair(other) - isPair(one));
}
