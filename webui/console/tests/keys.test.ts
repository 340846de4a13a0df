import { describe, expect, it, vi } from "vitest";
import { ACTIONS, altVariant, bareCounts, clashes, DEFAULT_KEYS, keyHandler, printed } from "../src/keys";

interface Press {
  key: string;
  code: string;
  modifiers?: string[];
  target?: object;
  repeat?: boolean;
}

/** Presses keys against fresh preferences and tells which actions they asked for. */
function pressed(presses: Press[], preferences = DEFAULT_KEYS): string[] {
  const asked: string[] = [];
  const handle = keyHandler(preferences, (id) => {
    asked.push(id);
    return true;
  });
  for (const press of presses) handle(asEvent(press));
  return asked;
}

function asEvent(press: Press): KeyboardEvent {
  return {
    key: press.key,
    code: press.code,
    repeat: press.repeat ?? false,
    target: press.target ?? null,
    getModifierState: (name: string) => press.modifiers?.includes(name) ?? false,
    preventDefault: () => undefined,
  } as unknown as KeyboardEvent;
}

const h: Press = { key: "h", code: "KeyH" };
const field = (tagName: string, type = "text") => ({ tagName, type, closest: () => null });

describe("keys", () => {
  it.each([
    ["hang_up", [h]],
    ["pause", [{ key: " ", code: "Space" }]],
    ["disposition_3", [{ key: "3", code: "Digit3" }]],
    ["skip_lead", [{ key: "X", code: "KeyX", modifiers: ["Shift"] }]],
    ["help", [{ key: "?", code: "Slash", modifiers: ["Shift"] }]],
    ["script_next", [{ key: "s", code: "KeyS" }]],
    [
      "go_session",
      [
        { key: "g", code: "KeyG" },
        { key: "s", code: "KeyS" },
      ],
    ],
  ] as [string, Press[]][])("%s answers its key, and nothing else does", (id, presses) => {
    expect(pressed(presses)).toEqual([id]);
  });

  it("forget a begun pair after a second", () => {
    vi.useFakeTimers();
    const asked: string[] = [];
    const handle = keyHandler(DEFAULT_KEYS, (id) => {
      asked.push(id);
      return true;
    });
    handle(asEvent({ key: "g", code: "KeyG" }));
    vi.advanceTimersByTime(1500);
    handle(asEvent({ key: "s", code: "KeyS" }));
    vi.useRealTimers();
    expect(asked).toEqual(["script_next"]);
  });

  it.each(["INPUT", "TEXTAREA", "SELECT"])("mean letters inside a %s, and actions with Alt", (tagName) => {
    const target = field(tagName);
    expect(pressed([{ ...h, target }])).toEqual([]);
    expect(pressed([{ key: "˙", code: "KeyH", modifiers: ["Alt"], target }])).toEqual(["hang_up"]);
  });

  it("open the commands with Ctrl+K while typing and with single keys off, and the keypad with K alone", () => {
    const k = { key: "k", code: "KeyK", target: field("TEXTAREA") };
    const off = { bare: false, map: {} };
    expect(pressed([{ ...k, modifiers: ["Control"] }], off)).toEqual(["palette"]);
    expect(pressed([k])).toEqual([]);
    expect(pressed([{ ...k, target: {} }])).toEqual(["keypad"]);
  });

  it("can be switched off while the Alt variants stay", () => {
    const off = { bare: false, map: {} };
    expect(pressed([h], off)).toEqual([]);
    expect(pressed([{ ...h, modifiers: ["Alt"] }], off)).toEqual(["hang_up"]);
  });

  it("can be given to other actions", () => {
    const moved = { bare: true, map: { hang_up: "e" } };
    expect(pressed([{ key: "e", code: "KeyE" }], moved)).toEqual(["hang_up"]);
    expect(pressed([h], moved)).toEqual([]);
  });

  it("held down count once", () => {
    expect(pressed([h, { ...h, repeat: true }])).toEqual(["hang_up"]);
  });

  it("leave Space and Enter to the button that has the focus", () => {
    const button = { tagName: "BUTTON", closest: (selector: string) => selector.includes("button") };
    expect(bareCounts(button, " ")).toBe(false);
    expect(bareCounts(button, "h")).toBe(true);
  });

  it("do nothing behind an open dialog", () => {
    const inside = { tagName: "DIV", closest: (selector: string) => selector === "[role=dialog]" };
    expect(bareCounts(inside, "h")).toBe(false);
  });

  it("clash with no other by default, and say so when they do", () => {
    expect(clashes(DEFAULT_KEYS)).toEqual([]);
    expect(clashes({ bare: true, map: { mute: "h" } })).toEqual([["hang_up", "mute"]]);
  });

  it("never give a do-not-call outcome to a single key of ours", () => {
    expect(ACTIONS.filter((action) => /dnc|do not/i.test(`${action.id} ${action.label}`))).toEqual([]);
  });

  it.each([
    ["h", "Alt+KeyH"],
    ["Shift+X", "Shift+Alt+KeyX"],
    ["7", "Alt+Digit7"],
    ["Space", "Alt+Space"],
    ["g s", null],
    ["?", null],
  ])("%s has the variant %s", (key, variant) => {
    expect(altVariant(key)).toBe(variant);
  });

  it.each([
    ["h", "H"],
    ["Shift+X", "⇧ X"],
    ["g l", "G then L"],
    ["Space", "Space"],
    ["$mod+k", "Ctrl K"],
  ])("%s is printed %s", (key, words) => {
    expect(printed(key)).toBe(words);
  });
});
