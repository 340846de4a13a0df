/** Saved lists: filters under a name, each with the number of leads that fit at this moment. */

import { useSignal } from "@preact/signals";
import { del, post, put, withQuery } from "../../api";
import { isManager } from "../../app";
import { count } from "../../format";
import type { CampaignPage, SavedList } from "../../shapes";
import { useLoad, useSaving } from "../../ui/hooks";
import { Button, ProblemNote } from "../../ui/parts";

interface ListsProps {
  /** The filters that are shown. */
  filters: Record<string, string>;
}

export function SavedLists({ filters }: ListsProps) {
  const lists = useLoad<SavedList[]>("/api/lead-lists");
  const saving = useSaving();
  const name = useSignal("");
  const here = address(filters);
  const current = lists.data?.find((one) => address(one.query) === here);
  const filtered = Object.keys(filters).length > 0;
  const save = () =>
    void saving.run(post<SavedList[]>("/api/lead-lists", { name: name.value, query: filters }), (saved) => {
      name.value = "";
      lists.set(saved);
    });
  const remove = (id: number) => void saving.run(del<SavedList[]>(`/api/lead-lists/${id}`), lists.set);
  if (!filtered && (lists.data ?? []).length === 0) return null;
  return (
    <section class="savedlists" aria-label="Saved lists">
      {(lists.data ?? []).map((one) => (
        <a
          key={one.id}
          class="button small"
          href={address(one.query)}
          aria-current={one === current ? "page" : undefined}
        >
          {one.name} <b>{one.count === null ? "10,000+" : count(one.count)}</b>
        </a>
      ))}
      {current !== undefined && isManager() && <Feeds list={current} onSaved={lists.set} />}
      {current !== undefined && (
        <Button small look="quiet" icon="cross" disabled={saving.busy} onClick={() => remove(current.id)}>
          Forget this list
        </Button>
      )}
      {filtered && current === undefined && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <input
            aria-label="Name for this list"
            placeholder="Save these filters as …"
            maxLength={60}
            required
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
          <Button small type="submit" icon="plus" disabled={saving.busy || name.value.trim() === ""}>
            Save list
          </Button>
        </form>
      )}
      <ProblemNote problem={saving.problem ?? lists.problem} />
    </section>
  );
}

interface FeedsProps {
  list: SavedList;
  onSaved: (lists: SavedList[]) => void;
}

/** Leads that come to fit are taken into the campaign within a minute, also while sessions run. */
function Feeds({ list, onSaved }: FeedsProps) {
  const campaigns = useLoad<CampaignPage[]>("/api/campaigns");
  const saving = useSaving();
  return (
    <label title="New leads that fit this list are taken into the campaign by themselves, within a minute">
      <span class="unseen">Campaign that this list feeds</span>
      <select
        value={String(list.campaign_id ?? "")}
        disabled={saving.busy}
        onChange={(event) => {
          const campaign_id = Number(event.currentTarget.value) || null;
          void saving.run(put<SavedList[]>(`/api/lead-lists/${list.id}/campaign`, { campaign_id }), onSaved);
        }}
      >
        <option value="">Feeds no campaign</option>
        {(campaigns.data ?? []).map((one) => (
          <option key={one.id} value={String(one.id)}>
            Feeds {one.name}
          </option>
        ))}
      </select>
      <ProblemNote problem={saving.problem} />
    </label>
  );
}

/** The same filters have the same address, in whatever order they were chosen. */
function address(filters: Record<string, string>): string {
  return withQuery("/leads", Object.fromEntries(Object.entries(filters).sort()));
}
