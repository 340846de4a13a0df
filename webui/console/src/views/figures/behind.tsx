/** The calls that a figure counts, each leading to its lead. */

import { withQuery } from "../../api";
import { count } from "../../format";
import type { CallBehind, FiguresHeading, FiguresRow } from "../../shapes";
import { Dialog } from "../../ui/dialog";
import { useLoad } from "../../ui/hooks";
import { Loading, ProblemNote } from "../../ui/parts";
import { plural } from "../../words";
import { CallTable } from "./calltable";

/** What a group's calls may be counted by, with the words for one and for many of them. */
const KINDS = {
  dials: ["dial", "dials"],
  humans: ["call that a person answered", "calls that a person answered"],
  contacts: ["contact", "contacts"],
  appointments: ["appointment", "appointments"],
} as const;

export type Counting = keyof typeof KINDS;

export interface Asked {
  heading: FiguresHeading;
  row: FiguresRow;
  what: Counting;
}

export type OnAsk = (row: FiguresRow, what: Counting) => void;

/** A count of a group that opens the calls it counts. */
export function AskCount({ row, what, onAsk }: { row: FiguresRow; what: Counting; onAsk: OnAsk }) {
  if (row[what] === 0) return <>0</>;
  return (
    <button type="button" class="counted" onClick={() => onAsk(row, what)}>
      {count(row[what])}
      <span class="unseen"> {KINDS[what][1]}: show the calls</span>
    </button>
  );
}

interface BehindProps {
  asked: Asked;
  campaignId: number;
  days: number;
  onClose: () => void;
}

export function Behind({ asked, campaignId, days, onClose }: BehindProps) {
  const { heading, row, what } = asked;
  const path = withQuery(`/api/campaigns/${campaignId}/figures/calls`, {
    days,
    heading,
    group: row.key,
    what,
  });
  const calls = useLoad<CallBehind[]>(path);
  return (
    <Dialog title={row.label} onClose={onClose} look="wide">
      <ProblemNote problem={calls.problem} />
      {calls.data === null ? (
        <Loading />
      ) : (
        <>
          <p class="muted">
            {plural(row[what], KINDS[what][0], KINDS[what][1])} in {days} days
            {calls.data.length < row[what] && `; the latest ${calls.data.length} of them`}.
          </p>
          <div class="scroll">
            <CallTable rows={calls.data} />
          </div>
        </>
      )}
    </Dialog>
  );
}
