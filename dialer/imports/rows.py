"""A parsed lead as the columns that are stored."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from dialer.core.leadfile import ListingFacts, ListingStatus, NewLead


@dataclass(frozen=True, slots=True)
class LeadRows:
    """One lead's rows before they have ids."""

    lead: dict[str, Any]
    people: tuple[dict[str, Any], ...]
    phones: tuple[dict[str, Any], ...]
    emails: tuple[dict[str, Any], ...]
    listing: tuple[dict[str, Any], ...] = field(default=())
    note: str = ""


def lead_rows(new: NewLead, source: str) -> LeadRows:
    """The rows of a lead from a file of this source."""
    return LeadRows(
        lead=_lead(new, source),
        people=tuple(
            {"first": p.first, "last": p.last, "full_name": p.full, "role": p.role.value, "rank": rank}
            for rank, p in enumerate(new.people)
        ),
        phones=tuple(
            {
                "e164": p.e164,
                "extension": p.extension,
                "kind": p.kind.value,
                "role": p.role.value,
                "rank": p.rank,
                "vendor_dnc": p.vendor_dnc,
            }
            for p in new.phones
        ),
        emails=tuple({"address": address, "rank": rank} for rank, address in enumerate(new.emails)),
        listing=tuple(_history(new.listing)),
        note=new.notes,
    )


def _lead(new: NewLead, source: str) -> dict[str, Any]:
    facts, place, mailing = new.listing, new.property, new.mailing
    held = new.hold_reason
    return {
        "row_number": new.row_number,
        "name": _household(new),
        "status": "held" if held else "open",
        "hold_reason": held.value if held else "",
        "source": source,
        "listing_status": facts.status.value,
        "street": place.street,
        "unit": place.unit,
        "city": place.city,
        "state": place.state,
        "zip": place.zip,
        "county": place.county,
        "mailing_state": mailing.state if mailing else "",
        "mailing_zip": mailing.zip if mailing else "",
        "mailing": _mailing(new),
        "apn_key": new.dedupe_keys.apn_county,
        "address_key": new.dedupe_keys.address_key,
        "mls_key": new.dedupe_keys.mls_source,
        "expired_on": _off_market_on(facts),
        "listed_on": facts.list_date,
        "list_price_cents": _cents(facts.list_price),
        "days_on_market": facts.days_on_market,
        "facts": _facts(facts, new.tags),
        "litigator": new.flags.litigator,
        "do_not_mail": new.flags.do_not_mail,
        "owner_is_agent": new.flags.owner_is_agent,
        "relisted": new.flags.relisted,
        "raw": dict(new.raw),
    }


def _household(new: NewLead) -> str:
    """ "Ann & John Smith" where the last names agree, else the names as they stand."""
    people = new.people[:2]
    if not people:
        return "Owner of " + new.property.street if new.property.street else "Owner"
    if len(people) == 2 and people[0].last and people[0].last == people[1].last:
        return f"{people[0].first} & {people[1].first} {people[0].last}".strip()
    return " & ".join(person.full for person in people)


def _mailing(new: NewLead) -> dict[str, str]:
    if new.mailing is None:
        return {}
    m = new.mailing
    return {"street": m.street, "unit": m.unit, "city": m.city, "state": m.state, "zip": m.zip}


def _off_market_on(facts: ListingFacts) -> date | None:
    """The day on which the owner became free, as well as the file tells it."""
    return facts.expired_date or facts.cancelled_date or facts.withdrawn_date or facts.status_date


def _facts(facts: ListingFacts, tags: tuple[str, ...]) -> dict[str, Any]:
    known = {
        "mls_number": facts.mls_number,
        "property_type": facts.property_type,
        "beds": facts.beds,
        "baths": float(facts.baths) if facts.baths is not None else None,
        "sqft": facts.sqft,
        "year_built": facts.year_built,
        "agent": facts.agent,
        "office": facts.office,
        "remarks": facts.remarks,
        "original_price_cents": _cents(facts.original_price),
        "tags": list(tags),
    }
    return {name: value for name, value in known.items() if value not in (None, "", [])}


def _history(facts: ListingFacts) -> list[dict[str, Any]]:
    """The listing's story as far as one row tells it: listed, cut, off the market."""
    events = []
    first_price = facts.original_price or facts.list_price
    if facts.list_date:
        events.append(_event("listed", facts.list_date, first_price, facts.agent))
    cut = facts.original_price and facts.list_price and facts.list_price < facts.original_price
    if cut:
        events.append(_event("price_cut", None, facts.list_price, facts.agent))
    ends = {
        ListingStatus.EXPIRED: ("expired", facts.expired_date),
        ListingStatus.CANCELLED: ("cancelled", facts.cancelled_date),
        ListingStatus.WITHDRAWN: ("withdrawn", facts.withdrawn_date),
    }
    if facts.status in ends:
        kind, day = ends[facts.status]
        events.append(_event(kind, day or facts.status_date, facts.list_price, facts.agent))
    return events


def _event(kind: str, day: date | None, price: Decimal | None, agent: str) -> dict[str, Any]:
    return {"kind": kind, "on_date": day, "price_cents": _cents(price), "agent": agent}


def _cents(dollars: Decimal | None) -> int | None:
    return int(dollars * 100) if dollars is not None else None
