/** The numbers we show, their limits and how well they are answered. */

import { useSignal } from "@preact/signals";
import { patch, post } from "../../api";
import type { CallerIdCard } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Button, CsvLink, Empty, Loading, Page, ProblemNote } from "../../ui/parts";
import { type Change, Numbers } from "./numbers";

export function CallerIdsView() {
  useTitle("Caller IDs");
  const list = useLoad<CallerIdCard[]>("/api/caller-ids");
  const number = useSignal("");
  const label = useSignal("");
  const fresh = useSignal(true);
  const saving = useSaving();
  const add = () =>
    void saving.run(
      post("/api/caller-ids", { e164: number.value, label: label.value, warm_up: fresh.value }),
      () => {
        number.value = "";
        label.value = "";
        list.reload();
      },
    );
  const change = (id: number, changed: Change) =>
    void saving.run(patch(`/api/caller-ids/${id}`, changed), list.reload);
  return (
    <Page
      title="Caller IDs"
      lead="Numbers shown to the people you call: the one they know first, then a local one, then one that fares well, then the least used."
      actions={(list.data?.length ?? 0) > 0 && <CsvLink to="/api/caller-ids.csv" />}
    >
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <input
          type="tel"
          required
          aria-label="Number"
          placeholder="(217) 555-0100"
          value={number.value}
          onInput={(event) => {
            number.value = event.currentTarget.value;
          }}
        />
        <input
          aria-label="Name for it"
          placeholder="Springfield office"
          value={label.value}
          onInput={(event) => {
            label.value = event.currentTarget.value;
          }}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={fresh.value}
            onChange={(event) => {
              fresh.value = event.currentTarget.checked;
            }}
          />{" "}
          New number: warm it up
        </label>
        <Button type="submit" look="main" icon="plus" disabled={saving.busy}>
          Add number
        </Button>
      </form>
      <ProblemNote problem={list.problem ?? saving.problem} />
      {list.data === null ? (
        list.loading && <Loading />
      ) : list.data.length === 0 ? (
        <Empty icon="phone" title="No number to show">
          <p>Without a number of yours no call may go out. Add one you own above.</p>
        </Empty>
      ) : (
        <Numbers cards={list.data} change={change} />
      )}
    </Page>
  );
}
