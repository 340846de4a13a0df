/** What comes up around a call, in every state: trouble, calls that come in, hand-overs, and words explained. */

import type { CallOffer, Problem, TransferCard, TransferTargets } from "../../shapes";
import { Counted } from "../../ui/counted";
import { Button, Defined } from "../../ui/parts";
import { Strip } from "../../ui/strip";
import { CallInStrip } from "../session/callin";
import { GivenStrip, GivingStrip, HandOverForm } from "../session/handover";
import {
  ELSEWHERE,
  lineDown,
  linkDown,
  networkDown,
  notTaken,
  serverSilent,
  type Trouble,
} from "../session/troubles";

const nothing = () => undefined;

const TROUBLES = [
  ELSEWHERE,
  linkDown({ state: "talking", limited_by: "" }),
  linkDown({ state: "ready", limited_by: "" }),
  serverSilent(Date.parse("2026-03-12T22:30:00Z")),
  notTaken("The server’s disk is full", { state: "talking", limited_by: "" }),
  lineDown("Your phone was not answered."),
  networkDown({ state: "talking", limited_by: "carrier" }),
  networkDown({ state: "ready", limited_by: "clicks_refused" }),
].filter((one): one is Trouble => one !== null);

export function Troubles() {
  return (
    <>
      {TROUBLES.map((one) => (
        <Strip key={one.text} {...one}>
          {one.tone !== "wait" && (
            <Button small look="main">
              Put it right
            </Button>
          )}
        </Strip>
      ))}
    </>
  );
}

const OFFER: CallOffer = {
  call_id: "1",
  lead_id: 1,
  name: "Ann & John Smith",
  number: "(217) 555-0123",
  place: "Springfield, IL",
  until: "2026-03-12T22:30:00Z",
  last_with_you: true,
};

const OFFERS: readonly CallOffer[] = [OFFER, { ...OFFER, lead_id: null, name: "", number: "", place: "" }];

export function CallsIn() {
  return (
    <>
      {OFFERS.map((offer) => (
        <CallInStrip key={offer.name} offer={offer} mine onTake={nothing} onPass={nothing} />
      ))}
    </>
  );
}

const TRANSFER: TransferCard = {
  id: 1,
  side: "from",
  state: "calling",
  way: "warm",
  to_name: "Lee Listing",
  to_number: "",
  by: "Ana Agent",
  note: "Wants to list in May.",
  at: "2026-03-12T22:30:00Z",
  result: "",
  reason: "",
};

const GIVING: readonly TransferCard[] = [
  TRANSFER,
  { ...TRANSFER, state: "speaking" },
  { ...TRANSFER, state: "together" },
  { ...TRANSFER, state: "handed_over" },
  { ...TRANSFER, state: "over", result: "no_answer", reason: "Nobody picked up." },
];

export function HandOverStrips() {
  return (
    <>
      {GIVING.map((transfer) => (
        <GivingStrip
          key={transfer.state}
          transfer={transfer}
          mine
          onJoin={nothing}
          onComplete={nothing}
          onBack={nothing}
        />
      ))}
      {(["speaking", "together", "handed_over"] as const).map((state) => (
        <GivenStrip key={state} transfer={{ ...TRANSFER, side: "to", state }} mine onDecline={nothing} />
      ))}
    </>
  );
}

const TARGETS: TransferTargets = {
  colleagues: [
    { session_id: 1, name: "Lee Listing", state: "ready", free: true },
    { session_id: 2, name: "Bo Busy", state: "talking", free: false },
  ],
  contacts: [{ id: 1, name: "Kim Closer", about: "Listing agent", number: "(217) 555-0190" }],
};

const REFUSED: Problem = {
  type: "about:blank",
  title: "Lee Listing is with somebody else by now",
  status: 409,
  detail: "Choose another colleague, or a number.",
  errors: [],
};

/** The form as its dialog holds it: with people to choose, a number typed, nobody found, and refused. */
export function HandOverForms() {
  const shown = { onStart: nothing, onClose: nothing, asked: false, problem: null };
  return (
    <div class="forms">
      <div class="dialog">
        <HandOverForm {...shown} blind={false} targets={TARGETS} />
      </div>
      <div class="dialog">
        <HandOverForm {...shown} blind targets={TARGETS} said="217 555 0123" />
      </div>
      <div class="dialog">
        <HandOverForm {...shown} blind={false} targets={null} />
      </div>
      <div class="dialog">
        <HandOverForm {...shown} blind={false} targets={TARGETS} problem={REFUSED} />
      </div>
    </div>
  );
}

/** The words as they stand beside what they explain, and counts that lead to what they count. */
export function Explained() {
  return (
    <>
      <p>
        <Defined meaning="Dials that a person answered, of all dials.">Answered</Defined>{" "}
        <Counted n={84} to="/gallery" /> of <Counted n={1200} to="/gallery" />, and{" "}
        <Counted n={0} to="/gallery" /> lead nowhere.
      </p>
      <p class="meaning">12 of 84 dials. Dials that a person answered, of all dials.</p>
    </>
  );
}
