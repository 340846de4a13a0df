/** From a fresh installation to the first call: what is done, what comes next, and where. Gone after the first call. */

import type { FirstSteps as Steps } from "../../shapes";
import { useLoad } from "../../ui/hooks";
import { Icon } from "../../ui/icon";

interface Step {
  done: keyof Steps;
  name: string;
  why: string;
  to: string;
}

const STEPS: readonly Step[] = [
  {
    done: "caller_id",
    name: "Add a number to call from",
    why: "It is what people see when we ring; without one nothing is dialed.",
    to: "/caller-ids",
  },
  {
    done: "agent",
    name: "Give somebody a log-in as an agent",
    why: "Agents call; managers may call too.",
    to: "/users",
  },
  {
    done: "campaign",
    name: "Make a campaign",
    why: "It says who is called, at what pace, with which script and sequence.",
    to: "/campaigns",
  },
  {
    done: "leads",
    name: "Import today’s expireds into it",
    why: "A CSV or XLSX file as it came; every rejected row says why.",
    to: "/imports",
  },
  {
    done: "running",
    name: "Set the campaign running",
    why: "Until then no line goes out.",
    to: "/campaigns",
  },
  {
    done: "called",
    name: "Start a session",
    why: "Check your headset, choose how many lines, and take the first call.",
    to: "/session",
  },
];

export function FirstSteps() {
  const steps = useLoad<Steps>("/api/first-steps").data;
  if (steps === null || steps.called) return null;
  const next = STEPS.find((step) => !steps[step.done]);
  return (
    <section class="card firststeps" aria-label="First steps">
      <h2>From here to the first call</h2>
      <ol>
        {STEPS.map((step) => (
          <li key={step.done} aria-current={step === next ? "step" : undefined}>
            <Icon name={steps[step.done] ? "check" : "right"} />
            <a href={step.to}>{step.name}</a>
            {steps[step.done] ? <span class="muted">Done</span> : <span class="muted">{step.why}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
