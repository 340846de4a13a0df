"""What stands behind the merge fields of a text."""

from collections.abc import Mapping

from dialer.store.messages import TextLead
from telephony.numbers import PhoneNumber


def fields_of(
    lead: TextLead, *, agent_name: str, brokerage: str, our_number: str, opt_out_link: str
) -> Mapping[str, str | None]:
    """Values by field name; empty where nothing is known, which the template's fall-backs or a refusal then meet."""
    office = lead.facts.get("office")
    return {
        "first_name": lead.first,
        "last_name": lead.last,
        "full_name": lead.name,
        "street": lead.street,
        "city": lead.city,
        "state": lead.state,
        "zip": lead.zip,
        "list_price": f"${lead.list_price_cents // 100:,}" if lead.list_price_cents else None,
        "days_on_market": f"{lead.days_on_market} days" if lead.days_on_market else None,
        "listing_office": str(office) if office else None,
        "agent_name": agent_name,
        "agent_first_name": agent_name.partition(" ")[0],
        "agent_phone": _shown(our_number),
        "brokerage": brokerage,
        "opt_out_link": opt_out_link,
    }


def _shown(e164: str) -> str:
    digits = PhoneNumber.parse(e164).national
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}" if len(digits) == 10 else e164
