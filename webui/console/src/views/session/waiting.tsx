/** The person's place while nobody is on the line: what the session is doing, in words. */

import type { LineCard, SessionCard } from "../../shapes";
import { Icon, type IconName } from "../../ui/icon";
import { Since } from "../../ui/timer";
import { plural } from "../../words";

export function Waiting({ session, lines }: { session: SessionCard; lines: readonly LineCard[] }) {
  const out = lines.filter((line) => line.state !== "ended" && line.state !== "closing").length;
  const { icon, title, text } = words(session, out);
  return (
    <div class="waiting">
      <Icon name={icon} size={26} />
      <div>
        <h1>{title}</h1>
        <p class="muted">{text}</p>
      </div>
      <span class="big">
        <Since at={session.state_since} />
      </span>
    </div>
  );
}

function words(session: SessionCard, out: number): { icon: IconName; title: string; text: string } {
  switch (session.state) {
    case "starting":
      return {
        icon: "phone",
        title: "Connecting your line",
        text: "It stays connected for the whole session; the first lead is dialed when it is up.",
      };
    case "paused":
      return {
        icon: "pause",
        title: session.pause_reason ? `Paused: ${session.pause_reason.toLowerCase()}` : "Paused",
        text: "No line goes out until you resume.",
      };
    case "wrap_up":
      return { icon: "note", title: "Wrap-up", text: "Finish your notes and choose the outcome." };
    case "talking":
      return {
        icon: "live",
        title: "Somebody is on the line",
        text: "Their page opens here, unless it is a caller whom we do not know: then only the line shows the number.",
      };
    case "ended":
      return { icon: "hangup", title: "The session is over", text: "Your report follows." };
    case "ready":
      if (session.then !== "") return leaving(session);
      return out === 0
        ? {
            icon: "clock",
            title: "Ready for the next line",
            text: session.limited_sentence || "The next line goes out at once.",
          }
        : {
            icon: "ring",
            title: `Calling on ${plural(out, "line")}`,
            text: "The first person who answers is in your ear at once; their page opens here.",
          };
  }
}

/** A wish to pause or end waits for the lines that ring: whoever answers them is not left alone. */
function leaving(session: SessionCard): { icon: IconName; title: string; text: string } {
  const text = "No new line goes out. Whoever still answers one that rings is put through to you first.";
  return session.then === "pause"
    ? { icon: "pause", title: "Pausing as soon as no line rings", text }
    : { icon: "logout", title: "Ending as soon as no line rings", text };
}
