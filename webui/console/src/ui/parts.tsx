/** Small parts of every page: buttons, key caps, badges, problems, empty states. */

import type { ComponentChildren } from "preact";
import { definitions } from "../app";
import { keyOf, printed } from "../keys";
import type { Problem } from "../shapes";
import { Icon, type IconName } from "./icon";

export type Tone = "live" | "ring" | "wait" | "hold" | "bad" | "idle";

interface ButtonProps {
  children?: ComponentChildren;
  icon?: IconName;
  look?: "main" | "quiet" | "bad" | "plain";
  small?: boolean;
  disabled?: boolean;
  pressed?: boolean;
  type?: "button" | "submit";
  label?: string;
  title?: string;
  action?: string;
  /** Gets the focus when its dialog opens. */
  first?: boolean;
  onClick?: () => void;
}

/** `action` names the key that does the same; its cap is drawn on the button. */
export function Button(props: ButtonProps) {
  const {
    icon,
    look = "plain",
    small,
    disabled,
    pressed,
    type = "button",
    label,
    title,
    action,
    first,
    onClick,
  } = props;
  return (
    <button
      type={type}
      class={`button ${look}${small ? " small" : ""}`}
      disabled={disabled}
      autofocus={first}
      aria-pressed={pressed}
      aria-label={label}
      title={title}
      aria-keyshortcuts={action ? keyOf(action) : undefined}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      {props.children}
      {action && <KeyCap action={action} />}
    </button>
  );
}

export function KeyCap({ action }: { action: string }) {
  return <kbd class="cap">{printed(keyOf(action))}</kbd>;
}

export function Badge({
  tone = "idle",
  icon,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <span class={`badge ${tone}`}>
      {icon && <Icon name={icon} size={13} />}
      {children}
    </span>
  );
}

export function ProblemNote({ problem }: { problem: Problem | null }) {
  if (problem === null) return null;
  return (
    <div class="problem" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{problem.title}</strong>
        {problem.detail && <p>{problem.detail}</p>}
        {problem.errors.length > 0 && (
          <ul>
            {problem.errors.map((error) => (
              <li key={JSON.stringify(error)}>{Object.values(error).join(": ")}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
}

/** An empty place teaches the next step. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div class="empty">
      <Icon name={icon} size={28} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  wide?: boolean;
  children: ComponentChildren;
}

/** A label around its control, with the hint and the refusal in reach of screen readers. */
export function Field({ label, hint, error, wide, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label class={`field${wide ? " wide" : ""}`}>
      <span class="name">{label}</span>
      {children}
      {hint && <span class="hint">{hint}</span>}
      {error && (
        <span class="wrong" role="alert">
          {error}
        </span>
      )}
    </label>
  );
}

interface StatProps {
  name: string;
  word?: string;
  /** Where the word has no definition of its own. */
  meaning?: string;
  /** Where what is counted stands. */
  to?: string | undefined;
  value: ComponentChildren;
  detail?: ComponentChildren;
  tone?: Tone;
}

/** Words whose meaning shows on hover and focus, and is read out with them. */
export function Defined({ meaning, children }: { meaning: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users reach the meaning here.
    <span class="defined" tabIndex={0} data-meaning={meaning}>
      {children}
      <span class="unseen">: {meaning}</span>
    </span>
  );
}

/** A number with its definition on hover and focus; `word` finds the definition. */
export function Stat({
  name,
  word = "",
  meaning = definitions.value[word],
  to,
  value,
  detail,
  tone,
}: StatProps) {
  return (
    <div class={`stat ${tone ?? ""}`}>
      <dt>{meaning ? <Defined meaning={meaning}>{name}</Defined> : name}</dt>
      <dd>
        <b>
          {to ? (
            <a class="counted" href={to}>
              {value}
            </a>
          ) : (
            value
          )}
        </b>
        {detail && <span>{detail}</span>}
      </dd>
    </div>
  );
}

/** The head of a column of numbers; `word` finds its definition. */
export function Head({ name, word = "", meaning = definitions.value[word] ?? "" }: HeadProps) {
  return (
    <th scope="col" class="figure">
      <Defined meaning={meaning}>{name}</Defined>
    </th>
  );
}

/** The list that stands below, as a file. */
export function CsvLink({ to }: { to: string }) {
  return (
    <a class="button" href={to} download>
      Download as CSV
    </a>
  );
}

interface HeadProps {
  name: string;
  word?: string;
  meaning?: string;
}

export function Page({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <main class="page" id="main">
      <header class="head">
        <div>
          <h1>{title}</h1>
          {lead && <p class="muted">{lead}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}

/** Grey bars where the words will be: the page has its shape before its data. */
export function Loading({ rows = 4 }: { rows?: number }) {
  return (
    <div class="loading" aria-busy="true">
      <span class="unseen">Loading</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="bone" />
      ))}
    </div>
  );
}

/** A page whose data is on its way. */
export function LoadingPage({ title, rows = 8 }: { title: string; rows?: number }) {
  return (
    <Page title={title}>
      <Loading rows={rows} />
    </Page>
  );
}
