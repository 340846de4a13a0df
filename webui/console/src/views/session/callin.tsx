/** Somebody calls us: who it is, and the two keys that take the call or let it pass. */

import { useEffect } from "preact/hooks";
import type { CallOffer } from "../../shapes";
import { say } from "../../ui/announce";
import { useAction } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button } from "../../ui/parts";
import type { Desk } from "./desk";
import { connectTone } from "./sound";

export function CallIn({ desk, offer }: { desk: Desk; offer: CallOffer }) {
  const take = () => void desk.send("take_call", { call_id: offer.call_id });
  const pass = () => void desk.send("let_pass", { call_id: offer.call_id });
  const mine = !desk.elsewhere.value;
  const who = whoCalls(offer);
  useAction("take_call", mine ? take : null);
  useAction("let_pass", mine ? pass : null);
  useEffect(() => {
    connectTone();
    say(`${who} is calling you.`, "assertive");
  }, [who]);
  return <CallInStrip offer={offer} mine={mine} onTake={take} onPass={pass} />;
}

interface StripProps {
  offer: CallOffer;
  /** This tab holds the session. */
  mine: boolean;
  onTake: () => void;
  onPass: () => void;
}

export function CallInStrip({ offer, mine, onTake, onPass }: StripProps) {
  return (
    <section class="strip call" aria-label="Call coming in">
      <Icon name="ring" />
      <p>
        <b>{whoCalls(offer)} is calling</b> <span>{words(offer)}</span>
      </p>
      <div class="do">
        <Button small look="main" icon="phone" action="take_call" disabled={!mine} onClick={onTake}>
          Take the call
        </Button>
        <Button small icon="cross" action="let_pass" disabled={!mine} onClick={onPass}>
          Let it pass
        </Button>
      </div>
    </section>
  );
}

const whoCalls = (offer: CallOffer): string => offer.name || offer.number || "A withheld number";

function words(offer: CallOffer): string {
  const known =
    offer.lead_id === null ? "Not one of your leads." : offer.last_with_you ? "You worked them last." : "";
  const facts = offer.name === "" ? [offer.place] : [offer.number, offer.place];
  return [facts.filter(Boolean).join(", "), known].filter(Boolean).join(". ");
}
