/** Before a session: what will be dialed, what is held and why, and how. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { post, withQuery } from "../../api";
import { me, tab } from "../../app";
import { go, search } from "../../router";
import type { CampaignPage, SessionPreview, Snapshot } from "../../shapes";
import { useLoad, useSaving } from "../../ui/hooks";
import { Button, Empty, Field, Loading, Page, ProblemNote } from "../../ui/parts";
import { plural } from "../../words";
import { browserReady, MicCheck, type MicState } from "./mic";
import { Ready } from "./ready";
import { readySound } from "./sound";

interface Choices {
  campaignId: number | null;
  minutes: number;
  lines: number;
  contacts: string;
  appointments: string;
  leg: "browser" | "phone";
  address: string;
}

const SHELF = "relist.session";
const FIRST: Choices = {
  campaignId: null,
  minutes: 60,
  lines: 3,
  contacts: "5",
  appointments: "1",
  leg: "browser",
  address: "",
};

/** As last time; who came to call one lead back gets that lead's campaign and one line. */
function remembered(): Choices {
  const asked = Number(new URLSearchParams(search.peek()).get("campaign"));
  const wanted = asked > 0 ? { campaignId: asked, lines: 1 } : {};
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(SHELF) ?? "{}") as Partial<Choices>), ...wanted };
  } catch {
    return { ...FIRST, ...wanted };
  }
}

export function Before({ onStarted }: { onStarted: (snapshot: Snapshot) => void }) {
  const campaigns = useLoad<CampaignPage[]>("/api/campaigns");
  const choices = useSignal(remembered());
  const mic = useSignal<MicState>("unknown");
  const saving = useSaving();
  const running = (campaigns.data ?? []).filter((campaign) => campaign.status === "running");
  const chosen = running.find((one) => one.id === choices.value.campaignId) ?? running[0] ?? null;
  const preview = useLoad<SessionPreview>(
    chosen && withQuery("/api/sessions/preview", { campaign: chosen.id, lines: choices.value.lines }),
  );
  const change = (changed: Partial<Choices>) => {
    choices.value = { ...choices.value, ...changed };
    localStorage.setItem(SHELF, JSON.stringify(choices.value));
  };
  const most = Math.max(1, Math.min(5, Math.floor(Number(chosen?.settings["lines_per_agent"] ?? 5))));
  useEffect(() => {
    if (chosen !== null && choices.value.lines > most) choices.value = { ...choices.value, lines: most };
  }, [chosen, most, choices]);

  const start = (takeOver: boolean) => {
    if (chosen === null) return;
    readySound();
    void saving.run(post<Snapshot>("/api/sessions", request(choices.value, chosen.id, takeOver)), onStarted);
  };

  if (campaigns.loading && campaigns.data === null)
    return (
      <Frame>
        <Loading rows={8} />
      </Frame>
    );
  if (campaigns.problem)
    return (
      <Frame>
        <ProblemNote problem={campaigns.problem} />
      </Frame>
    );
  if (chosen === null)
    return (
      <Frame>
        <NoCampaign />
      </Frame>
    );
  const here = choices.value.leg === "browser" && speaksHere();
  const micWrong = here && (mic.value === "refused" || mic.value === "missing");
  const legMissing =
    choices.value.leg === "phone" ? choices.value.address.trim() === "" : here && !browserReady();
  return (
    <Frame>
      <form
        class="before"
        onSubmit={(event) => {
          event.preventDefault();
          start(false);
        }}
      >
        <div class="card setup">
          <Form campaigns={running} chosen={chosen} choices={choices.value} most={most} change={change} />
          {here && <MicCheck state={mic} />}
          {saving.problem?.status === 409 ? (
            <Elsewhere detail={saving.problem.detail} busy={saving.busy} onTakeOver={() => start(true)} />
          ) : (
            <ProblemNote problem={saving.problem} />
          )}
          <Button
            type="submit"
            look="main"
            icon="phone"
            disabled={saving.busy || micWrong || legMissing || preview.data === null}
          >
            {saving.busy
              ? "Connecting your line"
              : `Start ${plural(choices.value.lines, "line")} for ${choices.value.minutes} minutes`}
          </Button>
          {micWrong && (
            <p class="hint">The microphone check failed; put it right or take the calls on a phone.</p>
          )}
        </div>
        <Ready preview={preview.data} problem={preview.problem} onOpen={(id) => go(`/leads/${id}`)} />
      </form>
    </Frame>
  );
}

