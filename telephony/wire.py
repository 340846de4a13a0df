"""Events, orders, endings and calls as JSON and back.

The JSON form of a value is an object with its fields; unions carry `kind`, the class name in snake
case.
Fields that are None are left out. Reading is strict: what does not fit raises `WireError` with the field's
name and never its value, which may be private.
"""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar, cast

from telephony.endings import Ending
from telephony.events import CallEvent, Event, MessageEvent
from telephony.numbers import AgentAddress, PhoneNumber, parse_address
from telephony.orders import Order
from telephony.words import kind_of

Json = dict[str, Any]
Reader = Callable[[Any], Any]


class WireError(ValueError):
    """The JSON does not describe a value of this kind."""


def to_json(value: object) -> Json:
    """The object form of an event, order, ending or call."""
    return {"kind": kind_of(type(value)), **_fields_of(value)}


def event_from_json(data: Mapping[str, Any]) -> Event:
    return cast(Event, _read_union(Event, data))


def call_event_from_json(data: Mapping[str, Any]) -> CallEvent:
    return cast(CallEvent, _read_union(CallEvent, data))


def message_event_from_json(data: Mapping[str, Any]) -> MessageEvent:
    return cast(MessageEvent, _read_union(MessageEvent, data))


def order_from_json(data: Mapping[str, Any]) -> Order:
    return cast(Order, _read_union(Order, data))


def ending_from_json(data: Mapping[str, Any]) -> Ending:
    return read(Ending, data)


Value = TypeVar("Value")


def read(kind: type[Value], data: Mapping[str, Any]) -> Value:
    """A dataclass from its object form; `kind` in the data is not looked at."""
    parts: Json = {}
    for name, reader in _readers(kind).items():
        if data.get(name) is not None:
            parts[name] = _read_part(kind, name, reader, data[name])
    try:
        return kind(**parts)
    except (TypeError, ValueError) as problem:
        raise WireError(f"{kind_of(kind)} is incomplete or contradicts itself: {problem}") from problem


def _read_part(kind: type[Any], name: str, reader: Reader, part: object) -> object:
    try:
        return reader(part)
    except (TypeError, ValueError, AttributeError) as problem:
        raise WireError(f"{kind_of(kind)}.{name} does not hold what it must") from problem


def _read_union(union: object, data: Mapping[str, Any]) -> object:
    member = _members(union).get(str(data.get("kind")))
    if member is None:
        raise WireError("the kind of this object is unknown here; was it written by a newer version?")
    return read(member, data)


@cache
def _members(union: object) -> Mapping[str, type]:
    return {kind_of(member): member for member in typing.get_args(union)}


# Resolving type hints takes far longer than reading a value, so each class is looked at once.
_KNOWN_READERS: dict[type[Any], Mapping[str, Reader]] = {}


def _readers(kind: type[Any]) -> Mapping[str, Reader]:
    if kind not in _KNOWN_READERS:
        hints = typing.get_type_hints(kind)
        _KNOWN_READERS[kind] = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    return _KNOWN_READERS[kind]


def _reader(hint: Any) -> Reader:
    options = [option for option in _options(hint) if option is not types.NoneType]
    if set(options) == {PhoneNumber, AgentAddress}:
        return parse_address
    (only,) = options
    if only is datetime:
        return datetime.fromisoformat
    if only is PhoneNumber:
        return PhoneNumber.parse
    if is_dataclass(only):
        return partial(read, cast(type[object], only))
    if issubclass(only, StrEnum):
        return cast(Reader, only)
    return partial(_exactly, only)


def _options(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)


def _exactly(kind: type, part: object) -> object:
    if kind is float and type(part) is int:
        return float(part)
    if type(part) is not kind:
        raise TypeError(f"expected {kind.__name__}")
    return part


def _fields_of(value: object) -> Json:
    named = ((name, getattr(value, name)) for name in _names(type(value)))
    return {name: _plain(part) for name, part in named if part is not None}


_KNOWN_NAMES: dict[type[Any], tuple[str, ...]] = {}


def _names(kind: type[Any]) -> tuple[str, ...]:
    if kind not in _KNOWN_NAMES:
        _KNOWN_NAMES[kind] = tuple(field.name for field in fields(kind))
    return _KNOWN_NAMES[kind]


def _plain(part: object) -> object:
    match part:
        case StrEnum():
            return part.value
        case datetime():
            return part.astimezone(UTC).isoformat()
        case PhoneNumber() | AgentAddress():
            return str(part)
        case _ if is_dataclass(part):
            return _fields_of(part)
        case _:
            return part
