/** Every part of the console in every state, to look at, and to be checked by tests. */

import type { ComponentChildren } from "preact";
import type { LineCard, LineState, Problem, SessionState } from "../../shapes";
import { Share } from "../../ui/counted";
import { Abandoned } from "../../ui/gauge";
import { useTitle } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import {
  Badge,
  Button,
  Defined,
  Empty,
  Field,
  KeyCap,
  Page,
  ProblemNote,
  Stat,
  type Tone,
} from "../../ui/parts";
import { Strip } from "../../ui/strip";
import { endingWord, LINE_STATES, lineLook, SESSION_STATES, sessionWord } from "../../words";
import { CallsIn, Explained, HandOverForms, HandOverStrips, Troubles } from "./calls";
import { CallbackRows, ScriptWithAnswers } from "./work";

const TONES: readonly Tone[] = ["live", "ring", "wait", "hold", "bad", "idle"];
const STRIPS = ["hold", "wait", "bad"] as const;
const LOOKS = ["plain", "main", "quiet", "bad"] as const;
const ENDINGS = ["no_answer", "busy", "machine", "abandoned", "invalid_number", "line_lost"];

const PROBLEM: Problem = {
  type: "about:blank",
  title: "Something needs correcting",
  status: 422,
  detail: "Some fields need correcting.",
  errors: [{ field: "callback_at", sentence: "Choose a time in the future." }],
};

export function GalleryPage() {
  useTitle("Gallery");
  return (
    <Page
      title="Gallery"
      lead="Every part of the console in every state, in the colours you have chosen."
      actions={
        <a class="button" href="/settings">
          Choose colours
        </a>
      }
    >
      <div class="gallery">
        <Piece name="Strips">
          {STRIPS.map((tone) => (
            <Strip
              key={tone}
              icon="warning"
              tone={tone}
              title="What is wrong"
              text="What still works meanwhile, and what to do."
            >
              <Button small look="main">
                Put it right
              </Button>
            </Strip>
          ))}
        </Piece>
        <Piece name="Trouble in a session">
          <Troubles />
        </Piece>
        <Piece name="Calls that come in">
          <CallsIn />
        </Piece>
        <Piece name="Handing over">
          <HandOverStrips />
        </Piece>
        <Piece name="To whom to hand over">
          <HandOverForms />
        </Piece>
        <Piece name="Words explained">
          <Explained />
        </Piece>
        <Piece name="Buttons">
          {LOOKS.map((look) => (
            <p key={look} class="do">
              <Button look={look}>Plain</Button>
              <Button look={look} icon="phone" action="hang_up">
                With a key
              </Button>
              <Button look={look} small icon="undo">
                Small
              </Button>
              <Button look={look} disabled>
                Off
              </Button>
              <Button look={look} pressed>
                Pressed
              </Button>
            </p>
          ))}
        </Piece>
        <Piece name="Badges">
          <p class="do">
            {TONES.map((tone) => (
              <Badge key={tone} tone={tone} icon="info">
                {tone}
              </Badge>
            ))}
          </p>
        </Piece>
        <Piece name="States of a session">
          <p class="do">
            {SESSION_STATES.map((state) => (
              <StateBadge key={state} state={state} />
            ))}
          </p>
        </Piece>
        <Piece name="Lines">
          <ol class="lines">
            {LINE_STATES.map((state) => (
              <li key={state}>
                <Line state={state} ending="" />
              </li>
            ))}
            {ENDINGS.map((ending) => (
              <li key={ending}>
                <Line state="ended" ending={ending} />
              </li>
            ))}
          </ol>
        </Piece>
        <Piece name="Numbers">
          <dl class="figures">
            <Stat name="Dials" word="dial" value="84" />
            <Stat
              name="Contacts"
              word="contact"
              to="/gallery"
              value="9"
              detail={<Share part={9} all={84} of="dials" digits={1} />}
            />
            {TONES.map((tone) => (
              <Stat key={tone} name={tone} value="3" tone={tone} />
            ))}
          </dl>
          {[0, 25, 40].map((abandoned) => (
            <Abandoned key={abandoned} abandoned={abandoned} answered={1000} limit={0.03} />
          ))}
          <p>
            <Defined meaning="The sentence that stands behind it.">A word with its meaning</Defined>{" "}
            <KeyCap action="palette" /> <KeyCap action="go_leads" />
          </p>
        </Piece>
        <Piece name="Call-backs">
          <CallbackRows />
        </Piece>
        <Piece name="Script with answers">
          <ScriptWithAnswers />
        </Piece>
        <Piece name="Fields">
          <Field label="Filled" hint="What it is for.">
            <input value="Springfield" readOnly />
          </Field>
          <Field label="Empty">
            <input placeholder="Such as Springfield" />
          </Field>
          <Field label="Refused" error="Give a number with its area code.">
            <input value="12" readOnly aria-invalid="true" />
          </Field>
          <Field label="Off">
            <input value="Not now" disabled />
          </Field>
          <Field label="Choice">
            <select>
              <option>One</option>
              <option>Two</option>
            </select>
          </Field>
          <label class="check">
            <input type="checkbox" checked readOnly />
            <span>Chosen</span>
          </label>
        </Piece>
        <Piece name="Words">
          <p>
            Ink on a card, with <a href="/settings">the colours you chose</a> and{" "}
            <span class="muted">quiet words</span>.
          </p>
          <p class="warning">
            <Icon name="warning" size={15} /> A warning that stays in its place.
          </p>
          <ProblemNote problem={PROBLEM} />
        </Piece>
        <Piece name="Nothing yet">
          <Empty icon="leads" title="No leads yet">
            <p>An empty place teaches the next step.</p>
            <Button look="main">Import a file</Button>
          </Empty>
          <div class="loading">
            <div class="bone" />
            <div class="bone" />
          </div>
        </Piece>
      </div>
    </Page>
  );
}

function Piece({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="card stack">
      <h2>{name}</h2>
      {children}
    </div>
  );
}

function StateBadge({ state }: { state: SessionState }) {
  const look = sessionWord(state);
  return (
    <Badge tone={look.tone} icon={look.icon}>
      {look.word}
    </Badge>
  );
}

function Line({ state, ending }: { state: LineState; ending: string }) {
  const look = lineLook({ state, ending, machine: false } as LineCard);
  const over = state === "ended" || state === "closing";
  return (
    <div class={`line ${look.tone}${over ? " over" : ""}`}>
      <span class="slot">1</span>
      <span class="word" title={ending && endingWord(ending)}>
        <Icon name={look.icon} size={15} /> {look.word}
      </span>
      <span class="timer">0:42</span>
      <span class="who">Ann & John Smith</span>
      <span class="number">
        (217) 555-0123 <span class="muted">mobile</span>
      </span>
      <span class="there">Springfield, IL</span>
    </div>
  );
}
