/** Who called and met nobody who knew them: hear what they left, make them a lead, write back, or let it be. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { post } from "../../api";
import { moment } from "../../format";
import { go } from "../../router";
import type { CallerCard, CampaignPage } from "../../shapes";
import { say } from "../../ui/announce";
import { Dialog } from "../../ui/dialog";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button, CsvLink, Empty, Field, Loading, Page, ProblemNote } from "../../ui/parts";
import { plural } from "../../words";
import { Player } from "../lead/player";

const LOOK_EVERY_MS = 15_000;

export function CallersPage() {
  useTitle("Callers");
  const callers = useLoad<CallerCard[]>("/api/callers");
  const chosen = useSignal<CallerCard | null>(null);
  const saving = useSaving();
  const { reload } = callers;
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const done = (caller: CallerCard) =>
    void saving.run(post(`/api/callers/${caller.call_id}/done`), () => {
      say(`${nameOf(caller)} is done.`);
      reload();
    });
  return (
    <Page
      title="Callers"
      lead="Calls from numbers that belong to no lead, and messages that callers left after the tone."
      actions={(callers.data?.length ?? 0) > 0 && <CsvLink to="/api/callers.csv" />}
    >
      <ProblemNote problem={callers.problem ?? saving.problem} />
      {callers.data === null ? (
        callers.loading && <Loading rows={5} />
      ) : callers.data.length === 0 ? (
        <Empty icon="voicemail" title="Everybody who called was looked after">
          <p>
            Whoever calls one of your numbers is offered to your agents first. Unknown callers and messages
            that nobody has dealt with appear here.
          </p>
        </Empty>
      ) : (
        <>
          <p class="muted">{plural(callers.data.length, "caller")} to look at</p>
          <ul class="card flush callers">
            {callers.data.map((caller) => (
              <Caller
                key={caller.call_id}
                caller={caller}
                busy={saving.busy}
                onLead={() => {
                  chosen.value = caller;
                }}
                onDone={() => done(caller)}
              />
            ))}
          </ul>
        </>
      )}
      {chosen.value !== null && (
        <MakeLead
          caller={chosen.value}
          onClose={() => {
            chosen.value = null;
            reload();
          }}
        />
      )}
    </Page>
  );
}

const nameOf = (caller: CallerCard): string => caller.lead_name || caller.number || "A withheld number";

interface CallerProps {
  caller: CallerCard;
  busy: boolean;
  onLead: () => void;
  onDone: () => void;
}

function Caller({ caller, busy, onLead, onDone }: CallerProps) {
  const unknown = caller.lead_id === null;
  return (
    <li>
      <Icon name={caller.message_state === "" ? "phone" : "voicemail"} />
      <div class="who">
        {unknown ? (
          <b class="number">{nameOf(caller)}</b>
        ) : (
          <a href={`/leads/${caller.lead_id}`}>
            <b>{nameOf(caller)}</b>
          </a>
        )}
        <span class="muted">{about(caller)}</span>
      </div>
      <div class="do">
        {unknown && caller.number !== "" && (
          <Button
            small
            look="main"
            icon="plus"
            label={`Make ${nameOf(caller)} a lead`}
            disabled={busy}
            onClick={onLead}
          >
            Make a lead
          </Button>
        )}
        <Button
          small
          icon={unknown ? "cross" : "check"}
          label={unknown ? `${nameOf(caller)} is not a lead` : `The message of ${nameOf(caller)} is done`}
          disabled={busy}
          onClick={onDone}
        >
          {unknown ? "Not a lead" : "Done"}
        </Button>
      </div>
      <div class="left">
        {caller.recording !== null ? (
          <Player recording={caller.recording} />
        ) : (
          <span class="muted">{MESSAGES[caller.message_state] ?? ""}</span>
        )}
      </div>
    </li>
  );
}

const MESSAGES: Readonly<Record<string, string>> = {
  ready: "The message is being fetched.",
  lost: "The message could not be fetched from the carrier and is lost.",
  "": "No message.",
};

function about(caller: CallerCard): string {
  return [
    moment(caller.at),
    caller.our_number && `to ${caller.our_number}`,
    caller.calls > 1 && `called ${caller.calls} times`,
    caller.taken_by && `${caller.taken_by} took the call`,
    caller.lead_id !== null && caller.number,
  ]
    .filter(Boolean)
    .join(" · ");
}

function MakeLead({ caller, onClose }: { caller: CallerCard; onClose: () => void }) {
  const campaigns = useLoad<CampaignPage[]>("/api/campaigns");
  const name = useSignal("");
  const campaign = useSignal("");
  const text = useSignal("");
  const saving = useSaving();
  const refused = useSignal<{ lead_id: number; text_refused: string } | null>(null);
  const save = () =>
    void saving.run(
      post<{ lead_id: number; text_refused: string }>(`/api/callers/${caller.call_id}/lead`, {
        name: name.value.trim(),
        campaign_id: campaign.value === "" ? null : Number(campaign.value),
        text: text.value.trim(),
      }),
      (made) => {
        if (made.text_refused === "") go(`/leads/${made.lead_id}`);
        else refused.value = made;
      },
    );
  if (refused.value !== null) {
    const { lead_id, text_refused } = refused.value;
    return (
      <Dialog title="The lead is made, the text did not go out" onClose={onClose}>
        <p>{text_refused}</p>
        <div class="row">
          <Button look="main" first onClick={() => go(`/leads/${lead_id}`)}>
            Open the lead
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={`Make ${nameOf(caller)} a lead`} onClose={onClose}>
      <form
        class="makelead"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label="Name" hint="As far as you know it.">
          <input
            autofocus
            value={name.value}
            maxLength={120}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </Field>
        <Field label="Campaign" hint="Its sequence begins at once, within the legal hours.">
          <select
            value={campaign.value}
            onChange={(event) => {
              campaign.value = event.currentTarget.value;
            }}
          >
            <option value="">None: only keep the lead</option>
            {(campaigns.data ?? [])
              .filter((one) => one.status !== "archived")
              .map((one) => (
                <option key={one.id} value={String(one.id)}>
                  {one.name}
                </option>
              ))}
          </select>
        </Field>
        <Field label="Text back now" hint="Empty: no text. The rules for texts are asked as always.">
          <textarea
            rows={3}
            value={text.value}
            maxLength={1600}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        </Field>
        <ProblemNote problem={saving.problem} />
        <div class="row">
          <Button type="submit" look="main" disabled={saving.busy}>
            Make the lead
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
