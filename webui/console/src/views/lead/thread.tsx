/** Texts with a lead, and a place to write one. What was begun stays on this machine until it is sent. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { post } from "../../api";
import { tick } from "../../clock";
import { around, count, smallMoney } from "../../format";
import { lazy } from "../../lazy";
import type { LeadPage, TextFacts } from "../../shapes";
import { useSaving } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button, ProblemNote } from "../../ui/parts";
import { plain, plural } from "../../words";
import { segments } from "./segments";

const Files = lazy(() => import("./files").then((m) => m.Files));

interface ThreadProps {
  lead: LeadPage;
  /** The number that was asked for; the writing starts there. */
  to?: number | null;
  onSent?: (() => void) | undefined;
}

export function Thread({ lead, to = null, onSent }: ThreadProps) {
  const texts = lead.timeline
    .filter((item) => item.channel === "text" && !item.planned && item.message_id !== null)
    .sort((one, other) => one.at.localeCompare(other.at));
  return (
    <div class="thread">
      {texts.length === 0 && <p class="muted">No text has gone to or come from this lead.</p>}
      <ol>
        {texts.map((text) => (
          <li key={text.key} class={text.direction === "in" ? "theirs" : "ours"}>
            {!standsForFiles(text.body, text.text) && <p>{text.body}</p>}
            {text.text !== null && text.text.attachments.length > 0 && (
              <Files files={text.text.attachments} from={lead.name} />
            )}
            <span class="muted">
              {around(text.at, tick.value)}
              {text.direction !== "in" && ` · ${plain(text.state)}`}
              {text.text !== null && cost(text.text)}
            </span>
          </li>
        ))}
      </ol>
      <Compose lead={lead} to={to} onSent={onSent} />
    </div>
  );
}

/** Files that came without a word have a body that counts them, for places that do not show them. */
function standsForFiles(body: string, text: TextFacts | null): boolean {
  return text !== null && text.attachments.length > 0 && /^\[\d+ attachments?\]$/.test(body);
}

/** What an own text took: its segments, and the price once the carrier has settled it. */
function cost({ segments: taken, price_microdollars: price }: TextFacts): string {
  if (taken === null) return "";
  return ` · ${plural(taken, "segment")}${price === null ? "" : `, ${smallMoney(price)}`}`;
}

function Compose({ lead, to = null, onSent }: ThreadProps) {
  const words = useRef<HTMLTextAreaElement>(null);
  const shelf = `relist.text.${lead.id}`;
  const body = useSignal(localStorage.getItem(shelf) ?? "");
  const mobiles = lead.phones.filter((phone) => phone.kind !== "landline" && phone.status === "ok");
  const phoneId = useSignal(lead.current_phone_id ?? mobiles[0]?.id ?? null);
  const saving = useSaving();
  useEffect(() => {
    body.value = localStorage.getItem(shelf) ?? "";
    phoneId.value = mobiles.find((phone) => phone.id === lead.current_phone_id)?.id ?? mobiles[0]?.id ?? null;
  }, [shelf]);
  useEffect(() => {
    if (to === null) return;
    phoneId.value = to;
    words.current?.focus();
  }, [to, phoneId]);
  if (mobiles.length === 0) return <p class="muted">None of the numbers can take a text.</p>;
  const size = segments(body.value);
  const send = () =>
    void saving.run(
      post(`/api/leads/${lead.id}/texts`, { phone_id: phoneId.value, body: body.value }),
      () => {
        body.value = "";
        localStorage.removeItem(shelf);
        onSent?.();
      },
    );
  return (
    <form
      class="compose"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <ProblemNote problem={saving.problem} />
      <label>
        <span class="unseen">Number to text</span>
        <select
          value={String(phoneId.value)}
          onChange={(event) => {
            phoneId.value = Number(event.currentTarget.value);
          }}
        >
          {mobiles.map((phone) => (
            <option key={phone.id} value={String(phone.id)}>
              {phone.number}
            </option>
          ))}
        </select>
      </label>
      <textarea
        ref={words}
        rows={3}
        aria-label="Text message"
        placeholder="Write a text"
        value={body.value}
        onInput={(event) => {
          body.value = event.currentTarget.value;
          localStorage.setItem(shelf, body.value);
        }}
      />
      <p class="muted">
        {count(size.units)} characters, {plural(size.count, "segment")}
        {size.wide && (
          <>
            {" "}
            <Icon name="info" size={13} /> a character such as {size.wide} makes segments shorter
          </>
        )}
      </p>
      <Button type="submit" look="main" icon="text" disabled={saving.busy || body.value.trim() === ""}>
        Send text
      </Button>
    </form>
  );
}
