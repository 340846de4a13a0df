"""The console's types are those of the server."""

from typing import Any, Literal, NotRequired, TypedDict

import pytest

from scripts.make_shapes import _declared, files


class Sample(TypedDict):
    """One field of every kind that shapes use."""

    word: Literal["a", "b"]
    many: list[str | None]
    map: dict[str, list[int]]
    maybe: NotRequired[float | None]
    anything: Any


def test_the_consoles_types_are_current() -> None:
    for path, text in files().items():
        assert path.read_text() == text, "run scripts/make_shapes.py"


def test_every_kind_of_field_has_its_type() -> None:
    assert _declared("Sample", Sample).splitlines() == [
        "export interface Sample {",
        '  word: "a" | "b";',
        "  many: (string | null)[];",
        "  map: Record<string, number[]>;",
        "  maybe?: number | null;",
        "  anything: unknown;",
        "}",
    ]


def test_a_kind_of_field_that_nobody_thought_of_is_refused() -> None:
    class Odd(TypedDict):
        moment: bytes

    with pytest.raises(TypeError, match="teach"):
        _declared("Odd", Odd)
