"""The ledger of a period as a PDF: what was done, how the figures of the law stand, and every row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from dialer.core.proof import Checked
from dialer.core.rules import Rule
from dialer.proof.export import Period, shown
from dialer.proof.figures import Figures, by_campaign, total
from dialer.proof.legend import Legend
from telephony.numbers import PhoneNumber

# Name in the ledger, title, width in millimetres; an A4 page on its side has 277 between its margins.
_COLUMNS = (
    ("seq", "Row", 13),
    ("at", "Time (UTC)", 31),
    ("e164", "Number", 27),
    ("campaign", "Campaign", 28),
    ("agent_id", "Agent", 11),
    ("ring_ms", "Ring s", 12),
    ("person", "Person", 13),
    ("connect_ms", "Agent ms", 15),
    ("abandoned", "Abandoned", 17),
    ("message_played", "Message", 15),
    ("result", "Ending or state", 26),
    ("disposition", "Disposition", 26),
    ("caller_id", "Our number", 27),
    ("basis", "Basis", 12),
)

_FIGURES = (
    ("Campaign", 100),
    ("Dials", 20),
    ("Answered by a person", 37),
    ("Abandoned", 22),
    ("Share", 26),
    ("Refused by key", 26),
    ("Rung short", 20),
    ("Texts", 20),
)

_LINE_MM = 4.2


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
    rules: Mapping[str, Rule],
) -> bytes:
    """The document: the totals and the state of the chain, one line a row, and what the marks of the rows mean.

    `rules` are those in force as it is printed, by id.
    """
    kept = [(seq, body) for seq, _, body in rows]
    legend, pages = Legend(rules), _Pages()
    pages.set_title("Compliance ledger")
    # From the clock that we were given, not from the machine's.
    pages.set_creation_date(now)
    pages.add_page()
    _front(pages, period, brokerage, [body for _, body in kept], checked, now)
    pages.titles = True
    pages.add_page()
    for seq, body in kept:
        _row(pages, seq, body, legend)
    pages.titles = False
    pages.add_page()
    _meanings(pages, legend)
    return bytes(pages.output())


def _front(
    pages: _Pages,
    period: Period,
    brokerage: str,
    bodies: Sequence[Mapping[str, Any]],
    checked: Checked,
    now: datetime,
) -> None:
    campaign = "all campaigns" if period.campaign_id is None else f"campaign {period.campaign_id}"
    _paragraph(pages, f"Compliance ledger of {brokerage}", size=16, bold=True)
    _paragraph(pages, f"{period.first} to {period.last} ({period.zone}), {campaign}; printed {now:%Y-%m-%d %H:%M} UTC.")
    _table(pages, bodies)
    for sentence in (*_DEFINITIONS, state_of(checked)):
        _paragraph(pages, sentence)


_DEFINITIONS = (
    "Abandoned: a person answered and no agent was there within two seconds (16 CFR 310.4(b)(1)(iv)); the limit is 3 % "
    "of those answered by a person, per campaign and 30 days. On doubt it was a person.",
    "Refused by key: the person pressed the key that the message offers and is not called again "
    "(47 CFR 64.1200(a)(7)(i)).",
    "Rung short: not answered and dropped by us before 15 seconds of ringing (16 CFR 310.4(b)(4)(ii)).",
    "A corrected result is a row of its own; a dial is counted once, with its last result. Every state of a text is a "
    "row.",
)


def _table(pages: _Pages, bodies: Sequence[Mapping[str, Any]]) -> None:
    """What the law limits, a line for each campaign since the law counts by campaign."""
    lines = by_campaign(bodies)
    if len(lines) != 1:
        lines["All campaigns"] = total(bodies)
    pages.set_font("helvetica", "B", 9)
    for title, width in _FIGURES:
        pages.cell(width, 6, title, border="B", align=Align.L if title == "Campaign" else Align.R)
    pages.ln(7)
    for name, figures in lines.items():
        pages.set_font("helvetica", "B" if name == "All campaigns" else "", 9)
        for (_, width), text in zip(_FIGURES, (_printable(name), *_cells(figures)), strict=True):
            left = width == _FIGURES[0][1]
            pages.cell(width, 5, _fitting(pages, text, width), align=Align.L if left else Align.R)
        pages.ln(5)
    pages.ln(4)


def _cells(figures: Figures) -> tuple[str, ...]:
    counts = (figures.refused, figures.short, figures.texts)
    return (
        f"{figures.dials:,}",
        f"{figures.answered:,}",
        f"{figures.abandoned:,}",
        figures.share,
        *(f"{count:,}" for count in counts),
    )


def _meanings(pages: _Pages, legend: Legend) -> None:
    """What the marks in the column Basis stand for."""
    _paragraph(pages, "Basis: the rules that allowed it, by letter, and the lists it was checked against, by number")
    for mark, meaning in legend.sets():
        _entry(pages, mark, meaning, width=14)
    pages.ln(4)
    _paragraph(pages, "Rules, as they read on the day of printing")
    for rule_id, meaning in legend.rules():
        _entry(pages, rule_id, meaning, width=34)


def _entry(pages: _Pages, name: str, meaning: str, *, width: int) -> None:
    pages.set_font("helvetica", "B", 8)
    pages.cell(width, 4, name)
    pages.set_font("helvetica", "", 8)
    pages.multi_cell(0, 4, _printable(meaning), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def state_of(checked: Checked) -> str:
    """What a check of the chain found, as a sentence."""
    if checked.broken_at is None:
        return f"The chain of all {checked.rows:,} rows is whole. Hash of its last row: {checked.head}"
    return (
        f"THE CHAIN IS BROKEN at row {checked.broken_at}: {checked.why} The {checked.rows:,} rows before it are whole."
    )


def _paragraph(pages: _Pages, text: str, size: int = 10, *, bold: bool = False) -> None:
    pages.set_font("helvetica", "B" if bold else "", size)
    pages.multi_cell(0, size * 0.55, _printable(text), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.ln(2)


def _row(pages: _Pages, seq: int, body: Mapping[str, Any], legend: Legend) -> None:
    ring = body.get("ring_ms")
    told = {
        **body,
        "seq": seq,
        "at": str(body["at"])[:19].replace("T", " "),
        "e164": _spoken(body["e164"]),
        "caller_id": _spoken(body["caller_id"]),
        "ring_ms": None if ring is None else f"{ring / 1000:.1f}",
        "person": body.get("human"),
        "result": _words(body.get("ending") or body.get("state")),
        "disposition": _words(body.get("disposition")),
        "basis": legend.mark(body),
    }
    pages.set_font("helvetica", "", 7)
    for name, _, width in _COLUMNS:
        pages.cell(width, _LINE_MM, _fitting(pages, _printable(shown(told.get(name))), width))
    pages.ln(_LINE_MM)
    _small(pages, body)


def _small(pages: _Pages, body: Mapping[str, Any]) -> None:
    """Under a row what few rows have: a refusal by key, and consents."""
    parts = {"Refused further calls by key": body.get("opted_out_at"), "Consents": body.get("consents")}
    text = "; ".join(f"{name}: {shown(value)}" for name, value in parts.items() if value)
    if text:
        pages.set_font("helvetica", "", 6)
        pages.set_x(pages.l_margin + _COLUMNS[0][2])
        pages.multi_cell(0, 2.8, _printable(text), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _words(stored: str | None) -> str:
    """`no_answer` is a word of the database; people write it in two."""
    return (stored or "").replace("_", " ")


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
