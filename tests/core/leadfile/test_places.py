"""The same home has the same key however it is written, and another home another."""

import pytest

from dialer.core.leadfile import Address, Reason
from dialer.core.leadfile.places import address_key, apn_key, read_state, read_zip

from .reading import lead, row


def key(street: str, unit: str = "", zip_code: str = "62704") -> str | None:
    return address_key(Address(street, unit, "Springfield", "IL", zip_code))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("123 North Main Street",), ("123 N. MAIN ST",)),
        (("123 Main St Apt 4B",), ("123 Main Street", "4b")),
        (("123 Main St #4B",), ("123 Main St", "Unit 4-B")),
        (("123 Main St, Suite 200",), ("123 Main St Ste 200",)),
        (("9 First Ave NE",), ("9 1st Avenue Northeast",)),
        (("500 County Road 12",), ("500 CR 12",)),
        (("7 Saint Johns Pkwy",), ("7 St. Johns Parkway",)),
    ],
)
def test_one_home_written_two_ways(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert key(*one) == key(*other)
    assert key(*one) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("123 Main St", "4B"), ("123 Main St", "4C")),
        (("123 Main St",), ("125 Main St",)),
        (("123 E St",), ("123 East St",)),
        (("12 North Ave",), ("12 N Ave",)),
        (("12 Oak Ave",), ("12 Oak Ct",)),
        (("12 N Oak Ave",), ("12 S Oak Ave",)),
        (("12 Oak Ave", "", "62704"), ("12 Oak Ave", "", "62703")),
    ],
)
def test_two_homes_keep_two_keys(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert key(*one) != key(*other)


def test_a_place_that_cannot_be_told_apart_has_no_key() -> None:
    assert address_key(Address("", "", "Springfield", "IL", "62704")) is None
    assert address_key(Address("1 Elm St", "", "", "", "")) is None
    assert key("Lot on Elm St") is None


def test_a_parcel_number_counts_only_with_its_county_and_state() -> None:
    def place(county: str, state: str, apn: str = "14-22-301.007") -> Address:
        return Address("", "", "", state, "", county, apn)

    assert apn_key(place("Lake County", "FL")) == apn_key(place("LAKE", "FL", "1422301007"))
    assert apn_key(place("Lake", "FL")) != apn_key(place("Lake", "IL"))
    assert apn_key(place("", "FL")) is None
    assert apn_key(place("Lake", "FL", "000-000")) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("34711", "34711"),
        ("34711.0", "34711"),
        ("34711-1234", "34711"),
        ("347111234", "34711"),
        ("2108", "02108"),
        ("21081234", "02108"),
        ("501", "00501"),
        ("SW1A 1AA", None),
        ("3471", "03471"),
        ("34", None),
    ],
)
def test_zip_codes(cell: str, code: str | None) -> None:
    assert read_zip(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [("FL", "FL"), ("fl", "FL"), ("Florida", "FL"), ("New  York", "NY"), ("Fla", None), ("ZZ", None)],
)
def test_states(cell: str, code: str | None) -> None:
    assert read_state(cell) == code


def test_what_is_no_state_or_zip_is_reported_and_left_empty() -> None:
    found = row(State="Fla", Zip="unknown", Phone="217-555-0123")
    assert found.lead is not None
    assert (found.lead.property.state, found.lead.property.zip) == ("", "")
    assert {reject.reason for reject in found.rejects} == {Reason.STATE_INVALID, Reason.ZIP_INVALID}


def test_a_whole_address_in_one_cell_is_taken_apart() -> None:
    place = lead(Address="123 Main St, Clermont, FL 34711-1234", Zip="").property
    assert (place.street, place.city, place.state, place.zip) == ("123 Main St", "Clermont", "FL", "34711")


def test_a_house_number_of_its_own_is_put_before_the_street_once() -> None:
    assert lead(House_Number="12", Address="Elm St").property.street == "12 Elm St"
    assert lead(House_Number="12", Address="12 Elm St").property.street == "12 Elm St"
    assert lead(House_Number="12", Street_Name="Elm", Street_Suffix="St", Address="").property.street == "12 Elm St"
