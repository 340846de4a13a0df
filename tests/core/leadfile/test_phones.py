"""Numbers are found in whatever people type, and only numbers that exist are kept."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.leadfile import PhoneKind, Reason
from dialer.core.leadfile.phones import Dialable, NotDialable, read_phones

from .reading import lead, row


@pytest.mark.parametrize(
    "cell",
    [
        "2175550123",
        "12175550123",
        "+12175550123",
        "(217) 555-0123",
        "217.555.0123",
        "217 555 0123",
        "1-217-555-0123",
        "2175550123.0",
        "Cell: 217-555-0123",
        "217-555-0123 (mobile)",
    ],
)
def test_one_number_however_it_is_written(cell: str) -> None:
    (found,) = read_phones(cell, allow_fictional=True)
    assert isinstance(found, Dialable)
    assert found.e164 == "+12175550123"


@pytest.mark.parametrize("between", [";", ",", "/", "|", "\n", " ; ", " or ", " & ", " "])
def test_several_numbers_in_a_cell_are_several_numbers(between: str) -> None:
    found = list(read_phones(f"2175550123{between}217-555-0124", allow_fictional=True))
    assert [piece.e164 for piece in found if isinstance(piece, Dialable)] == ["+12175550123", "+12175550124"]


@pytest.mark.parametrize("cell", ["217-555-0123 x45", "217-555-0123 ext. 45", "(217) 555-0123 #45"])
def test_an_extension_is_kept_apart(cell: str) -> None:
    (phone,) = lead(Phone=cell).phones
    assert (phone.e164, phone.extension) == ("+12175550123", "45")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("217-555-O123", Reason.PHONE_HAS_LETTER),
        ("2l7-555-0123", Reason.PHONE_HAS_LETTER),
        ("2.17555E+09", Reason.PHONE_SHORTENED),
        ("800-555-0123", Reason.PHONE_TOLL_FREE),
        ("888 555 0123", Reason.PHONE_TOLL_FREE),
        ("900-555-0123", Reason.PHONE_NOT_A_PERSONS),
        ("600-555-0123", Reason.PHONE_NOT_A_PERSONS),
        ("500-555-0123", Reason.PHONE_NOT_A_PERSONS),
        ("222-222-2222", Reason.PHONE_INVALID),
        ("0000000000", Reason.PHONE_INVALID),
        ("117-555-0123", Reason.PHONE_INVALID),
        ("017-555-0123", Reason.PHONE_INVALID),
        ("217-155-0123", Reason.PHONE_INVALID),
        ("555-0123", Reason.PHONE_INVALID),
        ("ask the neighbour", Reason.PHONE_INVALID),
        ("+44 20 7946 0018", Reason.PHONE_ABROAD),
    ],
)
def test_what_is_no_number_to_call_says_why(cell: str, reason: Reason) -> None:
    (found,) = read_phones(cell, allow_fictional=True)
    assert isinstance(found, NotDialable)
    assert found.reason is reason


def test_fictional_numbers_are_refused_where_they_are_not_wanted() -> None:
    (found,) = read_phones("217-555-0123", allow_fictional=False)
    assert isinstance(found, NotDialable)
    assert found.reason is Reason.PHONE_FICTIONAL


@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_the_fast_answer_is_the_one_phonenumbers_gives(digits: str) -> None:
    known = phonenumbers.number_type(phonenumbers.PhoneNumber(country_code=1, national_number=int(digits)))
    ordinary = known in (
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
    (found,) = read_phones(digits, allow_fictional=True)
    assert isinstance(found, Dialable) == (ordinary and len(set(digits)) > 1)


def test_a_bad_number_is_shown_masked_and_the_lead_is_kept_with_the_good_one() -> None:
    found = row(Phone_1="217-555-O123", Phone_2="217-555-0124")
    assert found.lead is not None
    assert [phone.e164 for phone in found.lead.phones] == ["+12175550124"]
    (reject,) = found.rejects
    assert (reject.column, reject.value_shown) == ("Phone 1", "***-***-O123")
    assert "letter" in reject.sentence


def test_a_number_that_comes_twice_is_one_number_with_both_places_warnings() -> None:
    (phone,) = lead(
        **{"Phone 1": "217-555-0123", "Phone 2": "(217) 555-0123", "Phone 2 DNC": "Y", "Phone 2 Type": "Wireless"}
    ).phones
    assert (phone.vendor_dnc, phone.kind, phone.rank) == (True, PhoneKind.MOBILE, 1)


@pytest.mark.parametrize("word", ["Y", "YES", "TRUE", "1", "DNC", "x", "Federal", "2026-01-01"])
def test_any_dnc_flag_but_a_known_no_blocks(word: str) -> None:
    assert lead(**{"Phone 1": "217-555-0123", "Phone 1 DNC": word}).phones[0].vendor_dnc


@pytest.mark.parametrize("word", ["", "N", "No", "FALSE", "0", "n/a", "Not on DNC"])
def test_a_known_no_does_not(word: str) -> None:
    assert not lead(**{"Phone 1": "217-555-0123", "Phone 1 DNC": word}).phones[0].vendor_dnc


@pytest.mark.parametrize(
    ("word", "blocked"), [("DNC", True), ("Do Not Call", True), ("Active", False), ("Not DNC", False)]
)
def test_a_status_blocks_only_where_it_says_so(word: str, blocked: bool) -> None:
    assert lead(**{"Phone": "217-555-0123", "Phone Status": word}).phones[0].vendor_dnc is blocked


def test_a_number_that_the_vendor_calls_dead_is_left_out() -> None:
    found = row(**{"Phone": "217-555-0123", "Phone Status": "Disconnected"})
    assert found.lead is not None
    assert not found.lead.phones
    assert [reject.reason for reject in found.rejects] == [Reason.PHONE_DEAD]


def test_fifteen_numbers_are_kept_and_the_next_is_reported() -> None:
    found = row(**{f"Phone {n}": f"217-555-01{n:02}" for n in range(1, 17)})
    assert found.lead is not None
    assert [phone.rank for phone in found.lead.phones] == list(range(1, 16))
    assert [(reject.column, reject.reason) for reject in found.rejects] == [("Phone 16", Reason.TOO_MANY_PHONES)]
