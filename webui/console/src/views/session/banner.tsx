/** What is wrong with the link, the line or the tab, what still works, and what to do. Empty while all is well. */

import { live } from "../../app";
import type { SessionCard } from "../../shapes";
import { useAction } from "../../ui/hooks";
import { Button } from "../../ui/parts";
import { Strip } from "../../ui/strip";
import { clicksRefused } from "../../words";
import type { Desk } from "./desk";

export function Banner({ desk, session }: { desk: Desk; session: SessionCard }) {
  const lost = session.leg_state === "down" && session.state !== "ended";
  const renail = () => void desk.send("renail");
  useAction("renail", lost && !desk.elsewhere.value ? renail : null);
  if (desk.elsewhere.value) {
    return (
      <Strip
        icon="pause"
        tone="hold"
        title="This session is open in another tab or on another machine"
        text="You can watch here. Keys and buttons work there."
      >
        <Button small look="main" onClick={() => void desk.send("take_over")}>
          Take it over here
        </Button>
      </Strip>
    );
  }
  if (live().state.value === "offline") {
    return (
      <Strip
        icon="unlink"
        tone="wait"
        title="The live link is down and is being rebuilt"
        text={`${
          session.state === "talking" ? "Your call goes on." : "No new line goes out meanwhile."
        } Notes and outcomes are kept here and sent when it is back.`}
      />
    );
  }
  if (lost) {
    return (
      <Strip
        icon="mute"
        tone="bad"
        title="Your own line is down"
        text={`${session.leg_problem} No lead is dialed until it is back.`.trim()}
      >
        <Button small look="main" icon="redial" action="renail" onClick={renail}>
          Connect my line again
        </Button>
      </Strip>
    );
  }
  if (session.limited_by === "carrier" || clicksRefused(session)) {
    const then = clicksRefused(session)
      ? "The next call that you start tries again, and no lead is lost."
      : "Dialing goes on by itself when it is back, and no lead is lost.";
    return (
      <Strip
        icon="warning"
        tone="wait"
        title="The phone network takes no calls from us just now"
        text={`${
          session.state === "talking" ? "Your call goes on. " : ""
        }${then} Notes, outcomes and tasks work meanwhile. Tell your manager if it lasts.`}
      />
    );
  }
  return null;
}
