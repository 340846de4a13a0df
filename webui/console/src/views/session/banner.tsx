/** What is wrong with the link, the line or the tab, what still works, and what to do. Empty while all is well. */

import type { ComponentChildren } from "preact";
import { live } from "../../app";
import type { SessionCard } from "../../shapes";
import { Icon, type IconName } from "../../ui/icon";
import { Button } from "../../ui/parts";
import type { Desk } from "./desk";

export function Banner({ desk, session }: { desk: Desk; session: SessionCard }) {
  if (desk.elsewhere.value) {
    return (
      <Strip icon="pause" tone="hold" title="This session is open in another tab or on another machine">
        <span>You can watch here. Keys and buttons work there.</span>
        <Button small look="main" onClick={() => void desk.send("take_over")}>
          Take it over here
        </Button>
      </Strip>
    );
  }
  if (live().state.value === "offline") {
    return (
      <Strip icon="unlink" tone="wait" title="The live link is down and is being rebuilt">
        <span>
          {session.state === "talking" ? "Your call goes on. " : "No new line goes out meanwhile. "}
          Notes and outcomes are kept here and sent when it is back.
        </span>
      </Strip>
    );
  }
  if (session.leg_state === "down" && session.state !== "starting") {
    return (
      <Strip icon="mute" tone="bad" title="Your own line is down">
        <span>No lead is dialed until it is back.</span>
        <Button small look="main" icon="redial" onClick={() => void desk.send("renail")}>
          Connect my line again
        </Button>
      </Strip>
    );
  }
  return null;
}

interface StripProps {
  icon: IconName;
  tone: "hold" | "wait" | "bad";
  title: string;
  children: ComponentChildren;
}

function Strip({ icon, tone, title, children }: StripProps) {
  return (
    <div class={`strip ${tone}`} role="alert">
      <Icon name={icon} />
      <b>{title}</b>
      {children}
    </div>
  );
}
