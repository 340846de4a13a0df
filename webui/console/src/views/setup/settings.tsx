/** Each person's own: theme, sound, keys. */

import { useSignal } from "@preact/signals";
import { post } from "../../api";
import { DEFAULT_PREFERENCES, me, type Preferences, preferences, savePreferences } from "../../app";
import { ACTIONS, clashes, DEFAULT_KEYS, keyOf, printed } from "../../keys";
import { useSaving, useTitle } from "../../ui/hooks";
import { Button, Field, Page, ProblemNote } from "../../ui/parts";
import { connectTone, readySound } from "../session/sound";

const THEMES = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

export function SettingsView() {
  useTitle("Your settings");
  const failure = useSignal("");
  const save = async (changed: Partial<Preferences>) => {
    failure.value = (await savePreferences(changed)) ?? "";
  };
  const { theme, sound, keys } = preferences.value;
  return (
    <Page title="Your settings" lead={`${me.value?.name}, ${me.value?.email}`} actions={<LogOut />}>
      {failure.value && (
        <p class="problem" role="alert">
          {failure.value}
        </p>
      )}
      <section class="card stack">
        <h2>Look and sound</h2>
        <fieldset class="segmented">
          <legend>Colours</legend>
          {THEMES.map(([value, label]) => (
            <label key={value}>
              <input
                type="radio"
                name="theme"
                checked={theme === value}
                onChange={() => void save({ theme: value })}
              />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
        <label class="check">
          <input
            type="checkbox"
            checked={sound.on}
            onChange={(event) => void save({ sound: { ...sound, on: event.currentTarget.checked } })}
          />
          <span>A short tone when somebody is on the line</span>
        </label>
        <label class="volume">
          <span>Volume</span>
          <input
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={sound.volume}
            disabled={!sound.on}
            onChange={(event) =>
              void save({ sound: { ...sound, volume: Number(event.currentTarget.value) } })
            }
          />
          <Button
            small
            disabled={!sound.on}
            onClick={() => {
              readySound();
              connectTone();
            }}
          >
            Try it
          </Button>
        </label>
      </section>
      <section class="card stack">
        <header class="head">
          <h2>Keys</h2>
          <Button
            small
            disabled={JSON.stringify(keys) === JSON.stringify(DEFAULT_KEYS)}
            onClick={() => void save({ keys: DEFAULT_PREFERENCES.keys })}
          >
            Put all back
          </Button>
        </header>
        <label class="check">
          <input
            type="checkbox"
            checked={keys.bare}
            onChange={(event) => void save({ keys: { ...keys, bare: event.currentTarget.checked } })}
          />
          <span>Single keys act (with Alt they always do, also while typing)</span>
        </label>
        {clashes(keys).map(([one, other]) => (
          <p key={`${one}${other}`} class="warning">
            “{labelOf(one)}” and “{labelOf(other)}” have the same key; only one of them acts.
          </p>
        ))}
        <ul class="keylist">
          {ACTIONS.filter(({ id, key }) => !id.startsWith("disposition_") && !key.startsWith("$mod+")).map(
            (action) => (
              <Key
                key={action.id}
                id={action.id}
                label={action.label}
                onChange={(key) => void save({ keys: { ...keys, map: { ...keys.map, [action.id]: key } } })}
              />
            ),
          )}
        </ul>
        <p class="muted">
          Outcomes keep the number keys that a manager gave them; {printed(keyOf("palette"))} opens the
          commands.
        </p>
      </section>
      <Password />
      <p class="muted">
        Relist {me.value?.version}, calls through {me.value?.carrier}
      </p>
    </Page>
  );
}

const labelOf = (id: string): string => ACTIONS.find((action) => action.id === id)?.label ?? id;

function Key({ id, label, onChange }: { id: string; label: string; onChange: (key: string) => void }) {
  const waiting = useSignal(false);
  const pressed = (event: KeyboardEvent) => {
    if (!waiting.value || ["Shift", "Alt", "Control", "Meta"].includes(event.key)) return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
    waiting.value = false;
    if (event.key === "Escape" || event.key === "Tab") return;
    const key = event.key === " " ? "Space" : event.key;
    onChange(event.shiftKey && key.length === 1 && key !== key.toLowerCase() ? `Shift+${key}` : key);
  };
  return (
    <li>
      <span>{label}</span>
      <button
        type="button"
        class="button small"
        aria-label={`Key for ${label}: ${printed(keyOf(id))}. Press to change.`}
        onKeyDown={pressed}
        onBlur={() => {
          waiting.value = false;
        }}
        onClick={() => {
          waiting.value = true;
        }}
      >
        {waiting.value ? "Press a key" : <kbd class="cap">{printed(keyOf(id))}</kbd>}
      </button>
    </li>
  );
}

/** A plain form: logging out works even when scripts do not. */
function LogOut() {
  return (
    <form method="post" action="/logout">
      <input type="hidden" name="csrf_token" value={me.value?.csrf ?? ""} />
      <Button type="submit" icon="logout">
        Log out
      </Button>
    </form>
  );
}

/** Ends every log-in of this account, this one too. */
function Password() {
  const old = useSignal("");
  const fresh = useSignal("");
  const saving = useSaving();
  const change = () =>
    void saving.run(post("/api/me/password", { old: old.value, new: fresh.value }), () =>
      location.assign("/login"),
    );
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        change();
      }}
    >
      <h2>Password</h2>
      <div class="fields">
        <Field label="Present password">
          <input
            type="password"
            required
            autocomplete="current-password"
            value={old.value}
            onInput={(event) => {
              old.value = event.currentTarget.value;
            }}
          />
        </Field>
        <Field label="New password" hint="You log in again with it, here and everywhere.">
          <input
            type="password"
            required
            autocomplete="new-password"
            value={fresh.value}
            onInput={(event) => {
              fresh.value = event.currentTarget.value;
            }}
          />
        </Field>
      </div>
      <ProblemNote problem={saving.problem} />
      <div class="actions">
        <Button type="submit" disabled={saving.busy}>
          Change password
        </Button>
      </div>
    </form>
  );
}
