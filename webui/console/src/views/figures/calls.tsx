/** The calls behind a number, from the latest back, each leading to its lead. */

import { useSignal } from "@preact/signals";
import { withQuery } from "../../api";
import type { CallList } from "../../shapes";
import { useLoad, useTitle } from "../../ui/hooks";
import { Button, CsvLink, Empty, Loading, Page, ProblemNote } from "../../ui/parts";
import { plural } from "../../words";
import { CallTable } from "./calltable";

export function CallsView({ chosen }: { chosen: URLSearchParams }) {
  const asked = Object.fromEntries([...chosen].filter(([name]) => name !== "calls"));
  const trail = useSignal<(number | null)[]>([null]);
  const found = useLoad<CallList>(withQuery("/api/calls", { ...asked, before: trail.value.at(-1) ?? null }));
  const title = found.data?.title ?? "Calls";
  useTitle(title);
  return (
    <Page
      title={title}
      lead={`${period(asked)}, from the latest back`}
      actions={(found.data?.rows.length ?? 0) > 0 && <CsvLink to={withQuery("/api/calls.csv", asked)} />}
    >
      <ProblemNote problem={found.problem} />
      {found.data === null ? (
        found.loading && <Loading rows={8} />
      ) : found.data.rows.length === 0 ? (
        <Empty icon="phone" title="No such call">
          <p>The number may have changed since the page that led here was drawn.</p>
        </Empty>
      ) : (
        <div class="scroll card flush">
          <CallTable rows={found.data.rows} />
        </div>
      )}
      {(trail.value.length > 1 || found.data?.next != null) && (
        <nav class="pager" aria-label="Pages of the calls">
          <Button
            icon="left"
            disabled={trail.value.length === 1}
            onClick={() => {
              trail.value = trail.value.slice(0, -1);
            }}
          >
            Later
          </Button>
          <span class="muted">Page {trail.value.length}</span>
          <Button
            icon="right"
            disabled={found.data?.next == null}
            onClick={() => {
              trail.value = [...trail.value, found.data?.next ?? null];
              scrollTo(0, 0);
            }}
          >
            Earlier
          </Button>
        </nav>
      )}
    </Page>
  );
}

function period(asked: Record<string, string>): string {
  const days = Number(asked["days"] ?? 0);
  if (asked["ledger"]) return "The last 30 days";
  if (asked["minutes"]) return `The last ${plural(Number(asked["minutes"]), "minute")}`;
  if (days > 0) return days === 1 ? "Today" : `The last ${days} days`;
  return asked["session"] ? "In one session" : "All calls";
}
