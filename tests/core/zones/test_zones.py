"""Where a number may be."""

import timeit
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dialer.core.zones import Source, is_us_number, states_of, zones_of
from dialer.core.zones.clocks import ALIASES, CLOCKS, EVERY_STATE_CLOCK
from dialer.core.zones.tables import CLOCKS_OF_AREA, CLOCKS_OF_STATE, STATE_OF_AREA

EASTERN, CENTRAL, MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"
PACIFIC, ARIZONA = "America/Los_Angeles", "America/Phoenix"
KNOWN_TO_SPAN = (
    "208 219 229 270 308 334 364 423 432 442 448 458 541 574 575 605 620 701 702 725 760 765 775 785 806 812 850 865 "
    "906 915 928 930 931 986 907 606 402 531 706 762 520"
)


def number(area_code: str) -> str:
    return f"+1{area_code}5550123"


@pytest.mark.parametrize("area_code", [*KNOWN_TO_SPAN.split()])
def test_an_area_code_known_to_span_zones_never_gives_one_answer(area_code):
    assert len(zones_of(number(area_code), None, None).zones) >= 2


@pytest.mark.parametrize(
    ("area_code", "zones"),
    [
        ("212", {EASTERN}),
        ("312", {CENTRAL}),
        ("303", {MOUNTAIN}),
        ("213", {PACIFIC}),
        ("602", {ARIZONA}),
        ("808", {"Pacific/Honolulu"}),
        ("787", {"America/Puerto_Rico"}),
        ("671", {"Pacific/Guam"}),
        ("684", {"Pacific/Pago_Pago"}),
    ],
)
def test_an_area_code_inside_one_zone_gives_that_zone(area_code, zones):
    assert zones_of(number(area_code), None, None).zones == zones


@pytest.mark.parametrize(
    ("area_code", "required"),
    [
        ("812", {EASTERN, CENTRAL}),  # Evansville and Bloomington
        ("219", {EASTERN, CENTRAL}),  # northwest Indiana
        ("270", {EASTERN, CENTRAL}),  # western Kentucky
        ("364", {EASTERN, CENTRAL}),  # its overlay
        ("850", {EASTERN, CENTRAL}),  # Tallahassee and Pensacola
        ("448", {EASTERN, CENTRAL}),  # its overlay
        ("689", {EASTERN}),  # Orlando, which the number library puts in Central time
        ("423", {EASTERN, CENTRAL}),  # Chattanooga and South Pittsburg
        ("928", {ARIZONA, MOUNTAIN}),  # Arizona, and the Navajo Nation with summer time
    ],
)
def test_split_area_codes_hold_every_zone_they_touch(area_code, required):
    assert required <= zones_of(number(area_code), None, None).zones


@pytest.mark.parametrize(
    ("zip_code", "zones"),
    [
        ("32401", {CENTRAL}),  # Panama City, Florida
        ("32301", {EASTERN}),  # Tallahassee
        ("42301", {CENTRAL}),  # Owensboro, Kentucky
        ("40202", {EASTERN}),  # Louisville
        ("47708", {CENTRAL}),  # Evansville, Indiana
        ("47401", {EASTERN}),  # Bloomington
        ("79901", {MOUNTAIN}),  # El Paso
        ("79901-1234", {MOUNTAIN}),
        ("83501", {PACIFIC}),  # Lewiston, Idaho
        ("83702", {MOUNTAIN}),  # Boise
        ("96799", {"Pacific/Pago_Pago"}),
        ("99546", {"America/Adak"}),
    ],
)
def test_a_zip_code_gives_its_own_zone(zip_code, zones):
    assert zones_of("", zip_code, None).zones == zones


def test_an_unlisted_zip_code_of_a_mixed_prefix_gives_every_zone_of_the_prefix():
    assert zones_of("", "47599", None).zones == {EASTERN, CENTRAL}


def test_each_source_adds_its_zones_and_is_named():
    found = zones_of(number("212"), "90210", "60601")
    assert found.zones == {EASTERN, PACIFIC, CENTRAL}
    assert found.sources == (Source.AREA_CODE, Source.NUMBER, Source.PROPERTY, Source.MAILING)
    assert found.clocks == "ECP"


def test_knowing_nothing_means_every_zone_of_the_states():
    found = zones_of("+18005550123", None, "no zip")
    assert found.zones == {CLOCKS[letter] for letter in EVERY_STATE_CLOCK}
    assert found.sources == (Source.NOTHING,)


@pytest.mark.parametrize(
    ("state", "zip_code", "zones"),
    [
        ("TX", None, {CENTRAL, MOUNTAIN}),
        ("tx", "", {CENTRAL, MOUNTAIN}),
        ("TX", "75201", {CENTRAL}),
        ("TX", "00000", {CENTRAL, MOUNTAIN}),
    ],
)
def test_a_state_counts_with_all_its_zones_where_the_zip_code_says_nothing(state, zip_code, zones):
    assert zones_of("", zip_code, None, property_state=state).zones == zones


@pytest.mark.parametrize(("alias", "name"), [(alias, name) for name, found in ALIASES.items() for alias in found])
def test_a_folded_zone_shows_the_same_time_in_every_hour_of_three_years(alias, name):
    one, other = ZoneInfo(alias), ZoneInfo(name)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    hours = (start + timedelta(hours=hour) for hour in range(3 * 365 * 24))
    assert all(at.astimezone(one).utcoffset() == at.astimezone(other).utcoffset() for at in hours)


@pytest.mark.parametrize(
    ("phone", "is_us"),
    [
        (number("217"), True),
        (number("787"), True),
        (number("416"), False),  # Toronto
        (number("876"), False),  # Jamaica
        (number("800"), False),  # toll-free
        ("+442079460123", False),
        ("", False),
    ],
)
def test_only_area_codes_of_states_and_territories_are_ours(phone, is_us):
    assert is_us_number(phone) is is_us


@pytest.mark.parametrize(
    ("arguments", "states"),
    [
        ((number("217"), None, None), {"IL"}),
        ((number("217"), "FL", "tx"), {"IL", "FL", "TX"}),
        ((number("217"), "Florida", None), {"IL"}),
        ((number("217"), None, None, "33101", "10001"), {"IL", "FL", "NY"}),
        ((number("217"), "GA", None, "33101"), {"IL", "GA"}),
        (("+18005550123", None, None), set()),
    ],
)
def test_states_come_from_area_code_property_and_mailing_address(arguments, states):
    assert states_of(*arguments) == states


def test_every_state_has_area_codes_and_clocks():
    assert len(set(STATE_OF_AREA.values())) == 50 + 1 + 5  # the district and five territories
    assert set(CLOCKS_OF_STATE) == set(STATE_OF_AREA.values())
    assert all(CLOCKS_OF_AREA[code] for code in STATE_OF_AREA)


def test_a_look_up_that_is_not_remembered_stays_far_below_a_millisecond():
    once = min(timeit.repeat(lambda: zones_of.__wrapped__(number("217"), "62701", "32401"), number=200, repeat=5)) / 200
    assert once < 100e-6  # about ten microseconds on an idle machine
