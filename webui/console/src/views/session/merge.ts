/** Merge fields of scripts: "{first_name}" or, with words for when it is unknown, "{first_name|there}"; "{{" is a brace. */

import { serverNow } from "../../clock";
import { day, money, wallClock, withZone } from "../../format";
import type { LeadPage, Me } from "../../shapes";

export type Piece = { kind: "text" | "filled" | "missing"; text: string };

const FIELD = /\{\{|\}\}|\{([^{}|]*)(?:\|([^{}]*))?\}/g;

export function pieces(text: string, fields: Record<string, string>): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const hit of text.matchAll(FIELD)) {
    if (hit.index > from) found.push({ kind: "text", text: text.slice(from, hit.index) });
    const name = hit[1];
    const value = name === undefined ? hit[0].charAt(0) : fields[name] || hit[2] || "";
    if (name === undefined) found.push({ kind: "text", text: value });
    else
      found.push(
        value ? { kind: "filled", text: value } : { kind: "missing", text: name.replaceAll("_", " ") },
      );
    from = hit.index + hit[0].length;
  }
  if (from < text.length) found.push({ kind: "text", text: text.slice(from) });
  return found;
}

export function scriptFields(lead: LeadPage | null, me: Me | null): Record<string, string> {
  const ours = {
    agent_name: me?.name ?? "",
    agent_first_name: (me?.name ?? "").split(" ")[0] ?? "",
    brokerage: me?.brokerage ?? "",
  };
  if (lead === null) return ours;
  const first = lead.people[0]?.full_name ?? lead.name;
  return {
    ...ours,
    first_name: first.split(" ")[0] ?? "",
    last_name: first.split(" ").slice(1).join(" "),
    full_name: first,
    street: lead.address,
    city: lead.city,
    state: lead.state,
    list_price: lead.list_price_cents === null ? "" : money(lead.list_price_cents),
    days_on_market: lead.days_on_market === null ? "" : String(lead.days_on_market),
    expired_on: lead.expired_on === null ? "" : day(lead.expired_on),
    zip: lead.zip,
    listing_agent: String(lead.facts["agent"] ?? ""),
    listing_office: String(lead.facts["office"] ?? ""),
    today: withZone({ weekday: "long" }).format(serverNow()),
    greeting: greeting(wallClock(lead.zone, serverNow()).time),
  };
}

/** By the owner's clock. */
function greeting(time: string): string {
  if (time < "12:00") return "good morning";
  return time < "17:00" ? "good afternoon" : "good evening";
}
