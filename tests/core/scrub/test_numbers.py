"""Lists of numbers: the known layouts are read, however they are cut into chunks; everything else is refused."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.scrub import FileError, read_blocks, read_numbers, whole_lines

TWO = [2175550123, 5125550199]


def numbers(*chunks: bytes) -> list[int]:
    return [number for block in read_numbers(whole_lines(chunks)) for number in block]


@pytest.mark.parametrize(
    "data",
    [
        b"2175550123\n5125550199\n",
        b"217,5550123\n512,5550199\n",
        b"2175550123\r\n5125550199\r\n",
        b"2175550123\n5125550199",
        b"217,5550123\r\n512,5550199\r",
        b"\xef\xbb\xbf217,5550123\n512,5550199\n",
        b"\n2175550123\n\n\n5125550199\n\n",
        b"Phone\n(217) 555-0123\n+1 512-555-0199\n",
        b"name,Phone Number\nA,217-555-0123\nB,1.512.555.0199\n",
        b'"Telephone";"County"\n"2175550123";"X"\n"5125550199";"Y"\n',
    ],
)
def test_a_known_layout_gives_its_numbers(data: bytes) -> None:
    assert numbers(data) == TWO


@given(data=st.data())
def test_it_does_not_matter_where_the_chunks_are_cut(data: st.DataObject) -> None:
    whole = b"".join(b"217,55501%02d\r\n" % n for n in range(100))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    chunks = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert numbers(*chunks) == [2175550100 + n for n in range(100)]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"217 555 0123\n", 1),
        (b"\n\n<registry>\n", 3),
        (b"2175550123\n217,5550124\n", 2),
        (b"217,5550123\n2175550124\n", 2),
        (b"217,5550123\n217,555012\n", 2),
        (b"2175550123\n" * 5 + b"1175550123\n", 6),
        (b"2175550123\n2171550123\n", 2),
        (b"name,county\nA,B\n", 1),
        (b"phone,county\n2175550123\n", 2),
        (b"phone\n2175550123\n555-0123\n", 3),
        ("phone\n2175550123\n".encode("utf-16"), 2),
    ],
)
def test_an_unclear_file_is_refused_with_the_line_that_broke_it(data: bytes, line: int) -> None:
    with pytest.raises(FileError) as refused:
        numbers(data)
    assert refused.value.line == line
    assert "555" not in str(refused.value)


def test_the_line_is_counted_over_all_chunks() -> None:
    def chunks() -> Iterable[bytes]:
        for _ in range(100):
            yield b"2175550123\n" * 70
        yield b"217555012\n"

    with pytest.raises(FileError, match="Line 7,001"):
        numbers(*chunks())


def test_a_file_without_line_ends_is_no_list() -> None:
    with pytest.raises(FileError, match="Line 2: it is too long"):
        numbers(b"2175550123\n", b"0" * 100_000)


def test_an_empty_file_has_no_number() -> None:
    assert numbers(b"") == numbers(b"\n\n") == []


def test_wireless_blocks_are_their_first_seven_digits() -> None:
    assert list(read_blocks(whole_lines([b"2175550\n217,5551\n"]))) == [2175550, 2175551]


def test_a_wireless_block_of_another_length_is_refused() -> None:
    with pytest.raises(FileError, match="Line 2"):
        list(read_blocks(whole_lines([b"2175550\n21755501\n"])))
