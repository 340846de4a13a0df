"""Two leads as one: the stricter word wins, nothing that is known gets lost, and other laws keep them apart."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dialer.core.duplicates import PLACES_DIFFER, Standing, goes_on, one_number, united, why_apart

NOW = datetime(2026, 3, 12, 16, tzinfo=UTC)
BLANK: dict[str, Any] = {
    **dict.fromkeys(("name", "source", "street", "unit", "city", "state", "zip", "county", "hold_reason"), ""),
    **dict.fromkeys(("mailing_state", "mailing_zip"), ""),
    **dict.fromkeys(("apn_key", "address_key", "mls_key", "expired_on", "listed_on", "list_price_cents"), None),
    **dict.fromkeys(("litigator", "do_not_mail", "owner_is_agent", "relisted"), False),
    **dict.fromkeys(("days_on_market", "last_reached_at", "last_agent_id"), None),
    "mailing": {},
    "facts": {},
    "status": "open",
    "listing_status": "expired",
    "created_at": NOW,
}


def lead(**values: Any) -> dict[str, Any]:
    return {**BLANK, **values}


def test_blanks_are_filled_and_what_is_known_stays() -> None:
    kept = lead(name="Ann", street="1 Elm St", zip="62701", state="IL", facts={"beds": 3})
    gone = lead(name="Bob", street="1 Elm Street", zip="62702", mls_key="x", facts={"beds": 4, "baths": 2})
    assert united(kept, gone) == {"mls_key": "x", "facts": {"beds": 3, "baths": 2}}


def test_an_address_is_taken_as_a_whole_or_not_at_all() -> None:
    gone = lead(street="1 Elm St", city="Springfield", state="IL", zip="62701")
    assert united(lead(zip="62999"), gone) == {
        "street": "1 Elm St",
        "city": "Springfield",
        "state": "IL",
        "zip": "62701",
    }


def test_the_stricter_word_wins() -> None:
    kept = lead(listing_status="expired")
    gone = lead(status="held", hold_reason="Storm", litigator=True, relisted=True, listing_status="active")
    assert united(kept, gone) == {
        "status": "held",
        "hold_reason": "Storm",
        "litigator": True,
        "relisted": True,
        "listing_status": "active",
    }
    assert united(gone, kept) == {}


def test_the_latest_talk_and_the_first_arrival_count() -> None:
    earlier = NOW - timedelta(days=3)
    gone = lead(created_at=earlier, last_reached_at=NOW, last_agent_id=7)
    assert united(lead(last_reached_at=earlier, last_agent_id=4), gone) == {
        "created_at": earlier,
        "last_reached_at": NOW,
        "last_agent_id": 7,
    }


def test_leads_under_other_laws_or_clocks_stay_apart() -> None:
    here = lead(street="1 Elm St", state="IL", zip="62701")
    assert why_apart(here, lead(street="9 Oak St", state="IL", zip="60601")) == ""
    assert why_apart(here, lead(street="1 Elm St", state="NY", zip="10001")) == PLACES_DIFFER
    assert why_apart(here, lead(street="1 Elm St")) == ""
    # Two clocks in one state.
    florida = lead(street="1 Elm St", state="FL", zip="33101")
    assert why_apart(florida, lead(street="1 Elm St", state="FL", zip="32501")) == PLACES_DIFFER
    # An owner who lives elsewhere brings that state's law with the mailing address.
    away = lead(street="1 Elm St", state="IL", zip="62701", mailing={"street": "2 Bay"}, mailing_state="CA")
    assert why_apart(here, away) == ""
    assert why_apart({**away, "mailing": {"street": "3 Bay"}, "mailing_state": "WA"}, away) == PLACES_DIFFER


def number(**values: Any) -> dict[str, Any]:
    blank = {"attempts": 0, "last_attempt_at": None, "last_ending": "", "rest_until": None, "reached_at": None}
    return {**blank, "vendor_dnc": False, "status": "ok", "kind": "unknown", "role": "", **values}


moments = st.none() | st.integers(0, 1000).map(lambda minutes: NOW + timedelta(minutes=minutes))
numbers = st.builds(
    number,
    attempts=st.integers(0, 9),
    last_attempt_at=moments,
    rest_until=moments,
    reached_at=moments,
    vendor_dnc=st.booleans(),
    status=st.sampled_from(("ok", "bad")),
)


@given(numbers, numbers)
def test_a_number_of_both_keeps_every_call_and_every_warning(kept: dict[str, Any], gone: dict[str, Any]) -> None:
    one = one_number(kept, gone)
    assert one["attempts"] == kept["attempts"] + gone["attempts"]
    assert one["vendor_dnc"] == (kept["vendor_dnc"] or gone["vendor_dnc"])
    assert (one["status"] == "bad") == ("bad" in (kept["status"], gone["status"]))
    for name in ("last_attempt_at", "rest_until", "reached_at"):
        known = [each[name] for each in (kept, gone) if each[name] is not None]
        assert one[name] == max(known, default=None)


def place(reason: str = "", promised: int | None = None, position: int = 0, tries: int = 0) -> Standing:
    return Standing(reason, None if promised is None else NOW + timedelta(hours=promised), position, tries)


def test_which_of_two_places_in_a_campaign_goes_on() -> None:
    assert goes_on(place(promised=1), place("do_not_contact")) == 1
    assert goes_on(place("appointment"), place(position=4)) == 0
    assert goes_on(place(promised=5), place(promised=2)) == 1
    assert goes_on(place(position=2), place(position=1, tries=3)) == 0
    assert goes_on(place(position=1), place(position=1, tries=3)) == 1
    assert goes_on(place(position=1), place("exhausted", position=0)) == 1
    assert goes_on(place("no_number"), place(position=0)) == 1
    assert goes_on(place("exhausted"), place(promised=2)) == 1
