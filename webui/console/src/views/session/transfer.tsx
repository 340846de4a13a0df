/** Handing the person on the line over: to whom, chosen by typing, and what is done until it is over. */

import { type Signal, useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SessionCard, TransferCard, TransferTargets } from "../../shapes";
import { say } from "../../ui/announce";
import { Dialog } from "../../ui/dialog";
import { useAction, useLoad } from "../../ui/hooks";
import type { Desk } from "./desk";
import { GivenStrip, GivingStrip, givenWords, givingWords, HandOverForm, isGoing, isThere } from "./handover";
import { connectTone } from "./sound";
import type { Choice } from "./targets";

export type Way = "warm" | "blind";

interface DialogProps {
  desk: Desk;
  session: SessionCard;
  way: Signal<Way | null>;
}

export function TransferDialog({ desk, session, way }: DialogProps) {
  const targets = useLoad<TransferTargets>(`/api/sessions/${session.id}/transfer-targets`);
  const blind = way.value === "blind";
  const close = () => {
    way.value = null;
  };
  const start = async (choice: Choice, note: string) => {
    if (await desk.send("transfer", { way: way.value, note, ...choice.args })) close();
  };
  return (
    <Dialog title={blind ? "Put through" : "Hand over"} onClose={close}>
      <HandOverForm
        focused
        blind={blind}
        targets={targets.data}
        problem={targets.problem ?? desk.problem.value}
        asked={desk.asked.value === "transfer"}
        onStart={(choice, note) => void start(choice, note)}
        onClose={close}
      />
    </Dialog>
  );
}

/** On its own line until it is over, for both sides of it. */
export function TransferStrip({ desk, transfer }: { desk: Desk; transfer: TransferCard }) {
  return transfer.side === "to" ? (
    <Given desk={desk} transfer={transfer} />
  ) : (
    <Giving desk={desk} transfer={transfer} />
  );
}

function Giving({ desk, transfer }: { desk: Desk; transfer: TransferCard }) {
  const { state } = transfer;
  const words = givingWords(transfer);
  const mine = !desk.elsewhere.value;
  const join = () => void desk.send(state === "together" ? "transfer_apart" : "transfer_join");
  const complete = () => void desk.send("transfer_complete");
  const back = () => void desk.send("transfer_back");
  useAction("transfer_join", mine && isThere(state) ? join : null);
  useAction("transfer_complete", mine && isThere(state) ? complete : null);
  useAction("transfer_back", mine && isGoing(state) ? back : null);
  useEffect(() => say(words, "assertive"), [words]);
  return <GivingStrip transfer={transfer} mine={mine} onJoin={join} onComplete={complete} onBack={back} />;
}

function Given({ desk, transfer }: { desk: Desk; transfer: TransferCard }) {
  const words = givenWords(transfer);
  const decline = () => void desk.send("hang_up");
  const mine = useComputed(() => !desk.elsewhere.value).value;
  useAction("transfer_back", mine && transfer.state !== "handed_over" ? decline : null);
  useEffect(() => {
    connectTone();
    say(`${words}. ${transfer.note}`, "assertive");
  }, [words, transfer.note]);
  return <GivenStrip transfer={transfer} mine={mine} onDecline={decline} />;
}
