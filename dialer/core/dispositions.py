"""What an agent may say about a call, each with the effects that it has.

A disposition is a record of flags which a manager may edit, so no code asks for one by name. The ready-made ones
cover the result lists that agents know from other dialers.
"""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from dialer.core.outcome_kinds import OutcomeKind
from telephony.words import Word


class Scope(Word):
    """How far a wish not to be contacted goes."""

    none = "none", "Nobody asked for that."
    number = "number", "This number, on every channel."
    lead = "lead", "The lead with every number and address."


class Next(Word):
    """Where the lead goes from here."""

    same = "same", "The sequence goes on with its next touch."
    next_number = "next_number", "Another number of this lead comes first."
    next_lead = "next_lead", "Leave this lead for now; its next touch comes in its time."
    callback = "callback", "Call again at the promised time."
    appointment = "appointment", "Nothing until the appointment."


@dataclass(frozen=True, slots=True)
class Flags:
    """The effects of one disposition."""

    outcome: OutcomeKind = OutcomeKind.no_contact_next_lead
    """What the statistics count it as."""
    counts_as_contact: bool = False
    stops_sequence: bool = False
    branch: str = ""
    """Name of the branch of the sequence to go on with; empty: the next touch."""
    suppress: Scope = Scope.none
    removes_number: bool = False
    next: Next = Next.same
    callback_needed: bool = False
    appointment: bool = False
    note_required: bool = False
    voicemail: bool = False
    false_human: bool = False
    """Feeds the figures about machine detection."""
    shown_as_spam: bool = False
    """Feeds the health of our own number."""
    hold_days: int = 0
    """Leave the lead alone for so many days, then go on."""

    def problems(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, as (field, sentence), all at once; empty when the flags may be used."""
        asks_time = self.next is Next.callback or self.callback_needed
        checks = (
            ("next", not (self.stops_sequence and asks_time), "A stopped sequence cannot call back."),
            ("callback_needed", self.callback_needed == (self.next is Next.callback), "A call-back needs its time."),
            ("appointment", self.appointment == (self.next is Next.appointment), "An appointment needs its time."),
            ("hold_days", 0 <= self.hold_days <= 365, "Hold a lead for 0 to 365 days."),
            ("hold_days", not (self.stops_sequence and self.hold_days), "A stopped sequence needs no hold."),
            (
                "stops_sequence",
                self.stops_sequence or self.suppress is not Scope.lead,
                "A lead that may not be contacted has no sequence: let it stop.",
            ),
        )
        return tuple((name, sentence) for name, ok, sentence in checks if not ok)

    def to_json(self) -> dict[str, Any]:
        return {name: str(value) if isinstance(value, Word) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Reads what `to_json` wrote; unknown names are ignored and missing ones take their default.

        Raises KeyError for a word that does not exist.
        """
        known = {item.name for item in fields(cls)}
        flags = cls(**{name: value for name, value in data.items() if name in known})
        return replace(flags, outcome=OutcomeKind[flags.outcome], suppress=Scope[flags.suppress], next=Next[flags.next])


@dataclass(frozen=True, slots=True)
class Disposition:
    """One thing that an agent may say. `name` is stable; `key` is the number key that gives it, or empty."""

    name: str
    label: str
    flags: Flags
    key: str = ""


FOLLOW_UP = "follow_up"
"""The branch of a sequence for people who were reached: long waits, no more automatic texts."""

READY_MADE: tuple[Disposition, ...] = (
    Disposition("contact", "Contact", Flags(OutcomeKind.contact, counts_as_contact=True, branch=FOLLOW_UP), "1"),
    Disposition(
        "callback",
        "Call back",
        Flags(OutcomeKind.callback, counts_as_contact=True, next=Next.callback, callback_needed=True),
        "2",
    ),
    Disposition(
        "appointment",
        "Appointment set",
        Flags(
            OutcomeKind.appointment,
            counts_as_contact=True,
            stops_sequence=True,
            next=Next.appointment,
            appointment=True,
        ),
        "3",
    ),
    Disposition(
        "not_interested",
        "Not interested",
        Flags(OutcomeKind.not_interested, counts_as_contact=True, stops_sequence=True),
        "4",
    ),
    Disposition("voicemail", "Voicemail", Flags(OutcomeKind.voicemail, voicemail=True), "5"),
    Disposition(
        "no_contact_next_number",
        "No contact, next number",
        Flags(OutcomeKind.no_contact_next_number, next=Next.next_number),
        "6",
    ),
    Disposition(
        "no_contact_next_lead",
        "No contact, next lead",
        Flags(OutcomeKind.no_contact_next_lead, next=Next.next_lead),
        "7",
    ),
    Disposition(
        "wrong_number",
        "Wrong number",
        Flags(OutcomeKind.wrong_number, removes_number=True, next=Next.next_number),
        "8",
    ),
    Disposition(
        "bad_number",
        "Bad number",
        Flags(OutcomeKind.bad_number, removes_number=True, next=Next.next_number),
        "9",
    ),
    Disposition(
        "dnc_number",
        "Do not call this number",
        Flags(OutcomeKind.dnc_number, suppress=Scope.number, next=Next.next_number),
    ),
    Disposition(
        "dnc_lead",
        "Do not contact at all",
        Flags(OutcomeKind.dnc_lead, counts_as_contact=True, stops_sequence=True, suppress=Scope.lead),
    ),
    Disposition("false_human", "Machine, not a person", Flags(OutcomeKind.false_human, false_human=True)),
    Disposition(
        "shown_as_spam", "Shown as spam", Flags(OutcomeKind.shown_as_spam, shown_as_spam=True, next=Next.next_lead)
    ),
)


def consequence(flags: Flags, *, phones_left: int, next_touch: str = "") -> str:
    """What a disposition would do to this lead, in words for the button.

    `phones_left` counts the other numbers of the lead that may still be called; `next_touch` names the next touch of
    its sequence, empty where none is left.

    >>> consequence(Flags(removes_number=True, next=Next.next_number), phones_left=2)
    'Removes this number; 2 others stay. Another number comes next.'
    """
    parts = (_number_part(flags, phones_left), _where_part(flags, phones_left, next_touch), _asks_part(flags))
    return " ".join(part for part in parts if part)


def gives_up_number(flags: Flags) -> bool:
    """Whether the number is out of use for this lead afterwards."""
    return flags.removes_number or flags.suppress is not Scope.none


def _number_part(flags: Flags, phones_left: int) -> str:
    if flags.suppress is Scope.lead:
        return "Never contacts this lead again, on any channel."
    stays = {0: "none is left", 1: "1 other stays"}.get(phones_left, f"{phones_left} others stay")
    if flags.suppress is Scope.number:
        return f"Never calls or texts this number again; {stays}."
    return f"Removes this number; {stays}." if flags.removes_number else ""


def _where_part(flags: Flags, phones_left: int, next_touch: str) -> str:
    if flags.suppress is Scope.lead:
        return ""
    if flags.stops_sequence:
        return "Stops the sequence."
    if gives_up_number(flags) and phones_left == 0:
        return "Stops the sequence and asks for another number."
    if flags.next is Next.callback:
        return "Calls this number again at the time you choose."
    if flags.next is Next.next_number and phones_left:
        return "Another number comes next."
    if flags.hold_days:
        return f"Leaves the lead alone for {flags.hold_days} days."
    if flags.branch:
        return "Goes on with the long follow-up."
    return f"Goes on with: {next_touch}." if next_touch else "Ends the sequence: no touch is left."


def _asks_part(flags: Flags) -> str:
    asked = [word for word, needed in (("a note", flags.note_required), ("its time", flags.appointment)) if needed]
    return f"Asks for {' and '.join(asked)}." if asked else ""
