"""Each vendor's file is recognised, and its first row becomes the lead that a person would read in it."""

from datetime import date
from decimal import Decimal

import pytest

from dialer.core.leadfile import HoldReason, ListingStatus, NewLead, Reason, Role, Source

from .reading import vendor_file


def first_lead(name: str) -> NewLead:
    lead = vendor_file(name)[1][0].lead
    assert lead is not None
    return lead


@pytest.mark.parametrize(
    ("name", "source", "people", "phones", "street", "city", "state", "zip_code"),
    [
        (
            "redx.csv",
            Source.REDX,
            ["John Smith", "Mary Smith", "Ann Last"],
            ["+12175550101", "+12175550102 DNC", "+12175550112 DNC", "+12175550115"],
            "123 North Main Street",
            "Springfield",
            "IL",
            "62704",
        ),
        (
            "landvoice_expired.csv",
            Source.LANDVOICE,
            ["Carla Diaz", "Jose R Diaz"],
            ["+13525550131 DNC", "+13525550132", "+13525550133", "+13525550134 DNC"],
            "1200 Lake Shore Dr",
            "Clermont",
            "FL",
            "34711",
        ),
        (
            "landvoice_traced.csv",
            Source.LANDVOICE_TRACED,
            ["Gina Fox", "Hal Fox", "Ida Fox"],
            ["+13055550141", "+13055550142", "+12515550143 DNC", "+12515550144"],
            "31 Pine Rd",
            "Mobile",
            "AL",
            "36602",
        ),
        (
            "vulcan7.csv",
            Source.VULCAN7,
            ["Kim Lee"],
            ["+13035550151 DNC", "+13035550152 DNC"],
            "12 Hill St",
            "Denver",
            "CO",
            "80203",
        ),
        (
            "vulcan7_compact.csv",
            Source.VULCAN7_COMPACT,
            ["Max Orr"],
            ["+17205550154", "+17205550155"],
            "14 Hill St",
            "Denver",
            "CO",
            "80203",
        ),
        (
            "propstream.csv",
            Source.PROPSTREAM,
            ["Olga Park", "Paul Park"],
            ["+15125550161 DNC", "+15125550162"],
            "77 River Rd",
            "Austin",
            "TX",
            "78701",
        ),
        (
            "batchleads.xlsx",
            Source.BATCHLEADS,
            ["Rita Stone"],
            ["+16175550171", "+16175550172 DNC"],
            "3 Cove Way",
            "Boston",
            "MA",
            "02108",
        ),
        (
            "reso.csv",
            Source.RESO,
            ["Uma K Vance"],
            ["+16025550181"],
            "900 W Camelback Rd",
            "Phoenix",
            "AZ",
            "85013",
        ),
        (
            "matrix.csv",
            Source.MLS,
            ["Beth C Adams", "Carl D Adams"],
            ["+14075550191", "+14075550192"],
            "10 Cedar Ct",
            "Orlando",
            "",
            "32801",
        ),
        (
            "generic.csv",
            Source.GENERIC,
            ["José Núñez"],
            ["+17755550195", "+17755550196"],
            "21 Über Ave",
            "Reno",
            "NV",
            "89501",
        ),
    ],
)
def test_a_vendors_first_row(
    name: str,
    source: Source,
    people: list[str],
    phones: list[str],
    street: str,
    city: str,
    state: str,
    zip_code: str,
) -> None:
    mapping, _ = vendor_file(name)
    lead = first_lead(name)
    place = lead.property
    assert mapping.source is source
    assert [person.full for person in lead.people] == people
    assert [phone.e164 + (" DNC" if phone.vendor_dnc else "") for phone in lead.phones] == phones
    assert (place.street, place.city, place.state, place.zip) == (street, city, state, zip_code)


def test_the_city_of_landvoices_traced_list_is_that_of_the_property_and_not_of_the_owner() -> None:
    lead = first_lead("landvoice_traced.csv")
    assert lead.mailing is not None
    assert (lead.property.city, lead.property.state) == ("Mobile", "AL")
    assert (lead.mailing.city, lead.mailing.state) == ("Miami", "FL")
    assert (lead.raw["City"], lead.raw["City (2)"]) == ("Miami", "Mobile")


def test_redx_gives_its_listing_facts() -> None:
    listing = first_lead("redx.csv").listing
    assert listing.status is ListingStatus.EXPIRED
    assert (listing.list_date, listing.expired_date) == (date(2026, 5, 3), date(2026, 11, 1))
    assert (listing.list_price, listing.baths) == (Decimal(349_900), Decimal("2.5"))
    assert (listing.days_on_market, listing.beds, listing.sqft, listing.year_built) == (182, 3, 1850, 1987)
    assert (listing.mls_number, listing.agent, listing.office) == ("ABC1001", "Pat Agent", "Acme Realty")
    assert listing.remarks == "Charming home with café kitchen"


def test_no_vendors_agent_number_becomes_a_lead_number() -> None:
    for name in ("redx.csv", "landvoice_expired.csv", "reso.csv"):
        for row in vendor_file(name)[1]:
            assert not row.lead or not any(phone.e164.endswith("5550199") for phone in row.lead.phones)


def test_a_number_is_not_given_to_the_owner_unless_its_column_says_so() -> None:
    assert {phone.role for phone in first_lead("redx.csv").phones} == {Role.HOUSEHOLD}
    roles = [phone.role for phone in first_lead("landvoice_expired.csv").phones]
    assert roles == [Role.OWNER, Role.MLS, Role.CONTACT, Role.CONTACT]


@pytest.mark.parametrize(
    ("name", "index", "hold"),
    [
        ("redx.csv", 1, HoldReason.WITHDRAWN),
        ("redx.csv", 3, HoldReason.NO_NUMBER),
        ("landvoice_expired.csv", 1, HoldReason.OWNER_IS_AGENT),
        ("propstream.csv", 1, HoldReason.LITIGATOR),
        ("reso.csv", 1, HoldReason.ON_HOLD),
    ],
)
def test_a_row_that_is_held(name: str, index: int, hold: HoldReason) -> None:
    lead = vendor_file(name)[1][index].lead
    assert lead is not None
    assert lead.hold_reason is hold


@pytest.mark.parametrize(
    ("name", "index", "reason"),
    [
        ("redx.csv", 2, Reason.LISTED_AGAIN),
        ("landvoice_expired.csv", 2, Reason.LISTED_AGAIN),
        ("propstream.csv", 2, Reason.UNDER_CONTRACT),
        ("reso.csv", 2, Reason.ACTIVE_ELSEWHERE),
        ("reso.csv", 3, Reason.LISTED_AGAIN),
        ("reso.csv", 4, Reason.SOLD),
    ],
)
def test_a_row_that_is_refused(name: str, index: int, reason: Reason) -> None:
    row = vendor_file(name)[1][index]
    assert row.lead is None
    assert [reject.reason for reject in row.rejects] == [reason]


def test_do_not_mail_is_kept_as_a_flag() -> None:
    assert first_lead("propstream.csv").flags.do_not_mail
