"""Numbers that look American and are not: the law that governs them is not known, so nothing goes out to them."""

import pytest

from dialer.core.compliance import (
    ConsentKind,
    ReasonCode,
    TextPurpose,
    lawful_modes,
    may_call,
    may_leave_recording,
    may_text,
)
from tests.core.compliance.people import NOON, RULES, a_contact, consent

ABROAD = {
    "Toronto": "416", "Vancouver": "604", "Montreal": "514", "Canada's north": "867", "Canada, not geographic": "600",
    "Jamaica": "876", "Jamaica's second": "658", "Dominican Republic": "809", "its second": "829", "its third": "849",
    "Bahamas": "242", "Barbados": "246", "Bermuda": "441", "British Virgin Islands": "284", "Cayman Islands": "345",
    "Trinidad and Tobago": "868", "Turks and Caicos": "649", "Antigua": "268", "Anguilla": "264", "Saint Lucia": "758",
    "Sint Maarten": "721", "toll-free": "800", "toll-free, newer": "833", "premium": "900", "personal": "533",
}  # fmt: skip

TERRITORIES = {"Puerto Rico": "787", "its second": "939", "Virgin Islands": "340", "Guam": "671", "Samoa": "684",
               "Northern Marianas": "670"}  # fmt: skip


@pytest.mark.parametrize(
    "phone", [*(f"+1{area}5550123" for area in ABROAD.values()), "+442079460123", "+5215512345678"]
)
def test_no_consent_and_no_address_at_home_makes_a_foreign_number_callable(phone):
    everything = tuple(consent(kind) for kind in ConsentKind)
    contact = a_contact(phone=phone, property_zip="30301", property_state="GA", consents=everything)
    for verdict in (
        may_call(contact, RULES, NOON),
        may_text(contact, TextPurpose.BY_HAND, RULES, NOON),
        may_leave_recording(contact, RULES, NOON),
    ):
        assert verdict.codes == {ReasonCode.NOT_US}
        assert verdict.not_before is None
    assert not any(verdict.allowed for verdict in lawful_modes(contact, RULES, NOON).values())


@pytest.mark.parametrize("area", TERRITORIES.values(), ids=TERRITORIES)
def test_the_territories_are_ours_and_have_their_own_clocks(area):
    contact = a_contact(phone=f"+1{area}5550123")
    assert ReasonCode.NOT_US not in may_call(contact, RULES, NOON).codes
    tomorrow = may_call(contact, RULES, NOON).not_before or NOON
    assert may_call(contact, RULES, tomorrow).allowed
