"""The chain of the ledger: whatever is altered, taken out, added or put elsewhere is found, at its row."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.proof import GENESIS, Checked, Link, canonical, chained, check

VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=3)
BODIES = st.dictionaries(st.text(max_size=5), VALUES, max_size=4)


def ledger(bodies: list[dict[str, Any]]) -> list[Link]:
    found, head = [], GENESIS
    for seq, body in enumerate(bodies, 1):
        hashed = chained(head, seq, body)
        found.append(Link(seq, head, hashed, body, {}))
        head = hashed
    return found


TEN = ledger([{"key": f"dial:{n}", "at": "2026-03-01T12:00:00+00:00"} for n in range(10)])


@given(bodies=st.lists(BODIES, max_size=20))
def test_an_untouched_ledger_is_whole(bodies: list[dict[str, Any]]) -> None:
    links = ledger(bodies)
    assert check(links) == Checked(len(bodies), links[-1].hash if links else GENESIS)


@given(at=st.integers(0, 9), key=st.text())
def test_case_167_an_altered_row_is_found_at_its_row(at: int, key: str) -> None:
    body = {**TEN[at].body, "key": key}
    links = [*TEN[:at], replace(TEN[at], body=body), *TEN[at + 1 :]]
    assert check(links).broken_at == (None if key == f"dial:{at}" else at + 1)


@given(at=st.integers(0, 9))
def test_an_altered_row_with_a_new_hash_breaks_the_next_row(at: int) -> None:
    body = {**TEN[at].body, "more": True}
    forged = replace(TEN[at], body=body, hash=chained(TEN[at].previous, at + 1, body))
    found = check([*TEN[:at], forged, *TEN[at + 1 :]], anchor=TEN[-1].hash)
    assert found.broken_at == (at + 2 if at < 9 else 11)


@given(at=st.integers(0, 8))
def test_a_row_that_was_taken_out_is_missed(at: int) -> None:
    found = check([*TEN[:at], *TEN[at + 1 :]])
    assert (found.broken_at, found.why) == (at + 1, f"Row {at + 1} is missing.")


def test_rows_taken_from_the_end_are_missed_by_a_hash_that_was_noted() -> None:
    assert check(TEN[:8]).broken_at is None
    assert check(TEN[:8], anchor=TEN[9].hash).broken_at == 9
    assert check(TEN, anchor=TEN[4].hash) == Checked(10, TEN[9].hash)


@given(one=st.integers(0, 9), other=st.integers(0, 9))
def test_rows_that_changed_places_are_found(one: int, other: int) -> None:
    links = list(TEN)
    links[one], links[other] = links[other], links[one]
    assert check(links).broken_at == (None if one == other else min(one, other) + 1)


def test_search_columns_must_say_what_the_row_says() -> None:
    link = replace(TEN[0], outside={"key": "dial:0", "at": "2026-03-02T12:00:00+00:00"})
    assert check([link]) == Checked(0, GENESIS, 1, "Its search columns are not what was written.")


@given(body=BODIES)
def test_the_order_of_a_body_does_not_matter(body: dict[str, Any]) -> None:
    assert canonical(dict(reversed(body.items()))) == canonical(body)


def test_what_has_no_single_form_in_json_is_refused() -> None:
    with pytest.raises(ValueError):
        canonical({"a": float("nan")})
