/** A line across the page that says what is wrong, what still works, and what to do. */

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

interface StripProps {
  icon: IconName;
  tone: "hold" | "wait" | "bad";
  title: string;
  children: ComponentChildren;
}

export function Strip({ icon, tone, title, children }: StripProps) {
  return (
    <div class={`strip ${tone}`} role="alert">
      <Icon name={icon} />
      <b>{title}</b>
      {children}
    </div>
  );
}
