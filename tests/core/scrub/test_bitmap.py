"""A bitmap holds exactly the numbers that were marked and not cleared again."""

from mmap import mmap

from hypothesis import given, settings
from hypothesis import strategies as st

from dialer.core.scrub import ROOM, clear, is_set, mark, mark_blocks
from dialer.core.scrub.bitmap import AREA_BYTES, place_of

NUMBERS = st.builds(lambda area, last: area * 10_000_000 + 5550100 + last, st.integers(200, 999), st.integers(0, 99))


@settings(max_examples=50)
@given(marked=st.sets(NUMBERS), cleared=st.sets(NUMBERS), asked=st.sets(NUMBERS))
def test_a_number_is_set_when_it_was_marked_and_not_cleared(
    marked: set[int], cleared: set[int], asked: set[int]
) -> None:
    with mmap(-1, ROOM) as bits:
        mark(bits, marked)
        clear(bits, cleared)
        for number in marked | cleared | asked:
            assert is_set(bits, number) == (number in marked and number not in cleared)


def test_each_area_code_has_its_own_bytes() -> None:
    with mmap(-1, ROOM) as bits:
        mark(bits, [2179999999, 2180000000])
        assert int.from_bytes(bits[place_of(217)], "little").bit_count() == 1
        assert int.from_bytes(bits[place_of(218)], "little").bit_count() == 1
        assert len(bits[place_of(217)]) == AREA_BYTES == 1_250_000


def test_a_block_is_its_thousand_numbers() -> None:
    with mmap(-1, ROOM) as bits:
        mark_blocks(bits, [2175550])
        assert int.from_bytes(bits[place_of(217)], "little").bit_count() == 1000
        assert is_set(bits, 2175550100)
        assert is_set(bits, 2175550000)
        assert is_set(bits, 2175550999)
        assert not is_set(bits, 2175551000)
