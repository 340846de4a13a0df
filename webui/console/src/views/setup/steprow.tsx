/** One step of a sequence as a row of fields. */

import type { TemplateCard } from "../../shapes";
import { Icon } from "../../ui/icon";
import { Button, Field } from "../../ui/parts";
import { CHANNEL_ICONS } from "../../words";
import { KINDS, type Step } from "./steps";

interface StepRowProps {
  step: Step;
  index: number;
  count: number;
  templates: readonly TemplateCard[];
  errors: readonly Record<string, string>[];
  put: (index: number, step: Step) => void;
  move: (index: number, by: number) => void;
  remove: (index: number) => void;
}

export function StepRow({ step, index, count, templates, errors, put, move, remove }: StepRowProps) {
  const set = (changed: Partial<Step>) => put(index, { ...step, ...changed });
  const wrong = errors.filter((error) => Object.values(error).some((word) => word.includes(`${index}.`)));
  const fitting = templates.filter((template) => template.kind === step.kind);
  return (
    <li class="card steprow">
      <span class="spot">
        <Icon name={CHANNEL_ICONS[step.kind] ?? "task"} size={18} />
      </span>
      <div class="fields">
        <Field label="Name">
          <input required value={step.label} onInput={(event) => set({ label: event.currentTarget.value })} />
        </Field>
        <Field label="Kind">
          <select
            value={step.kind}
            onChange={(event) =>
              set({ kind: event.currentTarget.value as Step["kind"], tries: 1, template: "", on_outcome: {} })
            }
          >
            {KINDS.map(([kind, label]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </select>
        </Field>
        <Wait step={step} first={index === 0} set={set} />
        {step.kind === "call" && (
          <Field label="Tries">
            <input
              type="number"
              min={1}
              max={20}
              value={step.tries}
              onInput={(event) => set({ tries: Number(event.currentTarget.value) || 1 })}
            />
          </Field>
        )}
        {fitting.length > 0 && (
          <Field label="Says">
            <select value={step.template} onChange={(event) => set({ template: event.currentTarget.value })}>
              <option value="">{step.kind === "text" ? "The campaign’s own text" : "Nothing chosen"}</option>
              {fitting.map((template) => (
                <option key={template.id} value={template.name}>
                  {template.name}
                </option>
              ))}
            </select>
          </Field>
        )}
        {wrong.map((error) => (
          <p key={JSON.stringify(error)} class="wrong wide" role="alert">
            {Object.values(error).at(-1)}
          </p>
        ))}
      </div>
      <span class="do">
        <Button
          small
          look="quiet"
          icon="up"
          label={`Move ${step.label} up`}
          disabled={index === 0}
          onClick={() => move(index, -1)}
        />
        <Button
          small
          look="quiet"
          icon="down"
          label={`Move ${step.label} down`}
          disabled={index === count - 1}
          onClick={() => move(index, 1)}
        />
        <Button
          small
          look="quiet"
          icon="cross"
          label={`Remove ${step.label}`}
          onClick={() => remove(index)}
        />
      </span>
    </li>
  );
}

function Wait({ step, first, set }: { step: Step; first: boolean; set: (changed: Partial<Step>) => void }) {
  if (first) return null;
  const hours = step.wait_hours > 0;
  const amount = hours ? step.wait_hours : step.wait_days;
  const put = (value: number, inHours: boolean) =>
    set(inHours ? { wait_days: 0, wait_hours: value } : { wait_days: Math.round(value), wait_hours: 0 });
  return (
    <Field label="After">
      <span class="amount">
        <input
          type="number"
          min={0}
          max={365}
          step={hours ? 0.5 : 1}
          value={amount}
          onInput={(event) => put(Number(event.currentTarget.value) || 0, hours)}
        />
        <select
          aria-label="Unit of the wait"
          value={hours ? "hours" : "days"}
          onChange={(event) => put(Math.max(1, amount), event.currentTarget.value === "hours")}
        >
          <option value="days">days</option>
          <option value="hours">hours</option>
        </select>
      </span>
    </Field>
  );
}
