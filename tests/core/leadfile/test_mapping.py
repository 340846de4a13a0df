"""Columns find their fields; people correct them; the correction is remembered."""

import json

import pytest

from dialer.core.leadfile import Concern, Field, LeadFileError, Mapping, header_signature, propose_mapping


def keys(*header: str, sample: tuple[str, ...] = ()) -> list[str]:
    return [column.key for column in propose_mapping(header, [sample]).columns]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Phone 2", "Phone 1", "Phone"], ["phone.2", "phone.1", "phone.3"]),
        (["Cell", "Home Phone", "Cell DNC"], ["phone.1", "phone.2", "phone_dnc.1"]),
        (["Phone1", "Phone2", "DNC2", "DNC1"], ["phone.1", "phone.2", "phone_dnc.2", "phone_dnc.1"]),
        (["Owner 2 Last Name", "Owner 2 First Name"], ["person_last.2", "person_first.2"]),
        (["Agent Name", "Agent Phone", "Broker Email"], ["listing_agent", "ignore", "ignore"]),
        (
            ["Address", "City", "Mailing Address", "City"],
            ["property_street", "property_city", "mailing_street.1", "mailing_city.1"],
        ),
        (
            ["Address", "City", "Property Address", "City"],
            ["mailing_street.1", "mailing_city.1", "property_street", "property_city"],
        ),
        (["City", "State", "Address"], ["property_city", "property_state", "property_street"]),
        (
            ["Mailing Street", "Mailing City", "City", "Address"],
            ["mailing_street.1", "mailing_city.1", "property_city", "property_street"],
        ),
        (["House Number", "Street Name", "Zip"], ["street_number", "street_name", "property_zip"]),
        (["E-mail", "EMAIL_2"], ["email.1", "email.2"]),
        (
            ["St", "State", "ML #", "DOM", "List Date"],
            ["listing_status", "property_state", "mls_number", "days_on_market", "list_date"],
        ),
        (["List Agent", "List Office", "Orig List Price"], ["listing_agent", "listing_office", "original_price"]),
    ],
)
def test_column_names_find_their_fields(header: list[str], expected: list[str]) -> None:
    assert keys(*header) == expected


def test_repeated_and_missing_names_become_unique() -> None:
    columns = propose_mapping(["City", "City", "City (2)", ""], []).columns
    assert [column.header for column in columns] == ["City", "City (2)", "City (2) (2)", "Column 4"]


def test_a_vendors_column_is_surer_than_an_alias_and_an_alias_than_a_neighbours() -> None:
    (vendor, *_) = propose_mapping(["Listing Status", "Vortex ID"], []).columns
    alias, neighbour, unknown = propose_mapping(["Owner", "City", "Shoe size"], []).columns
    assert vendor.confidence > alias.confidence > neighbour.confidence > unknown.confidence


def test_an_unknown_column_of_numbers_is_pointed_at_and_never_used() -> None:
    mapping = propose_mapping(["Name", "Reach at", "Agent Phone"], [("Ann", "217-555-0101", "217-555-0102")])
    assert mapping.columns[1].field is None
    assert [problem.column for problem in mapping.problems if problem.concern is Concern.UNUSED_PHONES] == ["Reach at"]


def test_a_file_without_the_essentials_says_what_is_missing() -> None:
    concerns = {problem.concern for problem in propose_mapping(["Shoe size"], []).problems}
    assert concerns == {Concern.NO_PHONE, Concern.NO_ADDRESS, Concern.NO_NAME, Concern.NO_STATUS}


def test_two_columns_for_one_field_are_pointed_at() -> None:
    problems = propose_mapping(["List Price", "Price"], []).problems
    assert [problem.column for problem in problems if problem.concern is Concern.REPEATED] == ["List Price", "Price"]


def test_a_person_corrects_the_mapping() -> None:
    mapping = propose_mapping(["Name", "Reach at", "Phone", "Price"], [("Ann", "217-555-0101", "", "")])
    better = mapping.with_overrides({1: "phone", 3: "ignore"})
    assert [column.key for column in better.columns] == ["person_full.1", "phone.2", "phone.1", "ignore"]
    assert Concern.UNUSED_PHONES not in {problem.concern for problem in better.problems}
    assert mapping.columns[1].field is None


def test_a_corrected_number_can_be_given_its_flag() -> None:
    mapping = propose_mapping(["A", "B"], []).with_overrides({0: "phone.4", 1: "phone_dnc.4"})
    assert [(column.field, column.group) for column in mapping.columns] == [(Field.PHONE, 4), (Field.PHONE_DNC, 4)]


@pytest.mark.parametrize("overrides", [{0: "shoe_size"}, {9: "phone"}, {-1: "phone"}, {0: "phone.0"}, {0: "Phone 1"}])
def test_a_correction_that_makes_no_sense_is_refused(overrides: dict[int, str]) -> None:
    with pytest.raises(LeadFileError):
        propose_mapping(["A"], []).with_overrides(overrides)


def test_a_mapping_is_remembered_as_json() -> None:
    mapping = propose_mapping(["Name", "City", "City", "Reach at"], [("a", "b", "c", "217-555-0101")])
    saved = json.loads(json.dumps(mapping.with_overrides({2: "tags"}).to_json()))
    assert Mapping.from_json(saved) == mapping.with_overrides({2: "tags"})


@pytest.mark.parametrize("saved", [{}, {"columns": 3}, {"source": "x", "columns": [], "problems": []}])
def test_a_damaged_memory_is_refused(saved: dict[str, object]) -> None:
    with pytest.raises(LeadFileError):
        Mapping.from_json(saved)


def test_the_signature_sees_names_and_not_their_spelling() -> None:
    header = ["Phone 1", "City", "City"]
    assert header_signature(header) == header_signature(["phone_1", "CITY", "city"])
    assert header_signature(header) == propose_mapping(header, []).signature
    assert header_signature(header) != header_signature(["City", "Phone 1", "City"])
