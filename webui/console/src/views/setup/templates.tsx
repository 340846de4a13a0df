/** Texts, e-mails and letters, with what one lead would read. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { patch, post } from "../../api";
import type { FilledTemplate, LeadList, Problem, TemplateCard } from "../../shapes";
import { useCalm, useLoad, useSaving } from "../../ui/hooks";
import { Icon } from "../../ui/icon";
import { Button, Field, ProblemNote } from "../../ui/parts";
import { CHANNEL_ICONS, plain, plural } from "../../words";
import { segments } from "../lead/segments";
import { Picker } from "./picker";

const NEW: TemplateCard = { id: 0, name: "", kind: "text", subject: "", body: "" };
const FIELDS = [
  "first_name",
  "street",
  "city",
  "list_price",
  "days_on_market",
  "agent_first_name",
  "agent_phone",
  "brokerage",
  "greeting",
];

export function TemplatesView() {
  return (
    <Picker
      title="Texts and letters"
      lead="What goes out by itself, in your words."
      url="/api/templates"
      fresh={NEW}
      empty={{
        icon: "text",
        title: "Nothing written yet",
        words: "Start with the text that goes out after a missed call.",
      }}
      mark={(one) => <Icon name={CHANNEL_ICONS[one.kind] ?? "text"} />}
      editor={(template, onSaved) => <Editor key={template.id} template={template} onSaved={onSaved} />}
    />
  );
}

function Editor({ template, onSaved }: { template: TemplateCard; onSaved: (saved: TemplateCard) => void }) {
  const draft = useSignal(template);
  const saving = useSaving();
  const set = (changed: Partial<TemplateCard>) => {
    draft.value = { ...draft.value, ...changed };
  };
  const { name, kind, subject, body } = draft.value;
  const size = segments(body);
  const save = () => {
    const request = { name, kind, subject, body };
    void saving.run(
      template.id === 0
        ? post<TemplateCard>("/api/templates", request)
        : patch<TemplateCard>(`/api/templates/${template.id}`, request),
      onSaved,
    );
  };
  return (
    <form
      class="columns uneven"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div class="card stack">
        <div class="fields">
          <Field label="Name">
            <input required value={name} onInput={(event) => set({ name: event.currentTarget.value })} />
          </Field>
          <Field label="Kind">
            <select
              value={kind}
              disabled={template.id !== 0}
              onChange={(event) => set({ kind: event.currentTarget.value })}
            >
              {["text", "email", "letter", "door_hanger"].map((one) => (
                <option key={one} value={one}>
                  {plain(one)}
                </option>
              ))}
            </select>
          </Field>
          {kind === "email" && (
            <Field label="Subject" wide>
              <input value={subject} onInput={(event) => set({ subject: event.currentTarget.value })} />
            </Field>
          )}
        </div>
        <Field
          label="Words"
          wide
          hint="After a bar stands what is said when the field is empty: {first_name|there}. A field that stays empty keeps the text from going out."
        >
          <textarea
            rows={kind === "text" ? 6 : 16}
            required
            value={body}
            onInput={(event) => set({ body: event.currentTarget.value })}
          />
        </Field>
        <div class="chips" role="group" aria-label="Insert a field">
          {FIELDS.map((field) => (
            <button
              key={field}
              type="button"
              class="button small"
              onClick={() => set({ body: `${body}{${field}}` })}
            >
              {field.replaceAll("_", " ")}
            </button>
          ))}
        </div>
        <ProblemNote problem={saving.problem} />
        <div class="actions">
          {kind === "text" && (
            <span class="muted">
              {size.units} characters before filling in, {plural(size.count, "segment")}
            </span>
          )}
          <Button
            type="submit"
            look="main"
            disabled={saving.busy || JSON.stringify(draft.value) === JSON.stringify(template)}
          >
            Save
          </Button>
        </div>
      </div>
      <Preview body={body} kind={kind} />
    </form>
  );
}

function Preview({ body, kind }: { body: string; kind: string }) {
  const leads = useLoad<LeadList>("/api/leads");
  const place = useSignal(0);
  const rows = leads.data?.rows ?? [];
  const lead = rows[place.value % Math.max(1, rows.length)];
  const calm = useCalm(body, 400);
  const shown = usePreview(calm, lead?.id ?? null);
  if (lead === undefined)
    return (
      <aside class="card">
        <p class="muted">Import leads to see this with a real one.</p>
      </aside>
    );
  return (
    <aside class="card preview">
      <h2>As {lead.name || "one lead"} reads it</h2>
      <ProblemNote problem={shown.problem} />
      <p class={kind === "text" ? "bubble" : "sheet"}>{shown.data?.text ?? ""}</p>
      {shown.data?.segments !== undefined && kind === "text" && (
        <p class="muted">{plural(shown.data.segments, "segment")}</p>
      )}
      {[...(shown.data?.missing ?? []), ...(shown.data?.unknown ?? [])].map((field) => (
        <p key={field} class="warning">
          <Icon name="warning" size={14} /> {field} is empty or unknown: this would not go out.
        </p>
      ))}
      <Button
        small
        icon="right"
        onClick={() => {
          place.value += 1;
        }}
      >
        Another lead
      </Button>
    </aside>
  );
}

function usePreview(
  body: string,
  leadId: number | null,
): { data: FilledTemplate | null; problem: Problem | null } {
  const data = useSignal<FilledTemplate | null>(null);
  const problem = useSignal<Problem | null>(null);
  useEffect(() => {
    if (leadId === null || body === "") return;
    let wanted = true;
    void post<FilledTemplate>("/api/templates/preview", { body, lead_id: leadId }).then((result) => {
      if (!wanted) return;
      problem.value = result.ok ? null : result.problem;
      if (result.ok) data.value = result.value;
    });
    return () => {
      wanted = false;
    };
  }, [body, leadId, data, problem]);
  return { data: data.value, problem: problem.value };
}
