/** Everything that people changed, newest first; nothing here can be changed or deleted. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { withQuery } from "../../api";
import { moment } from "../../format";
import type { AuditList, AuditRow } from "../../shapes";
import { useLoad, useTitle } from "../../ui/hooks";
import { Button, Empty, Loading, Page, ProblemNote } from "../../ui/parts";
import { plain } from "../../words";

/** Names such as `no_contact_next_lead` in words; file names, addresses and ids as they are. */
const told = (value: string): string => (/^[a-z]+(_[a-z]+)*$/.test(value) ? plain(value) : value);

export function AuditView() {
  useTitle("Audit log");
  const cursor = useSignal<string | null>(null);
  const rows = useSignal<readonly AuditRow[]>([]);
  const page = useLoad<AuditList>(withQuery("/api/audit", { cursor: cursor.value }));
  const { data } = page;
  useEffect(() => {
    if (data === null) return;
    const known = new Set(rows.peek().map((row) => row.id));
    rows.value = [...rows.peek(), ...data.rows.filter((row) => !known.has(row.id))];
  }, [data, rows]);
  return (
    <Page title="Audit log" lead="Who changed what and when. Nobody can edit it.">
      <ProblemNote problem={page.problem} />
      {rows.value.length === 0 &&
        (page.loading ? <Loading rows={8} /> : <Empty icon="note" title="Nothing has been changed yet" />)}
      {rows.value.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it has nothing else to focus and scrolls on narrow screens.
        <div class="scroll card flush" tabIndex={0}>
          <table class="grid cards">
            <caption class="unseen">Changes</caption>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">Detail</th>
              </tr>
            </thead>
            <tbody>
              {rows.value.map((row) => (
                <tr key={row.id}>
                  <td class="nowrap muted">{moment(row.at)}</td>
                  <td>{row.user || "Relist"}</td>
                  <th scope="row">
                    {plain(row.action)}
                    <span class="muted">
                      {row.entity} {row.entity_id}
                    </span>
                  </th>
                  <td class="detail muted wide">
                    {Object.entries(row.detail)
                      .map(
                        ([key, value]) =>
                          `${plain(key)}: ${typeof value === "object" ? JSON.stringify(value) : told(String(value))}`,
                      )
                      .join(", ")}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data?.next_cursor && (
        <Button
          icon="down"
          disabled={page.loading}
          onClick={() => {
            cursor.value = data.next_cursor;
          }}
        >
          Earlier ones
        </Button>
      )}
    </Page>
  );
}
