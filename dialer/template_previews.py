"""How a template reads for a real lead, before anybody gets it."""

from dataclasses import dataclass

from dialer import opt_outs
from dialer.bootstrap import Services
from dialer.core.texts import MissingFields, Rendered, UnknownFields, render, segments
from dialer.leads import zone_of
from dialer.refusals import Refused, missing
from dialer.store import content, lead_page, messages
from dialer.store.accounts import Account
from dialer.texting import fields_of

SAMPLE_NUMBER = "+12175550123"
"""Stands for our own number where none is set up yet; fictional."""


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """`text` is empty where it could not go out; then `missing` or `unknown` name the fields in the way."""

    text: str
    segments: int
    encoding: str
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def preview(services: Services, by: Account, *, body: str, lead_id: int | None) -> FilledTemplate | Refused:
    """The text as the lead would get it; without a lead only the fall-backs and our own fields fill it."""
    now, brokerage = services.clock.now(), services.settings.brokerage_name
    with services.db.transaction() as conn:
        ours = next((n.e164 for n in content.caller_ids(conn, now, now) if n.active), SAMPLE_NUMBER)
        record = lead_page.load(conn, lead_id) if lead_id is not None else None
        lead = messages.lock_lead(conn, lead_id) if lead_id is not None else None
    if lead_id is not None and (lead is None or record is None):
        return missing("lead")
    lead = lead or messages.TextLead("", "", "", "", "", "", "", None, None, {})
    link = opt_outs.link(services, lead_id) if lead_id is not None else f"{services.settings.public_url}{opt_outs.PATH}"
    fields = fields_of(lead, agent_name=by.name, brokerage=brokerage, our_number=ours, opt_out_link=link)
    zone = zone_of(record, "") if record else "America/New_York"
    match render(body, fields, now=now, zone=zone):
        case Rendered(text):
            size = segments(text)
            return FilledTemplate(text, size.count, size.encoding, (), ())
        case MissingFields(names):
            return FilledTemplate("", 0, "", names, ())
        case UnknownFields(names):
            return FilledTemplate("", 0, "", (), names)
