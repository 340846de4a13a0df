/** Counts that lead to what they count. */

import { withQuery } from "../api";
import { count, share } from "../format";

type Asked = Record<string, string | number | null | undefined>;

/** The calls that a figure counts: `what` they are, of which campaign or session, and since when. */
export const callsOf = (asked: Asked): string => withQuery("/figures", { calls: 1, ...asked });

/** Leads of a campaign by where they stand. */
export const leadsOf = (campaign: number, asked: Asked): string =>
  withQuery("/leads", { campaign, ...asked });

/** Nothing leads nowhere. */
export function Counted({ n, to }: { n: number; to: string }) {
  return n === 0 ? (
    <>{count(n)}</>
  ) : (
    <a class="counted" href={to}>
      {count(n)}
    </a>
  );
}

/** A share, which says of what on hover and focus: "12 of 84 dials". */
export function Share({
  part,
  all,
  of,
  digits = 0,
}: {
  part: number;
  all: number;
  of: string;
  digits?: number;
}) {
  return (
    <span class="muted" data-part={`${count(part)} of ${count(all)} ${of}`}>
      {share(part, all, digits)}
    </span>
  );
}
