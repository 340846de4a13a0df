"""Asking Twilio what became of something: by its SID where we learnt that, else by number and time.

Twilio's lists do not show callback addresses, so a call whose SID we never learnt is found by whom it went to, from
which number, and when. We have at most one open call per number, so that is enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from telephony.carrier import Refused
from telephony.endings import EndingKind, ending
from telephony.events import CallEvent, MessageEvent, SendRefused, TextFailed
from telephony.numbers import AgentAddress
from telephony.orders import CallRole
from telephony.twilio.account import Account, room_of
from telephony.twilio.api import Api, Json
from telephony.twilio.endings import NO_SUCH
from telephony.twilio.inbound import answered, joined, status_events, text_events
from telephony.twilio.needs import Known
from telephony.twilio.requests import BROWSER_CALLER, address

ABSENT_AFTER = timedelta(seconds=40)
"""Twilio gives up a request of ours after some 26 s; what its list does not show by then was never placed."""

NEVER = ending(EndingKind.never_placed, "Twilio has none")

CLOCK_SKEW = timedelta(seconds=5)
LIVE = ("queued", "ringing", "in-progress")
PAGE = ("PageSize", "50")


@dataclass(frozen=True, slots=True)
class Bill:
    """What something cost in the end, in millionths of a dollar, and of how many segments a text was."""

    microdollars: int
    segments: int | None


class Lookup:
    """Reads one account's calls, texts and conferences."""

    def __init__(self, account: Account, api: Api) -> None:
        self._account = account
        self._api = api

    def call(self, call_id: str, sid: str | None, known: Known | None, now: datetime) -> tuple[CallEvent, ...]:
        found = self._fetch("Calls", sid) if sid else self._find_call(known)
        if found is None:
            return _absence(call_id, known, now) if sid is None else ()
        events = status_events(call_id, str(found["sid"]), str(found["status"]), _as_params(found), now)
        if known is None or found["status"] != "in-progress":
            return events
        return (*events, *self._of_room(call_id, str(found["sid"]), known, now))

    def text(self, message_id: str, sid: str | None, known: Known | None, now: datetime) -> tuple[MessageEvent, ...]:
        found = self._fetch("Messages", sid) if sid else self._find_text(known)
        if found is None:
            absent = sid is None and _is_absent(known, now)
            key = f"{message_id}:absent"
            return (TextFailed(message_id=message_id, at=now, event_key=key, ending=NEVER),) if absent else ()
        code = found.get("error_code")
        status = str(found["status"])
        return text_events(message_id, str(found["sid"]), status, code if isinstance(code, int) else None, now)

    def sid_of(self, known: Known | None) -> str | None:
        """The SID of a call whose request was not answered."""
        found = self._find_call(known)
        return str(found["sid"]) if found else None

    def conference(self, room: str) -> str | None:
        """The SID of a room that somebody is in."""
        for status in ("in-progress", "init"):
            query = [("FriendlyName", room), ("Status", status)]
            found = self._list("Conferences", "conferences", query)
            if found:
                return str(found[0]["sid"])
        return None

    def bill(self, noun: str, sid: str) -> Bill | None:
        """Twilio writes what we pay as a negative decimal, some minutes after the end; None before that."""
        found = self._fetch(noun, sid) or {}
        price, segments = found.get("price"), str(found.get("num_segments", ""))
        if not isinstance(price, str):
            return None
        return Bill(round(-Decimal(price) * 1_000_000), int(segments) if segments.isdigit() else None)

    def live_calls(self) -> list[str]:
        return [str(call["sid"]) for status in LIVE for call in self._list("Calls", "calls", [("Status", status)])]

    def _of_room(self, call_id: str, sid: str, known: Known, now: datetime) -> tuple[CallEvent, ...]:
        """What a live call's presence in its agent's room says: the leg is up, or the person is with the agent."""
        is_leg = known.role is CallRole.agent_leg
        leg_id = call_id if is_leg else known.agent_leg_id
        conference = self.conference(room_of(leg_id)) if leg_id else None
        if conference is None or leg_id is None:
            return ()
        path = self._account.path("Conferences", conference, "Participants")
        people = [person.get("call_sid") for person in self._api.get(path, [PAGE]).get("participants", [])]
        if sid not in people:
            return ()
        if is_leg:
            return answered(call_id, sid, now)
        return joined(call_id, sid, conference, leg_id, now) if len(people) > 1 else ()

    def _fetch(self, noun: str, sid: str) -> Json | None:
        try:
            return self._api.get(self._account.path(noun, sid))
        except Refused as refused:
            if refused.ending.code in NO_SUCH:
                return None
            raise

    def _find_call(self, known: Known | None) -> Json | None:
        if known is None or known.sent_at is None:
            return None
        shown = BROWSER_CALLER if isinstance(known.to, AgentAddress) else str(known.from_)
        return self._newest("Calls", "calls", [("To", address(known.to)), ("From", shown)], known.sent_at)

    def _find_text(self, known: Known | None) -> Json | None:
        if known is None or known.sent_at is None:
            return None
        query = [("To", address(known.to)), ("From", str(known.from_))]
        return self._newest("Messages", "messages", query, known.sent_at)

    def _newest(self, noun: str, key: str, query: list[tuple[str, str]], since: datetime) -> Json | None:
        """The first that was made since a moment; lists come newest first, and say times to the second."""
        made = [item for item in self._list(noun, key, query) if _made_at(item) >= since - CLOCK_SKEW]
        return made[-1] if made else None

    def _list(self, noun: str, key: str, query: list[tuple[str, str]]) -> list[Json]:
        found = self._api.get(self._account.path(noun), [*query, PAGE]).get(key, [])
        return [item for item in found if isinstance(item, dict)]


def _absence(call_id: str, known: Known | None, now: datetime) -> tuple[CallEvent, ...]:
    if not _is_absent(known, now):
        return ()
    return (SendRefused(call_id=call_id, at=now, event_key=f"{call_id}:absent", ending=NEVER),)


def _is_absent(known: Known | None, now: datetime) -> bool:
    return known is not None and known.sent_at is not None and now - known.sent_at >= ABSENT_AFTER


def _as_params(found: Mapping[str, Any]) -> dict[str, str]:
    """A call's resource with the names of a callback. Its `duration` is text, and missing while the call lasts."""
    duration = found.get("duration")
    return {"CallDuration": str(duration)} if duration is not None else {}


def _made_at(item: Json) -> datetime:
    text = item.get("date_created")
    return parsedate_to_datetime(text) if isinstance(text, str) else datetime.max.replace(tzinfo=UTC)
