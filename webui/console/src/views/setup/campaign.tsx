/** One campaign: its leads, what is said, and every rule; a change shows first what it does to leads under way. */

import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import { patch, post } from "../../api";
import { definitions } from "../../app";
import { phoneNumber } from "../../format";
import type { CallerIdCard, CampaignPage, ChangePreview, ScriptCard, SequenceCard } from "../../shapes";
import { Counted, leadsOf } from "../../ui/counted";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Badge, Button, Empty, Field, Loading, Page, ProblemNote } from "../../ui/parts";
import { plain } from "../../words";
import { ChangeDialog } from "./change";
import { FilterFields } from "./filter";
import { LineStrip } from "./linestrip";
import { PacePanel } from "./pace";
import { Penetration } from "./penetration";
import { RuleField } from "./rulefield";
import { GROUPS } from "./rules";
import { Voicemails } from "./voicemails";

interface Draft {
  name: string;
  settings: Record<string, unknown>;
  lead_filter: Record<string, unknown>;
  sequence_id: number | null;
  script_id: number | null;
  caller_ids: number[];
}

export function CampaignView({ id }: { id: string }) {
  const page = useLoad<CampaignPage>(`/api/campaigns/${id}`);
  useTitle(page.data?.name ?? "Campaign");
  if (page.problem) {
    return (
      <Page title="Campaign">
        <Empty icon="setup" title={page.problem.title}>
          <p>{page.problem.detail}</p>
        </Empty>
      </Page>
    );
  }
  if (page.data === null)
    return (
      <Page title="Campaign">
        <Loading rows={8} />
      </Page>
    );
  return <Editor key={page.data.version} campaign={page.data} onSaved={page.set} />;
}

function Editor({ campaign, onSaved }: { campaign: CampaignPage; onSaved: (saved: CampaignPage) => void }) {
  const { name, settings, lead_filter, sequence_id, script_id, caller_ids } = campaign;
  const start: Draft = { name, settings, lead_filter, sequence_id, script_id, caller_ids };
  const draft = useSignal(start);
  const preview = useSignal<ChangePreview | null>(null);
  const saving = useSaving();
  const changes = Object.fromEntries(
    Object.entries(draft.value).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(start[key as keyof Draft]),
    ),
  );
  const dirty = Object.keys(changes).length > 0;
  const set = (changed: Partial<Draft>) => {
    draft.value = { ...draft.value, ...changed };
  };
  const errors = new Map(
    (saving.problem?.errors ?? []).map((error) => [
      (error["field"] ?? "").replace("settings.", ""),
      error["sentence"] ?? "",
    ]),
  );
  const base = `/api/campaigns/${campaign.id}`;
  const ask = () =>
    void saving.run(post<ChangePreview>(`${base}/preview-change`, asked(changes)), (told) => {
      preview.value = told;
    });
  const save = () => {
    preview.value = null;
    void saving.run(patch<CampaignPage>(base, { version: campaign.version, ...asked(changes) }), onSaved);
  };
  return (
    <Page
      title={campaign.name}
      lead={<Counts campaign={campaign} />}
      actions={<StatusButton campaign={campaign} onSaved={onSaved} />}
    >
      <PacePanel campaignId={campaign.id} />
      <LineStrip campaignId={campaign.id} />
      <Penetration campaignId={campaign.id} />
      <form
        class="editor"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <section class="card">
          <h2>What</h2>
          <div class="fields">
            <Field label="Name">
              <input
                value={draft.value.name}
                required
                onInput={(event) => set({ name: event.currentTarget.value })}
              />
            </Field>
            <Content draft={draft.value} set={set} />
          </div>
        </section>
        <section class="card">
          <h2>Which leads</h2>
          <FilterFields
            campaignId={campaign.id}
            value={draft.value.lead_filter}
            onChange={(lead_filter) => set({ lead_filter })}
          />
        </section>
        {GROUPS.map((group) => (
          <section key={group.title} class="card">
            <h2>{group.title}</h2>
            <div class="fields">
              {group.rules.map((rule) => (
                <RuleField
                  key={rule.name}
                  rule={rule}
                  value={draft.value.settings[rule.name]}
                  error={errors.get(rule.name)}
                  onChange={(value) => set({ settings: { ...draft.value.settings, [rule.name]: value } })}
                />
              ))}
            </div>
          </section>
        ))}
        <ProblemNote problem={saving.problem} />
        <footer class="savebar">
          <span class="muted">{dirty ? "Changed, not saved." : "Everything is saved."}</span>
          <Button
            disabled={!dirty}
            onClick={() => {
              draft.value = start;
              saving.clear();
            }}
          >
            Put back
          </Button>
          <Button type="submit" look="main" disabled={!dirty || saving.busy}>
            See what it does, then save
          </Button>
        </footer>
      </form>
      <Voicemails campaignId={campaign.id} policy={String(campaign.settings["voicemail_consent"] ?? "")} />
      {preview.value !== null && (
        <ChangeDialog
          preview={preview.value}
          busy={saving.busy}
          onSave={save}
          onClose={() => {
            preview.value = null;
          }}
        />
      )}
    </Page>
  );
}

