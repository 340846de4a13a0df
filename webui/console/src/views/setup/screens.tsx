/** Screens on the wall: an address for each, which shows counts without a log-in and can be taken back. */

import { useSignal } from "@preact/signals";
import { del, post } from "../../api";
import { day } from "../../format";
import type { NewScreen, ScreenCard } from "../../shapes";
import { useLoad, useSaving, useTitle } from "../../ui/hooks";
import { Button, Empty, Loading, Page, ProblemNote } from "../../ui/parts";

export function ScreensView() {
  useTitle("Screens");
  const list = useLoad<ScreenCard[]>("/api/screens");
  const name = useSignal("");
  const made = useSignal("");
  const saving = useSaving();
  const add = () =>
    void saving.run(post<NewScreen>("/api/screens", { name: name.value }), (screen) => {
      name.value = "";
      made.value = screen.address;
      list.reload();
    });
  const revoke = (id: number) => void saving.run(del(`/api/screens/${id}`), list.reload);
  return (
    <Page
      title="Screens"
      lead="The floor on a television: counts only, no names or numbers of leads, without a log-in."
    >
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <input
          required
          aria-label="Where the screen hangs"
          placeholder="Sales floor, north wall"
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
        />
        <Button type="submit" look="main" icon="plus" disabled={saving.busy}>
          Make an address
        </Button>
      </form>
      {made.value !== "" && (
        <p class="warning" role="status">
          <span>
            Open this address on the television; it is shown this once: <a href={made.value}>{made.value}</a>
          </span>
        </p>
      )}
      <ProblemNote problem={list.problem ?? saving.problem} />
      {list.data === null ? (
        <Loading />
      ) : list.data.length === 0 ? (
        <Empty icon="floor" title="No screen yet">
          <p>
            Whoever has the address sees the counts, so make one for each screen and take it back with it.
          </p>
        </Empty>
      ) : (
        <div class="scroll card flush">
          <table class="grid cards">
            <caption class="unseen">Screens</caption>
            <thead>
              <tr>
                <th scope="col">Where</th>
                <th scope="col">Made by</th>
                <th scope="col">Since</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {list.data.map((screen) => (
                <tr key={screen.id}>
                  <th scope="row">{screen.name}</th>
                  <td data-name="Made by">{screen.by}</td>
                  <td data-name="Since">{day(screen.created_at)}</td>
                  <td class="figure">
                    <Button
                      small
                      icon="block"
                      label={`Take back ${screen.name}`}
                      onClick={() => revoke(screen.id)}
                    >
                      Take back
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
