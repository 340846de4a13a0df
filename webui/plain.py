"""Values of the product as the plain values that JSON knows; one place decides how moments and enums look."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any


def plain(value: Any) -> Any:
    """Moments as ISO 8601 in UTC with milliseconds, dates as ISO 8601, dataclasses as objects, sequences as lists.

    >>> plain({"at": datetime(2026, 3, 12, 16, tzinfo=UTC)})
    {'at': '2026-03-12T16:00:00.000Z'}
    """
    if value is None or isinstance(value, str | int | float):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} has no agreed form in JSON; give it one in webui/plain.py")
