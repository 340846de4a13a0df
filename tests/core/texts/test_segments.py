"""How many segments a text costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.texts import Encoding, Segments, segments
from dialer.core.texts.segments import BASIC, EXTENSION

GSM, UCS = Encoding.GSM7, Encoding.UCS2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments(GSM, 0, 0)),
        ("a" * 159, Segments(GSM, 159, 1)),
        ("a" * 160, Segments(GSM, 160, 1)),
        ("a" * 161, Segments(GSM, 161, 2)),
        ("a" * 306, Segments(GSM, 306, 2)),
        ("a" * 307, Segments(GSM, 307, 3)),
        ("€" * 80, Segments(GSM, 160, 1)),
        ("€" * 81, Segments(GSM, 162, 2)),
        ("a" * 152 + "€" + "a" * 152, Segments(GSM, 306, 3)),  # the euro sign is not split over two segments
        ("’" * 69, Segments(UCS, 69, 1)),
        ("’" * 70, Segments(UCS, 70, 1)),
        ("’" * 71, Segments(UCS, 71, 2)),
        ("’" * 134, Segments(UCS, 134, 2)),
        ("’" * 135, Segments(UCS, 135, 3)),
        ("🏠" * 35, Segments(UCS, 70, 1)),
        ("🏠" * 36, Segments(UCS, 72, 2)),
        ("’" * 66 + "🏠" + "’" * 66, Segments(UCS, 134, 3)),  # nor is an emoji
        ("Don't sell short", Segments(GSM, 16, 1)),
        ("Don’t sell short", Segments(UCS, 16, 1)),  # one curly apostrophe makes it all UCS-2
        ("a\tb", Segments(UCS, 3, 1)),  # a tab is not in the alphabet
        ("ç", Segments(UCS, 1, 1)),
        ("Ç", Segments(GSM, 1, 1)),
    ],
)
def test_a_text_fills_so_many_segments(text, expected):
    assert segments(text) == expected


def test_the_alphabet_has_127_characters_and_ten_in_its_extension():
    # 128 places, one of which is the escape to the extension table.
    assert len(BASIC) == 127
    assert len(EXTENSION) == 10
    assert not BASIC & EXTENSION


@given(st.text(max_size=400), st.characters(codec="utf-8"))
def test_a_longer_text_never_costs_less(text, more):
    assert segments(text + more).count >= segments(text).count


@given(st.text(min_size=1, max_size=400))
def test_the_units_fit_into_the_segments(text):
    cost = segments(text)
    room = {GSM: (160, 153), UCS: (70, 67)}[cost.encoding]
    assert cost.units <= (room[0] if cost.count == 1 else cost.count * room[1])
    # At most one unit of a segment is lost, to a pair that would not fit.
    assert cost.count == 1 or cost.units > (cost.count - 1) * (room[1] - 1)
