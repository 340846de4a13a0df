"""The ledger of a period as a PDF: what was done, how the figures of the law stand, and every row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from dialer.core.proof import Checked
from dialer.proof.export import Period, shown
from telephony.numbers import PhoneNumber

LEAST_RING_MS = 15_000
"""16 CFR 310.4(b)(4)(ii): no unanswered call is dropped before 15 seconds or four rings."""

# Name in the ledger, title, width in millimetres; an A4 page on its side has 277 between its margins.
_COLUMNS = (
    ("seq", "Row", 13),
    ("at", "Time (UTC)", 31),
    ("e164", "Number", 27),
    ("campaign", "Campaign", 30),
    ("agent_id", "Agent", 11),
    ("ring_ms", "Ring s", 12),
    ("person", "Person", 13),
    ("connect_ms", "Agent ms", 15),
    ("abandoned", "Abandoned", 17),
    ("message_played", "Message", 15),
    ("result", "Ending or state", 34),
    ("disposition", "Disposition", 27),
    ("caller_id", "Our number", 27),
)

_LINE_MM = 4.2


@dataclass(slots=True)
class Figures:
    """The period's totals."""

    dials: int = 0
    texts: int = 0
    answered: int = 0
    """Dials that a person answered; on doubt it was one."""
    abandoned: int = 0
    short: int = 0
    """Unanswered dials that we dropped before 15 seconds of ringing."""

    @classmethod
    def of(cls, bodies: Iterable[Mapping[str, Any]]) -> "Figures":
        """Each dial counts once, with the last of its results."""
        figures, dials = cls(), {}
        for body in bodies:
            if body["kind"] == "dial":
                dials[body["attempt_id"]] = body
            else:
                figures.texts += 1
        for body in dials.values():
            figures._add(body)
        return figures

    def _add(self, body: Mapping[str, Any]) -> None:
        self.dials += 1
        self.answered += bool(body["human"])
        self.abandoned += bool(body["abandoned"])
        ring = body["ring_ms"]
        cut = body["hang_up_reason"] is not None and body["answered_at"] is None
        self.short += cut and ring is not None and ring < LEAST_RING_MS

    def sentences(self) -> tuple[str, ...]:
        share = f"{self.abandoned / self.answered:.2%}" if self.answered else "none were answered"
        return (
            f"{self.dials:,} dials, {self.texts:,} states of texts.",
            f"{self.answered:,} dials were answered by a person, {self.abandoned:,} of them abandoned: {share}. "
            "Abandoned means that a person answered and no agent was there within two seconds "
            "(16 CFR 310.4(b)(1)(iv)); the limit is 3 % per campaign and 30 days.",
            f"{self.short:,} unanswered dials were dropped before 15 seconds of ringing (16 CFR 310.4(b)(4)(ii)).",
            "A corrected result is a row of its own; a dial is counted once, with its last result.",
        )


class _Pages(FPDF):
    """A4 on its side with the columns' titles on top and the page's number below."""

    def __init__(self) -> None:
        super().__init__(orientation="landscape", unit="mm", format="A4")
        self.set_margin(10)
        self.set_auto_page_break(True, margin=12)
        self.titles = False

    def header(self) -> None:
        if self.titles:
            self.set_font("helvetica", "B", 7)
            for _, title, width in _COLUMNS:
                self.cell(width, 5, title, border="B")
            self.ln(6)

    def footer(self) -> None:
        self.set_y(-9)
        self.set_font("helvetica", "", 7)
        self.cell(0, 4, f"Page {self.page_no()} of {{nb}}", align=Align.R)


def pdf(
    rows: Iterable[tuple[int, str, Mapping[str, Any]]],
    *,
    period: Period,
    brokerage: str,
    checked: Checked,
    now: datetime,
) -> bytes:
    """The document; its first page has the totals and the state of the chain, the others one line a row."""
    kept = [(seq, body) for seq, _, body in rows]
    figures = Figures.of(body for _, body in kept)
    pages = _Pages()
    pages.set_title("Compliance ledger")
    # From the clock that we were given, not from the machine's.
    pages.set_creation_date(now)
    pages.add_page()
    _front(pages, period, brokerage, figures, checked, now)
    pages.titles = True
    pages.add_page()
    for seq, body in kept:
        _row(pages, seq, body)
    return bytes(pages.output())


def _front(pages: _Pages, period: Period, brokerage: str, figures: Figures, checked: Checked, now: datetime) -> None:
    campaign = "all campaigns" if period.campaign_id is None else f"campaign {period.campaign_id}"
    _paragraph(pages, f"Compliance ledger of {brokerage}", size=16, bold=True)
    _paragraph(pages, f"{period.first} to {period.last} ({period.zone}), {campaign}; printed {now:%Y-%m-%d %H:%M} UTC.")
    for sentence in (*figures.sentences(), state_of(checked)):
        _paragraph(pages, sentence)


def state_of(checked: Checked) -> str:
    """What a check of the chain found, as a sentence."""
    if checked.broken_at is None:
        return f"The chain of all {checked.rows:,} rows is whole. Hash of its last row: {checked.head}"
    return (
        f"THE CHAIN IS BROKEN at row {checked.broken_at}: {checked.why} The {checked.rows:,} rows before it are whole."
    )


def _paragraph(pages: _Pages, text: str, size: int = 10, *, bold: bool = False) -> None:
    pages.set_font("helvetica", "B" if bold else "", size)
    pages.multi_cell(0, size * 0.55, _printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.ln(2)


def _row(pages: _Pages, seq: int, body: Mapping[str, Any]) -> None:
    ring = body.get("ring_ms")
    told = {
        **body,
        "seq": seq,
        "at": str(body["at"])[:19].replace("T", " "),
        "e164": _spoken(body["e164"]),
        "caller_id": _spoken(body["caller_id"]),
        "ring_ms": None if ring is None else f"{ring / 1000:.1f}",
        "person": body.get("human"),
        "result": body.get("ending") or body.get("state"),
    }
    pages.set_font("helvetica", "", 7)
    for name, _, width in _COLUMNS:
        pages.cell(width, _LINE_MM, _fitting(pages, _printable(shown(told.get(name))), width))
    pages.ln(_LINE_MM)
    _small(pages, body)


def _small(pages: _Pages, body: Mapping[str, Any]) -> None:
    """Under each row why it was allowed, and a refusal by key."""
    parts = {
        "refused further calls by key": body.get("opted_out_at"),
        "rules": body.get("rule_ids"),
        "lists": body.get("scrubs"),
        "consents": body.get("consents"),
    }
    text = "; ".join(f"{name}: {shown(value)}" for name, value in parts.items() if value)
    if text:
        pages.set_font("helvetica", "", 5.5)
        pages.set_x(pages.l_margin + _COLUMNS[0][2])
        pages.multi_cell(0, 2.6, _printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _fitting(pages: _Pages, text: str, width: float) -> str:
    """The text, cut with dots where its column is too narrow."""
    room = width - 2
    if pages.get_string_width(text) <= room:
        return text
    while text and pages.get_string_width(f"{text}...") > room:
        text = text[:-1]
    return f"{text}..."


def _spoken(e164: str) -> str:
    if not e164.startswith("+1"):
        return e164
    digits = PhoneNumber.parse(e164).national
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"


def _printable(text: str) -> str:
    """The fonts that every PDF reader brings along know Latin letters only."""
    return text.encode("latin-1", "replace").decode("latin-1")
