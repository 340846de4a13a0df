"""The figures at the top of an import report."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .rejects import Reason
from .values import HoldReason, ParsedRow


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """Sums over parsed rows; batches add up with `+`.

    `ready` leads have no hold. `held` counts each lead once, under its gravest reason; `reasons` counts
    every reject, of rows and of cells. rows = ready + all held + refused.
    """

    rows: int = 0
    ready: int = 0
    refused: int = 0
    phones: int = 0
    vendor_dnc_phones: int = 0
    people: int = 0
    held: Mapping[HoldReason, int] = field(default_factory=dict)
    reasons: Mapping[Reason, int] = field(default_factory=dict)

    def __add__(self, other: "ReportCounts") -> "ReportCounts":
        return ReportCounts(
            self.rows + other.rows,
            self.ready + other.ready,
            self.refused + other.refused,
            self.phones + other.phones,
            self.vendor_dnc_phones + other.vendor_dnc_phones,
            self.people + other.people,
            Counter(self.held) + Counter(other.held),
            Counter(self.reasons) + Counter(other.reasons),
        )


def count_rows(parsed: Iterable[ParsedRow]) -> ReportCounts:
    """The figures of some rows, which may be all of a file or one batch."""
    rows = ready = refused = phones = dnc = people = 0
    held: Counter[HoldReason] = Counter()
    reasons: Counter[Reason] = Counter()
    for row in parsed:
        rows += 1
        reasons.update(reject.reason for reject in row.rejects)
        if not row.lead:
            refused += 1
            continue
        phones += len(row.lead.phones)
        dnc += sum(phone.vendor_dnc for phone in row.lead.phones)
        people += len(row.lead.people)
        if row.lead.hold_reason:
            held[row.lead.hold_reason] += 1
        else:
            ready += 1
    return ReportCounts(rows, ready, refused, phones, dnc, people, held, reasons)