function Frame({ children }: { children: preact.ComponentChildren }) {
  return (
    <Page
      title="Calling session"
      lead="Check what will be dialed, then work through it without touching a number."
    >
      {children}
    </Page>
  );
}

function request(choices: Choices, campaignId: number, takeOver: boolean): Record<string, unknown> {
  const goal = (value: string) => (value === "" ? null : Number(value));
  return {
    campaign_id: campaignId,
    minutes: choices.minutes,
    lines: choices.lines,
    goals: {
      contacts: goal(choices.contacts),
      appointments: goal(choices.appointments),
      minutes: choices.minutes,
    },
    leg: { kind: choices.leg, address: choices.leg === "phone" ? choices.address.trim() : "" },
    tab,
    take_over: takeOver,
  };
}

interface FormProps {
  campaigns: readonly CampaignPage[];
  chosen: CampaignPage;
  choices: Choices;
  most: number;
  change: (changed: Partial<Choices>) => void;
}

function Form({ campaigns, chosen, choices, most, change }: FormProps) {
  return (
    <>
      <Field label="Campaign" wide>
        <select
          value={String(chosen.id)}
          onChange={(event) => change({ campaignId: Number(event.currentTarget.value) })}
        >
          {campaigns.map((campaign) => (
            <option key={campaign.id} value={String(campaign.id)}>
              {campaign.name}
            </option>
          ))}
        </select>
      </Field>
      <fieldset class="segmented">
        <legend>Length</legend>
        {[30, 60, 90, 120, 180].map((minutes) => (
          <label key={minutes}>
            <input
              type="radio"
              name="minutes"
              checked={choices.minutes === minutes}
              onChange={() => change({ minutes })}
            />
            <span>{minutes < 60 ? `${minutes} min` : `${minutes / 60} h`}</span>
          </label>
        ))}
      </fieldset>
      <fieldset class="segmented">
        <legend>Lines at once</legend>
        {[1, 2, 3, 4, 5].map((lines) => (
          <label key={lines}>
            <input
              type="radio"
              name="lines"
              disabled={lines > most}
              checked={choices.lines === lines}
              onChange={() => change({ lines })}
            />
            <span>{lines}</span>
          </label>
        ))}
      </fieldset>
      <div class="row">
        <Field label="Goal: contacts">
          <input
            type="number"
            min={0}
            max={500}
            value={choices.contacts}
            onInput={(event) => change({ contacts: event.currentTarget.value })}
          />
        </Field>
        <Field label="Goal: appointments">
          <input
            type="number"
            min={0}
            max={100}
            value={choices.appointments}
            onInput={(event) => change({ appointments: event.currentTarget.value })}
          />
        </Field>
      </div>
      <fieldset class="segmented">
        <legend>You speak through</legend>
        {(["browser", "phone"] as const).map((leg) => (
          <label key={leg}>
            <input type="radio" name="leg" checked={choices.leg === leg} onChange={() => change({ leg })} />
            <span>{legWord(leg)}</span>
          </label>
        ))}
      </fieldset>
      {choices.leg === "phone" && (
        <Field label="Your phone’s number" hint="It rings once and stays connected for the session." wide>
          <input
            type="tel"
            value={choices.address}
            placeholder="+12175550100"
            onInput={(event) => change({ address: event.currentTarget.value })}
          />
        </Field>
      )}
    </>
  );
}

/** Over a SIP trunk the agent's own end is a phone that registers with us; browsers speak no SIP. */
function speaksHere(): boolean {
  return me.value?.carrier !== "sip";
}

function legWord(leg: "browser" | "phone"): string {
  if (leg === "phone") return "A phone";
  return speaksHere() ? "This browser" : "My desk phone";
}

function Elsewhere({ detail, busy, onTakeOver }: { detail: string; busy: boolean; onTakeOver: () => void }) {
  return (
    <div class="problem" role="alert">
      <div>
        <strong>You already have a session open</strong>
        <p>{detail}</p>
        <Button icon="redial" disabled={busy} onClick={onTakeOver}>
          Take it over here
        </Button>
      </div>
    </div>
  );
}

function NoCampaign() {
  return (
    <Empty icon="phone" title="No campaign is running">
      <p>
        A campaign says which leads are called and by which rules. A manager makes one, imports a file of
        expireds into it and sets it running.
      </p>
      <a class="button main" href="/campaigns">
        Go to campaigns
      </a>
    </Empty>
  );
}
