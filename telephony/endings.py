"""Why a call or a text is over, whose fault that was, and whether the number may be tried again.

Each kind has its usual fault and its usual advice in one table below. The tables from carriers' codes to
kinds live with the carriers (`telephony/sip/endings.py`, `telephony/twilio/endings.py`): no vendor's name
appears here. The shape follows livekit/sip: one pure answer to all the questions a failure raises, and a
default chosen to be noticed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from telephony.words import Word


class EndingKind(Word):
    """What became of a call or a text."""

    completed = "completed", "The call was answered and one side hung up."
    no_answer = "no_answer", "It rang and nobody answered."
    busy = "busy", "The line was busy."
    rejected = "rejected", "The far end declined the call."
    cancelled = "cancelled", "We took the call back before anybody answered."
    invalid_number = "invalid_number", "The number does not exist or is no longer in service."
    unreachable = "unreachable", "The number exists but could not be reached just now."
    congestion = "congestion", "The network had no room for the call."
    blocked_by_carrier = "blocked_by_carrier", "The carrier blocks this call and will go on blocking it."
    unwanted = "unwanted", "The person called marked the call as unwanted (SIP 607, RFC 8197)."
    analytics_blocked = (
        "analytics_blocked",
        "A call-analytics engine rejected our number (SIP 608, RFC 8688).",
    )
    machine = "machine", "A machine answered and no message was left."
    message_left = "message_left", "A machine answered and our message was played to it."
    abandoned = "abandoned", "A person answered and no agent was there in time."
    line_lost = "line_lost", "We lost track of the call and closed it."
    never_placed = "never_placed", "The call never left us."
    our_limit = "our_limit", "A limit of our own account or trunk was reached."
    our_settings = "our_settings", "The carrier refused because of how our account or caller ID is set up."
    wrong_network = "wrong_network", "The number does not belong on this network."
    wrong_state = "wrong_state", "The call was not answered yet, or already over, when the order reached it."
    media_failed = "media_failed", "The call was set up but no sound could be agreed on."
    opted_out = "opted_out", "The person has asked this sender to stop texting."
    not_textable = "not_textable", "The number cannot receive texts, as a landline cannot."
    filtered = "filtered", "A carrier's filter stopped the text."
    failed_unclassified = "failed_unclassified", "It failed with a code that no table here explains yet."


class Fault(Word):
    """Who would have to act for it to go better."""

    nobody = "nobody", "Nothing went wrong."
    far_end = "far_end", "The number or the person at its end."
    carrier = "carrier", "A carrier on the way."
    us = "us", "Our own account, settings or servers."
    unknown = "unknown", "Cannot be told from what we heard."


class Retry(Word):
    """What the ending says about trying this number again; the sequence still decides when."""

    again = "again", "Try again after the usual wait; this try counts."
    soon = "soon", "Try again shortly; this try does not count, since the number had no part in it."
    after_fix = "after_fix", "Do not try again until somebody has changed something on our side."
    never = "never", "Do not try this number again."


class Usual(NamedTuple):
    fault: Fault
    retry: Retry


USUAL: Mapping[EndingKind, Usual] = {
    EndingKind.completed: Usual(Fault.nobody, Retry.again),
    EndingKind.no_answer: Usual(Fault.nobody, Retry.again),
    EndingKind.busy: Usual(Fault.far_end, Retry.again),
    EndingKind.rejected: Usual(Fault.far_end, Retry.again),
    EndingKind.cancelled: Usual(Fault.nobody, Retry.soon),
    EndingKind.invalid_number: Usual(Fault.far_end, Retry.never),
    EndingKind.unreachable: Usual(Fault.far_end, Retry.again),
    EndingKind.congestion: Usual(Fault.carrier, Retry.soon),
    EndingKind.blocked_by_carrier: Usual(Fault.carrier, Retry.never),
    EndingKind.unwanted: Usual(Fault.far_end, Retry.never),
    EndingKind.analytics_blocked: Usual(Fault.us, Retry.after_fix),
    EndingKind.machine: Usual(Fault.nobody, Retry.again),
    EndingKind.message_left: Usual(Fault.nobody, Retry.again),
    EndingKind.abandoned: Usual(Fault.us, Retry.again),
    EndingKind.line_lost: Usual(Fault.unknown, Retry.again),
    EndingKind.never_placed: Usual(Fault.us, Retry.soon),
    EndingKind.our_limit: Usual(Fault.us, Retry.soon),
    EndingKind.our_settings: Usual(Fault.us, Retry.after_fix),
    EndingKind.wrong_network: Usual(Fault.us, Retry.never),
    EndingKind.wrong_state: Usual(Fault.nobody, Retry.again),
    EndingKind.media_failed: Usual(Fault.carrier, Retry.soon),
    EndingKind.opted_out: Usual(Fault.far_end, Retry.never),
    EndingKind.not_textable: Usual(Fault.far_end, Retry.never),
    EndingKind.filtered: Usual(Fault.carrier, Retry.after_fix),
    EndingKind.failed_unclassified: Usual(Fault.unknown, Retry.again),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """Made by `ending(kind, code)`. `code` is the carrier's own word, kept for whoever investigates; `advice` says what
    the operator can do about it, where there is something."""

    kind: EndingKind
    fault: Fault
    retry: Retry
    code: str | None = None
    advice: str = ""

    @property
    def sentence(self) -> str:
        said = f"{self.kind.sentence} ({self.code})" if self.code else self.kind.sentence
        return f"{said} {self.advice}" if self.advice else said


def ending(kind: EndingKind, code: str | None = None, advice: str = "") -> Ending:
    """An ending with the usual fault and retry of its kind."""
    usual = USUAL[kind]
    return Ending(kind, usual.fault, usual.retry, code, advice)
