"""Merge fields: `Hi {first_name|there}, …` with a fall-back after the bar, and no text with a gap in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

FIELDS: Mapping[str, str] = {
    "first_name": "the owner's first name",
    "last_name": "the owner's last name",
    "full_name": "the owner's full name",
    "street": "the property's street and number",
    "city": "the property's city",
    "state": "the property's state",
    "zip": "the property's ZIP code",
    "list_price": "the last asking price",
    "days_on_market": "how long the property was listed",
    "listing_office": "the former listing office",
    "agent_name": "the agent's name",
    "agent_first_name": "the agent's first name",
    "agent_phone": "the number to call the agent back",
    "brokerage": "the brokerage's name",
    "opt_out_link": "the link by which the owner opts out; put it into every e-mail",
    "today": "the weekday, where the owner is",
    "greeting": "good morning, good afternoon or good evening, where the owner is",
}
"""Every field that a template may use, with its meaning; the last two are computed."""

# A doubled brace stands for itself, so that a text may show one.
TOKEN = re.compile(r"\{\{|\}\}|\{([^{}|]*)(?:\|([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text as it goes out."""

    text: str


@dataclass(frozen=True, slots=True)
class MissingFields:
    """Fields that are empty for this lead and have no fall-back; the text must not go out."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownFields:
    """Names in the template that are no fields, or stray braces; the template must be corrected."""

    names: tuple[str, ...]


def render(
    template: str, fields: Mapping[str, str | None], *, now: datetime, zone: str
) -> Rendered | MissingFields | UnknownFields:
    """Fill a template for one lead; `zone` is the lead's, by database name."""
    if unknown := unknown_fields(template):
        return UnknownFields(unknown)
    values = _clock_fields(now.astimezone(ZoneInfo(zone))) | {
        name: " ".join(value.split()) for name, value in fields.items() if value and value.strip()
    }
    missing: list[str] = []

    def fill(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        name = match[1].strip()
        value = values.get(name) or (match[2] or "").strip()
        if not value:
            missing.append(name)
        return value

    text = TOKEN.sub(fill, template)
    return MissingFields(tuple(dict.fromkeys(missing))) if missing else Rendered(text)


def field_names(template: str) -> tuple[str, ...]:
    """The fields a template uses, once each, in order."""
    found = (match[1].strip() for match in TOKEN.finditer(template) if match[1] is not None)
    return tuple(dict.fromkeys(found))


def unknown_fields(template: str) -> tuple[str, ...]:
    """What an author has to correct: names that are no fields, and braces that belong to none."""
    strays = set(TOKEN.sub("", template)) & {"{", "}"}
    return (*(name for name in field_names(template) if name not in FIELDS), *sorted(strays))


def _clock_fields(local: datetime) -> dict[str, str]:
    part = "morning" if local.hour < 12 else "afternoon" if local.hour < 17 else "evening"
    return {"today": f"{local:%A}", "greeting": f"good {part}"}
