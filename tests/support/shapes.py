"""Checks answers against the shapes that the console's types are generated from."""

import types
from typing import Any, Literal, NotRequired, TypeVar, Union, get_args, get_origin, get_type_hints, is_typeddict

T = TypeVar("T")


def shaped(kind: type[T], answer: Any) -> T:
    """The answer, if it has the fields of the shape and no others, each of its type; else says which field is off."""
    wrong = list(_wrong(kind, answer, kind.__name__))
    assert not wrong, "\n".join(wrong)
    return answer  # type: ignore[no-any-return]  # just proven


def _wrong(kind: Any, value: Any, where: str) -> list[str]:
    """What does not fit, with the path to it."""
    origin = get_origin(kind)
    if kind is Any:
        return []
    if is_typeddict(kind):
        return _wrong_fields(kind, value, where)
    if origin is Literal:
        return [] if value in get_args(kind) else [f"{where} is {value!r}, not one of {get_args(kind)}"]
    if origin is NotRequired:
        return _wrong(get_args(kind)[0], value, where)
    if origin in (Union, types.UnionType):
        tries = [_wrong(each, value, where) for each in get_args(kind)]
        return [] if any(not found for found in tries) else tries[0]
    if origin is list:
        (inner,) = get_args(kind)
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [wrong for n, each in enumerate(value) for wrong in _wrong(inner, each, f"{where}[{n}]")]
    if origin is dict:
        _, inner = get_args(kind)
        if not isinstance(value, dict):
            return [f"{where} is no object"]
        return [wrong for key, each in value.items() for wrong in _wrong(inner, each, f"{where}.{key}")]
    fits = isinstance(value, (int, float) if kind is float else kind) and (kind is bool or not isinstance(value, bool))
    return [] if fits else [f"{where} is {value!r}, not {kind}"]


def _wrong_fields(kind: Any, value: Any, where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where} is no object"]
    hints = get_type_hints(kind, include_extras=True)
    missing = [f"{where}.{name} is missing" for name in kind.__required_keys__ - value.keys()]
    extra = [f"{where}.{name} is not in the shape" for name in value.keys() - hints.keys()]
    inner = [
        wrong for name in hints.keys() & value.keys() for wrong in _wrong(hints[name], value[name], f"{where}.{name}")
    ]
    return missing + extra + inner
