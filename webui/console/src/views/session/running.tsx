/** A session under way: the same grid in every phase, so that nothing moves when a call connects. */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { post } from "../../api";
import { me } from "../../app";
import { lazy } from "../../lazy";
import type { LeadPage, PhoneCard, SessionCard } from "../../shapes";
import { useAction } from "../../ui/hooks";
import { LoadingPage } from "../../ui/parts";
import { Notes } from "../lead/notes";
import { LeadHead, Phones } from "../lead/people";
import { Property } from "../lead/property";
import { Timeline } from "../lead/timeline";
import { Banner } from "./banner";
import { SessionBar } from "./bar";
import { Desk } from "./desk";
import { OutcomeBar } from "./dispositions";
import { LinesPanel, NextUp } from "./lines";
import { Outcomes } from "./outcome";
import { usePicking } from "./picking";
import { Script } from "./script";
import { connectTone } from "./sound";
import { mayHandOver } from "./targets";
import type { Way } from "./transfer";
import { Waiting } from "./waiting";

const CallIn = lazy(() => import("./callin").then((m) => m.CallIn), null);
const Notice = lazy(() => import("./notice").then((m) => m.Notice), null);
const Picks = lazy(() => import("./picks").then((m) => m.Picks), null);
const ByClickOnly = lazy(() => import("./picks").then((m) => m.ByClickOnly), null);
const TransferDialog = lazy(() => import("./transfer").then((m) => m.TransferDialog), null);
const TransferStrip = lazy(() => import("./transfer").then((m) => m.TransferStrip), null);
const Thread = lazy(() => import("../lead/thread").then((m) => m.Thread));
const When = lazy(() => import("./when").then((m) => m.When), null);
const PhoneStrip = lazy(() => import("../../phone/softphone").then((m) => m.PhoneStrip), null);
const PhoneChip = lazy(() => import("../../phone/softphone").then((m) => m.PhoneChip), null);

export function Running({ id, onEnded }: { id: number; onEnded: () => void }) {
  const desk = useMemo(() => new Desk(id), [id]);
  const outcomes = useMemo(() => new Outcomes(desk), [desk]);
  useEffect(() => desk.open(), [desk]);
  useEffect(When.ahead, []);
  useEffect(() => outcomes.watch(), [outcomes]);
  const session = desk.session.value;
  const campaignId = session?.campaign_id;
  const state = session?.state;
  useEffect(() => {
    if (campaignId !== undefined) void desk.loadCampaign(campaignId);
  }, [desk, campaignId]);
  useEffect(() => {
    if (state === "talking") connectTone();
    if (state === "ended") onEnded();
  }, [state, onEnded]);
  useClosingWarning(state === "talking");
  if (session === null) return <LoadingPage title="Calling session" />;
  return <Grid desk={desk} outcomes={outcomes} session={session} />;
}

