/** One setting as a form field of its kind. */

import { minuteToTime, timeToMinute } from "../../format";
import { Field } from "../../ui/parts";
import type { Rule } from "./rules";

interface RuleFieldProps {
  rule: Rule;
  value: unknown;
  error?: string | undefined;
  onChange: (value: unknown) => void;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export function RuleField({ rule, value, error, onChange }: RuleFieldProps) {
  if (rule.kind === "days") return <Days rule={rule} value={value} onChange={onChange} />;
  if (rule.kind === "switch") {
    return (
      <label class="check wide">
        <input
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{rule.label}</span>
      </label>
    );
  }
  return (
    <Field
      label={rule.label}
      hint={rule.hint}
      error={error}
      wide={rule.kind === "long" || rule.kind === "choice"}
    >
      <Control rule={rule} value={value} onChange={onChange} />
    </Field>
  );
}

function Control({ rule, value, onChange }: RuleFieldProps) {
  switch (rule.kind) {
    case "choice":
      return (
        <select value={String(value)} onChange={(event) => onChange(event.currentTarget.value)}>
          {(rule.options ?? []).map(([word, label]) => (
            <option key={word} value={word}>
              {label}
            </option>
          ))}
        </select>
      );
    case "long":
      return (
        <textarea
          rows={2}
          value={String(value ?? "")}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "text":
      return <input value={String(value ?? "")} onInput={(event) => onChange(event.currentTarget.value)} />;
    case "time":
      return (
        <input
          type="time"
          value={minuteToTime(Number(value))}
          onInput={(event) => onChange(timeToMinute(event.currentTarget.value))}
        />
      );
    default:
      return <Amount rule={rule} value={value} onChange={onChange} />;
  }
}

function Amount({ rule, value, onChange }: RuleFieldProps) {
  const factor = rule.kind === "percent" ? 100 : 1;
  const step = rule.kind === "number" ? 1 : rule.kind === "percent" ? 0.1 : 0.5;
  const shown = Math.round(Number(value) * factor * 100) / 100;
  return (
    <span class="amount">
      <input
        type="number"
        min={rule.min}
        max={rule.max}
        step={step}
        value={shown}
        onInput={(event) => {
          if (event.currentTarget.value !== "") onChange(Number(event.currentTarget.value) / factor);
        }}
      />
      <span class="muted">{rule.kind === "percent" ? "%" : rule.unit}</span>
    </span>
  );
}

function Days({ rule, value, onChange }: RuleFieldProps) {
  const chosen = new Set((value ?? []) as number[]);
  return (
    <fieldset class="segmented wide">
      <legend>{rule.label}</legend>
      {DAYS.map((name, day) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={chosen.has(day)}
            onChange={(event) =>
              onChange(
                DAYS.map((_, index) => index).filter((index) =>
                  index === day ? event.currentTarget.checked : chosen.has(index),
                ),
              )
            }
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
