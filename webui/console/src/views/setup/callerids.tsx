/** The numbers we show, their limits and how well they are answered. */

import { useSignal } from "@preact/signals";
import { patch, post } from "../../api";
import { count, share } from "../../format";
import type { CallerIdCard } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Badge, Button, Empty, Loading, Page, ProblemNote } from "../../ui/parts";

export function CallerIdsView() {
  useTitle("Caller IDs");
  const list = useLoad<CallerIdCard[]>("/api/caller-ids");
  const number = useSignal("");
  const label = useSignal("");
  const saving = useSaving();
  const add = () =>
    void saving.run(post("/api/caller-ids", { e164: number.value, label: label.value }), () => {
      number.value = "";
      label.value = "";
      list.reload();
    });
  const change = (id: number, changed: Partial<CallerIdCard>) =>
    void saving.run(patch(`/api/caller-ids/${id}`, changed), list.reload);
  return (
    <Page
      title="Caller IDs"
      lead="Numbers shown to the people you call. A number that calls too much is soon shown as spam, so each has a daily limit."
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
          placeholder="+12175550100"
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
        <div class="scroll card flush">
          <table class="grid">
            <caption class="unseen">Caller IDs</caption>
            <thead>
              <tr>
                <th scope="col">Number</th>
                <th scope="col">State</th>
                <th scope="col" class="figure">
                  Dials today
                </th>
                <th scope="col" class="figure">
                  Daily limit
                </th>
                <th scope="col" class="figure">
                  Answered, 7 days
                </th>
                <th scope="col">
                  <span class="unseen">Act</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.data.map((card) => (
                <tr key={card.id}>
                  <th scope="row">
                    {card.e164}
                    <span class="muted">{card.label}</span>
                  </th>
                  <td>
                    <Badge tone={card.active ? "live" : "hold"}>{card.active ? "In use" : "Resting"}</Badge>
                  </td>
                  <td class="figure">{count(card.dials_today)}</td>
                  <td class="figure">
                    <input
                      class="short"
                      type="number"
                      min={1}
                      max={1000}
                      aria-label={`Daily limit of ${card.label || card.e164}`}
                      value={card.daily_limit}
                      onChange={(event) =>
                        change(card.id, { daily_limit: Number(event.currentTarget.value) })
                      }
                    />
                  </td>
                  <td class="figure">
                    {card.answer_rate_7_days === null ? "–" : share(card.answer_rate_7_days, 1, 0)}
                  </td>
                  <td>
                    <Button small onClick={() => change(card.id, { active: !card.active })}>
                      {card.active ? "Let it rest" : "Use again"}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  );
}