function Grid({ desk, outcomes, session }: { desk: Desk; outcomes: Outcomes; session: SessionCard }) {
  const lead = desk.lead.value;
  const picking = usePicking(desk, session);
  const shown = lead ?? picking.page;
  const phones = useRef<HTMLDivElement>(null);
  useAction(
    "phones",
    lead === null ? null : () => phones.current?.querySelector<HTMLElement>("#phones")?.focus(),
  );
  const callback = outcomes.cards.value.find((card) => card.name === "callback");
  useAction(
    "callback",
    callback && session.current_attempt_id !== null ? () => outcomes.choose(callback) : null,
  );
  const asking = outcomes.asking.value;
  const transferring = useTransferring(desk, session);
  const texting = useSignal<Texting>({ open: false, phoneId: null });
  const byBrowser = session.leg_kind === "browser" && me.value?.carrier === "twilio";
  return (
    <main class="desk" id="main">
      <SessionBar session={session}>{byBrowser && <PhoneChip />}</SessionBar>
      <div class="strips">
        <Banner desk={desk} session={session} />
        {byBrowser && <PhoneStrip desk={desk} session={session} />}
        {session.notice !== null && <Notice session={session} notice={session.notice} />}
        {session.offer !== null && <CallIn desk={desk} offer={session.offer} />}
        {session.transfer !== null && (session.transfer.state !== "over" || session.state === "talking") && (
          <TransferStrip desk={desk} transfer={session.transfer} />
        )}
      </div>
      <div class="left">
        <LinesPanel desk={desk} session={session} />
        {picking.byHand || <NextUp next={desk.room.next.value} />}
        {picking.queue?.by_click_only.length ? <ByClickOnly picking={picking} session={session} /> : null}
      </div>
      <div class="centre">
        <section class="panel person" aria-label="Person" ref={phones}>
          {lead !== null ? (
            <Person desk={desk} lead={lead} session={session} />
          ) : picking.byHand ? (
            <Picks picking={picking} session={session}>
              <Waiting session={session} lines={desk.lines.value} />
            </Picks>
          ) : (
            <Waiting session={session} lines={desk.lines.value} />
          )}
        </section>
        <Script script={desk.script.value} lead={shown} />
        <Notes
          leadId={lead?.id ?? null}
          stored={lead?.notes ?? ""}
          onTyping={() => void desk.send("typing", { until_seconds: 15 })}
        />
      </div>
      <div class="right">{shown === null ? <Nobody /> : <Aside lead={shown} texting={texting} />}</div>
      <OutcomeBar
        desk={desk}
        outcomes={outcomes}
        session={session}
        onText={(phoneId) => {
          texting.value = { open: true, phoneId };
        }}
      />
      {transferring.value !== null && <TransferDialog desk={desk} session={session} way={transferring} />}
      {asking !== null && lead !== null && (
        <When
          card={asking}
          lead={lead}
          suggested={outcomes.suggested.value}
          onChosen={(answer) => outcomes.answered(asking, answer)}
          onClose={() => {
            outcomes.asking.value = null;
            outcomes.suggested.value = null;
          }}
        />
      )}
    </main>
  );
}

/** In which way the agent chooses to whom to hand the person over; null while they do not. */
function useTransferring(desk: Desk, session: SessionCard): Signal<Way | null> {
  const way = useSignal<Way | null>(null);
  const may = mayHandOver(desk, session);
  const open = (chosen: Way) => () => {
    desk.problem.value = null;
    way.value = chosen;
  };
  useAction("transfer", may ? open("warm") : null);
  useAction("transfer_blind", may ? open("blind") : null);
  useEffect(() => {
    // Whoever hung up meanwhile is handed over to nobody.
    if (!may) way.value = null;
  }, [may, way]);
  return way;
}

function Person({ desk, lead, session }: { desk: Desk; lead: LeadPage; session: SessionCard }) {
  const mayDial = session.state === "wrap_up" && !desk.elsewhere.value;
  const dial = (phone: PhoneCard) => void desk.send("redial", { phone_id: phone.id });
  return (
    <>
      <LeadHead lead={lead} />
      <Phones lead={lead} onDial={mayDial ? dial : undefined} />
    </>
  );
}

/** Which side of a lead's story shows, and whom a text was advised to. */
interface Texting {
  open: boolean;
  phoneId: number | null;
}

function Aside({ lead, texting }: { lead: LeadPage; texting: Signal<Texting> }) {
  const shown = texting.value.open ? "texts" : "timeline";
  const texts = lead.timeline.filter((item) => item.message_id !== null).length;
  const cancel = (touchId: number) => void post(`/api/touches/${touchId}/cancel`);
  return (
    <>
      <Property lead={lead} />
      <section class="panel story" aria-label="What happened so far">
        <div class="tabs" role="tablist">
          {(["timeline", "texts"] as const).map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={shown === name}
              onClick={() => {
                texting.value = { open: name === "texts", phoneId: null };
              }}
            >
              {name === "timeline" ? "Timeline" : `Texts${texts > 0 ? ` ${texts}` : ""}`}
            </button>
          ))}
        </div>
        {shown === "timeline" ? (
          <Timeline items={lead.timeline} onCancel={cancel} />
        ) : (
          <Thread lead={lead} to={texting.value.phoneId} />
        )}
      </section>
    </>
  );
}

function Nobody() {
  return (
    <>
      <section class="panel property quietpanel" aria-label="Property">
        <h2>Property</h2>
        <p class="muted">Address, price history and days on market stand here as soon as somebody answers.</p>
      </section>
      <section class="panel story quietpanel" aria-label="What happened so far">
        <h2>Timeline</h2>
        <p class="muted">Every call, text and letter so far, and what is planned.</p>
      </section>
    </>
  );
}

/** Asks before the tab closes only while somebody is on the line. */
function useClosingWarning(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [on]);
}