/** The server takes 0 for "none": null would mean "not changed". */
function asked(changes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value ?? 0]));
}

const STAGES: readonly (readonly [stage: string, words: string, definition: string])[] = [
  ["ready", "ready", "ready"],
  ["waiting", "waiting", "waiting"],
  ["claimed", "on a line", "on_a_line"],
  ["held", "held", "held"],
  ["stopped", "finished", "finished"],
];

function Counts({ campaign }: { campaign: CampaignPage }) {
  return (
    <>
      <Badge tone={campaign.status === "running" ? "live" : "hold"}>{plain(campaign.status)}</Badge>{" "}
      {STAGES.map(([stage, words, definition], place) => (
        <Fragment key={stage}>
          {place > 0 && ", "}
          <span data-meaning={definitions.value[definition]}>
            <Counted n={campaign.counts[stage] ?? 0} to={leadsOf(campaign.id, { stage })} /> {words}
          </span>
        </Fragment>
      ))}
    </>
  );
}

function StatusButton({
  campaign,
  onSaved,
}: {
  campaign: CampaignPage;
  onSaved: (saved: CampaignPage) => void;
}) {
  const saving = useSaving();
  const to = campaign.status === "running" ? "paused" : "running";
  const run = () =>
    void saving.run(post<CampaignPage>(`/api/campaigns/${campaign.id}/status`, { status: to }), onSaved);
  return (
    <>
      <ProblemNote problem={saving.problem} />
      <Button
        look={to === "running" ? "main" : "plain"}
        icon={to === "running" ? "play" : "pause"}
        disabled={saving.busy}
        onClick={run}
      >
        {to === "running" ? "Set running" : "Pause campaign"}
      </Button>
    </>
  );
}

function Content({ draft, set }: { draft: Draft; set: (changed: Partial<Draft>) => void }) {
  const sequences = useLoad<SequenceCard[]>("/api/sequences");
  const scripts = useLoad<ScriptCard[]>("/api/scripts");
  const callerIds = useLoad<CallerIdCard[]>("/api/caller-ids");
  const choose = (cards: readonly { id: number; name: string }[] | null, none: string) => [
    <option key="" value="">
      {none}
    </option>,
    ...(cards ?? []).map((card) => (
      <option key={card.id} value={String(card.id)}>
        {card.name}
      </option>
    )),
  ];
  const number = (value: string) => (value === "" ? null : Number(value));
  return (
    <>
      <Field label="Sequence" hint="What follows each call: the automatic text, letters, the next call.">
        <select
          value={String(draft.sequence_id ?? "")}
          onChange={(event) => set({ sequence_id: number(event.currentTarget.value) })}
        >
          {choose(sequences.data, "No sequence: call once")}
        </select>
      </Field>
      <Field label="Script">
        <select
          value={String(draft.script_id ?? "")}
          onChange={(event) => set({ script_id: number(event.currentTarget.value) })}
        >
          {choose(scripts.data, "No script")}
        </select>
      </Field>
      <fieldset class="segmented wide">
        <legend>Caller IDs (none chosen: any that is free)</legend>
        {(callerIds.data ?? []).map((card) => (
          <label key={card.id}>
            <input
              type="checkbox"
              checked={draft.caller_ids.includes(card.id)}
              onChange={(event) =>
                set({
                  caller_ids: event.currentTarget.checked
                    ? [...draft.caller_ids, card.id]
                    : draft.caller_ids.filter((one) => one !== card.id),
                })
              }
            />
            <span>{card.label || phoneNumber(card.e164)}</span>
          </label>
        ))}
        {callerIds.data?.length === 0 && <a href="/caller-ids">Add a number first</a>}
      </fieldset>
    </>
  );
}
