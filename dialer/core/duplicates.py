"""One household that came in twice: whether two leads may become one, and what the one then says.

Where the two disagree the stricter word wins: a hold, a vendor's warning, a listing that is no longer ours to work, an
end of the sequence. The law that governs a number follows from the lead's addresses, so two leads whose addresses fall
under different laws or clocks stay apart: their numbers share every call and every wish anyhow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialer.core.leads import LISTING_STATUSES
from dialer.core.sequences import StopReason
from dialer.core.zones import states_of, zones_of

Values = Mapping[str, Any]
"""A lead's or a number's columns by their names."""

ADDRESS = ("street", "unit", "city", "state", "zip", "county")
MAILING = ("mailing", "mailing_state", "mailing_zip")
KEYS = ("apn_key", "address_key", "mls_key")
WARNINGS = ("litigator", "do_not_mail", "owner_is_agent", "relisted")
"""What a vendor or a person once said against a lead; it is never lost."""
FILLED = ("name", "source", "expired_on", "listed_on", "list_price_cents", "days_on_market", *KEYS)

PLACES_DIFFER = (
    "Their addresses lie under different laws or clocks, so they stay two leads. Their shared numbers count calls and "
    "wishes for both already."
)

GO_ON = frozenset({StopReason.exhausted.value, StopReason.no_number.value})
"""Ends of a sequence that nobody has asked for."""


def united(kept: Values, gone: Values) -> dict[str, Any]:
    """The columns of the kept lead that change, with what they become."""
    after = {name: gone[name] for name in FILLED if _empty(kept[name]) and not _empty(gone[name])}
    after |= {name: True for name in WARNINGS if gone[name] and not kept[name]}
    for group, leading in ((ADDRESS, "street"), (MAILING, "mailing")):
        if _empty(kept[leading]) and not _empty(gone[leading]):
            after |= {name: gone[name] for name in group}
    if kept["listing_status"] in LISTING_STATUSES and _says_more(gone["listing_status"], kept["listing_status"]):
        after["listing_status"] = gone["listing_status"]
    if kept["status"] == "open" and gone["status"] != "open":
        after |= {"status": gone["status"], "hold_reason": gone["hold_reason"]}
    if _later(gone["last_reached_at"], kept["last_reached_at"]):
        after |= {"last_reached_at": gone["last_reached_at"], "last_agent_id": gone["last_agent_id"]}
    if gone["created_at"] < kept["created_at"]:
        after["created_at"] = gone["created_at"]
    facts = {**gone["facts"], **kept["facts"]}
    return {name: value for name, value in {**after, "facts": facts}.items() if value != kept[name]}


def why_apart(kept: Values, gone: Values) -> str:
    """Why the two must stay two leads; empty where they may become one."""
    one = {**kept, **united(kept, gone)}
    if not _place(gone):
        return ""
    zones = zones_of("", *_zips(gone), **_states(gone)).zones <= zones_of("", *_zips(one), **_states(one)).zones
    states = _states_of(gone) <= _states_of(one)
    return "" if zones and states and _place(one) else PLACES_DIFFER


def one_number(kept: Values, gone: Values) -> dict[str, Any]:
    """The same number of both leads as one: all its calls, the longer rest, and every warning."""
    last = gone if _later(gone["last_attempt_at"], kept["last_attempt_at"]) else kept
    return {
        "attempts": kept["attempts"] + gone["attempts"],
        "last_attempt_at": last["last_attempt_at"],
        "last_ending": last["last_ending"],
        "rest_until": _latest(kept["rest_until"], gone["rest_until"]),
        "reached_at": _latest(kept["reached_at"], gone["reached_at"]),
        "vendor_dnc": kept["vendor_dnc"] or gone["vendor_dnc"],
        "status": "bad" if "bad" in (kept["status"], gone["status"]) else kept["status"],
        "kind": gone["kind"] if kept["kind"] == "unknown" else kept["kind"],
        "role": kept["role"] or gone["role"],
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a lead has come in a campaign, as far as two of them are compared."""

    stop_reason: str
    promised_at: datetime | None
    position: int
    tries: int


def goes_on(kept: Standing, gone: Standing) -> int:
    """Which of two places in one campaign goes on, 0 or 1: an end that somebody asked for, then what we promised first,
    then the one that is further along, so that nobody is called again from the top."""
    both = (kept, gone)
    for place, one in enumerate(both):
        if one.stop_reason and one.stop_reason not in GO_ON:
            return place
    promised = [(one.promised_at, place) for place, one in enumerate(both) if one.promised_at is not None]
    if promised:
        return min(promised)[1]
    # Numbers of the other lead may be left where this one had none.
    lost = [one.stop_reason == StopReason.no_number for one in both]
    if lost[0] != lost[1]:
        return int(lost[0])
    return int(_progress(gone) > _progress(kept))


def _progress(one: Standing) -> tuple[bool, int, int]:
    return one.stop_reason == StopReason.exhausted, one.position, one.tries


def _says_more(gone: str, kept: str) -> bool:
    """A listing that another broker has, or nobody, outweighs one that a campaign may take in."""
    return gone not in LISTING_STATUSES or (kept == "unknown" and gone != "unknown")


def _place(lead: Values) -> bool:
    return any(lead[name] for name in ("zip", "state", "mailing_zip", "mailing_state"))


def _zips(lead: Values) -> tuple[str | None, str | None]:
    return lead["zip"] or None, lead["mailing_zip"] or None


def _states(lead: Values) -> dict[str, str | None]:
    return {"property_state": lead["state"] or None, "mailing_state": lead["mailing_state"] or None}


def _states_of(lead: Values) -> frozenset[str]:
    return states_of("", lead["state"] or None, lead["mailing_state"] or None, *_zips(lead))


def _empty(value: Any) -> bool:
    return value in (None, "", {})


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)
