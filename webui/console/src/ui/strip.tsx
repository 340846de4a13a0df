/** A line in the session bar that says what is wrong, what still works, and what to do. */

import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { say } from "./announce";
import { Icon, type IconName } from "./icon";

interface StripProps {
  icon: IconName;
  tone: "hold" | "wait" | "bad";
  title: string;
  /** What still works, and what to do. */
  text: string;
  children?: ComponentChildren;
}

export function Strip({ icon, tone, title, text, children }: StripProps) {
  // Told once, by the page's own assertive region: a region in each strip would speak again with every change in it.
  useEffect(() => say(`${title}. ${text}`, "assertive"), [title]);
  return (
    <section class={`strip ${tone}`} aria-label="Trouble">
      <Icon name={icon} />
      <p>
        <b>{title}</b> <span>{text}</span>
      </p>
      {children && <div class="do">{children}</div>}
    </section>
  );
}
