/** To whom a person can be handed over, by what was typed. */

import { phoneNumber } from "../../format";
import type { SessionCard, TransferTargets } from "../../shapes";
import type { Desk } from "./desk";

export interface Choice {
  key: string;
  name: string;
  about: string;
  /** Shown, but not to be had now. */
  busy: boolean;
  /** What the command says of it. */
  args: Record<string, unknown>;
}

/** Whether there is a person in hand who is not being handed over yet. */
export function mayHandOver(desk: Desk, session: SessionCard): boolean {
  const under = session.transfer?.side === "from" && session.transfer.state;
  const busy = under === "calling" || under === "speaking" || under === "together";
  return !desk.elsewhere.value && session.state === "talking" && session.current_call_id !== null && !busy;
}

const SHOWN = 8;

/** Colleagues as they come, whoever is free first; then saved numbers; a typed number last, or first where it is all. */
export function choicesOf(targets: TransferTargets | null, typed: string): Choice[] {
  const words = typed.trim().toLowerCase();
  const digits = typed.replace(/\D/g, "");
  const colleagues = (targets?.colleagues ?? []).map((one) => ({
    key: `session-${one.session_id}`,
    name: one.name,
    about: one.free ? "Free now" : "Busy",
    busy: !one.free,
    args: { session_id: one.session_id },
  }));
  const contacts = (targets?.contacts ?? []).map((one) => ({
    key: `contact-${one.id}`,
    name: one.name,
    about: [one.about, one.number].filter(Boolean).join(", "),
    busy: false,
    args: { contact_id: one.id },
  }));
  const fits = (one: Choice) =>
    `${one.name} ${one.about}`.toLowerCase().includes(words) ||
    (digits.length > 2 && one.about.replace(/\D/g, "").includes(digits));
  return [...[...colleagues, ...contacts].filter(fits).slice(0, SHOWN), ...dialed(digits, typed)];
}

/** A number as it is dialed in North America, or with its country after a plus. */
function dialed(digits: string, typed: string): Choice[] {
  const abroad = typed.trim().startsWith("+");
  const number = abroad ? `+${digits}` : digits.length === 10 ? `+1${digits}` : `+${digits}`;
  const whole = abroad
    ? digits.length > 7
    : digits.length === 10 || (digits.length === 11 && digits[0] === "1");
  if (!whole || /[a-z]/i.test(typed)) return [];
  const name = phoneNumber(number);
  return [{ key: "number", name, about: "This number", busy: false, args: { number } }];
}
