"""Sending: the judgement is asked when the text is due, in the lead's zone, and the text is a promise in the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never
from uuid import uuid4

from sqlalchemy import Connection

from dialer import opt_outs, refusals
from dialer.bootstrap import Services
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import Contact, TextPurpose, Verdict, may_text
from dialer.core.sequences import Purpose, home_zone
from dialer.core.sequences.ready_made import APOLOGY, MISSED
from dialer.core.texts import MissingFields, Rendered, UnknownFields, render, segments
from dialer.house_rules import rules_for
from dialer.logs import get_log
from dialer.refusals import Refused
from dialer.store import audit, clock_steps, content, live, messages, outbox, touches
from dialer.store.campaigns_run import campaign_settings
from dialer.store.contacts import load_contacts
from dialer.store.messages import NewMessage, Recipient, TextLead
from dialer.store.session import each_alone, repeat_on_conflict
from dialer.store.touches import DueText
from dialer.texting.words import fields_of
from telephony.numbers import PhoneNumber
from telephony.orders import SendText

log = get_log(__name__)

BETWEEN_TEXTS = timedelta(days=1)
"""A lead gets one automatic text in this time, on all its numbers together; see `OWED` for those that do not wait."""

OWED = (Purpose.apology, Purpose.called_us)
"""Texts that answer what the person did just now; they wait for no other text."""

CONVERSATION = timedelta(hours=24)
"""How long after somebody's message an agent's text is a reply."""

CLOCK_WAS_SET = "The clock of the server was set: no new texts until it has kept its pace for five minutes."
"""As with calls: nobody knows which of the two times the legal hours go by."""

_TEXTABLE = ("mobile", "voip", "unknown", "landline")


@dataclass(frozen=True, slots=True)
class _Letter:
    """A text about to go out, with whoever speaks and everything that decides."""

    lead_id: int
    lead: TextLead
    campaign_id: int | None
    recipient: Recipient
    our_number: str


def send_due(services: Services, now: datetime, count: int = 200) -> int:
    """Sends the texts whose time has come, one transaction each; how many went out.

    Raises ExceptionGroup, for the worker to report, when all are done.
    """
    with services.db.transaction() as conn:
        due = touches.due_texts(conn, now, count)
        if due and clock_steps.is_doubted(conn):
            live.mark(conn, "lead", *touches.explain(conn, due, CLOCK_WAS_SET))
            return 0
    try:
        return each_alone(services.db, due, partial(_send, services, now), "texts that could not be sent")
    finally:
        if due:
            services.waker.wake("engine")
            services.waker.wake("live")


def send_by_hand(
    services: Services, *, lead_id: int, phone_id: int, body: str, user_id: int, now: datetime
) -> str | Refused:
    """Sends what an agent wrote, as a reply where the person wrote lately; the new text's id."""
    if not body.strip():
        return refusals.invalid("body", "Write something first.")

    def work(conn: Connection) -> str | Refused:
        lead = messages.lock_lead(conn, lead_id)
        chosen = next((r for r in messages.recipients(conn, lead_id) if r.phone_id == phone_id), None)
        if lead is None or chosen is None:
            return refusals.missing("number of this lead")
        messages.lock_number(conn, chosen.e164)
        campaign_id = messages.campaign_of(conn, lead_id)
        contact = load_contacts(conn, [(lead_id, phone_id)], now)[lead_id, phone_id]
        answering = contact.wrote_at is not None and now - contact.wrote_at <= CONVERSATION
        purpose = TextPurpose.REPLY if answering else TextPurpose.BY_HAND
        # Who wrote to us just now is answered at any hour.
        if purpose is TextPurpose.BY_HAND and clock_steps.is_doubted(conn):
            return refusals.conflict(CLOCK_WAS_SET)
        verdict = _judge(services, conn, contact, purpose, campaign_id, now)
        if not verdict.allowed:
            return refusals.forbidden(_reasons(verdict))
        our_number = messages.our_number(conn, campaign_id, chosen.e164)
        if our_number is None:
            return refusals.conflict("There is no number to write from; a manager adds one under Caller IDs.")
        letter = _Letter(lead_id, lead, campaign_id, chosen, our_number)
        message_id = _post(services, conn, letter, body.strip(), now)
        for read in messages.set_read(conn, lead_id, now):
            live.mark(conn, "message", read)
        audit.record(conn, now, user_id, "text.sent", "message", message_id, {"lead": lead_id})
        return message_id

    answer = repeat_on_conflict(services.db, work)
    services.waker.wake("engine")
    services.waker.wake("live")
    return answer


def _send(services: Services, now: datetime, touch_id: int, conn: Connection) -> bool:
    """Sends one planned text, puts it off, or refuses it with the reason; whether it went out."""
    touch = touches.take_text(conn, touch_id)
    if touch is None:
        return False
    lead = messages.lock_lead(conn, touch.lead_id)
    assert lead is not None, "a touch goes with its lead"
    live.mark(conn, "lead", touch.lead_id)
    wait = _too_soon(conn, touch, now)
    if wait is not None:
        touches.put_off(conn, touch.id, wait, "The lead was texted within the last day.")
        return False
    chosen = _choose(services, conn, touch, now)
    if isinstance(chosen, Verdict):
        _not_now(conn, touch, chosen, now)
        return False
    our_number = messages.our_number(conn, touch.campaign_id, chosen.e164)
    if our_number is None:
        return _refuse(conn, touch, "There is no number to write from; add a caller ID.", now)
    letter = _Letter(touch.lead_id, lead, touch.campaign_id, chosen, our_number)
    body = _body(services, conn, touch, letter, now)
    if not isinstance(body, Rendered):
        return _refuse(conn, touch, body, now)
    message_id = _post(services, conn, letter, body.text, now)
    touches.finish(conn, touch.id, "done", now, message_id=message_id)
    return True


def _too_soon(conn: Connection, touch: DueText, now: datetime) -> datetime | None:
    """When this lead may be texted again, None when now."""
    if touch.purpose in OWED:
        return None
    last = messages.sent_since(conn, touch.lead_id, now - BETWEEN_TEXTS)
    return last + BETWEEN_TEXTS if last is not None else None


def _choose(services: Services, conn: Connection, touch: DueText, now: datetime) -> Recipient | Verdict:
    """The number to write to: the one just called if it takes texts, else the likeliest mobile; or why none."""
    called = messages.phone_of_attempt(conn, touch.detail.get("attempt"))
    found = messages.recipients(conn, touch.lead_id)
    order = sorted(found, key=lambda r: (_TEXTABLE.index(r.kind) // 3, r.phone_id != called, _TEXTABLE.index(r.kind)))
    messages.lock_number(conn, *(recipient.e164 for recipient in order))
    contacts = load_contacts(conn, [(touch.lead_id, recipient.phone_id) for recipient in order], now)
    verdicts: list[Verdict] = []
    for recipient in order:
        contact = contacts[touch.lead_id, recipient.phone_id]
        verdict = _judge(services, conn, contact, TextPurpose.TOUCH, touch.campaign_id, now)
        if verdict.allowed:
            return recipient
        verdicts.append(verdict)
    return _soonest(verdicts)


def _soonest(verdicts: Sequence[Verdict]) -> Verdict:
    """The refusal that ends first by itself, else that of the first number."""
    waiting = [verdict for verdict in verdicts if verdict.not_before is not None]
    if waiting:
        return min(waiting, key=lambda verdict: (verdict.not_before is None, verdict.not_before))
    return verdicts[0] if verdicts else Verdict((), None, ())


def _not_now(conn: Connection, touch: DueText, verdict: Verdict, now: datetime) -> None:
    reasons = _reasons(verdict) or "The lead has no number that takes texts."
    if verdict.not_before is not None:
        touches.put_off(conn, touch.id, verdict.not_before, reasons)
    else:
        _refuse(conn, touch, reasons, now)


def _refuse(conn: Connection, touch: DueText, reason: str, now: datetime) -> bool:
    touches.finish(conn, touch.id, "refused", now, reason=reason)
    log.info("text_refused", touch_id=touch.id)
    return False


def _judge(
    services: Services,
    conn: Connection,
    contact: Contact,
    purpose: TextPurpose,
    campaign_id: int | None,
    now: datetime,
) -> Verdict:
    settings = campaign_settings(conn, campaign_id) if campaign_id is not None else CampaignSettings()
    return may_text(contact, purpose, rules_for(conn, services.settings, settings, now), now)


def _reasons(verdict: Verdict) -> str:
    return " ".join(reason.sentence for reason in verdict.reasons)


def _body(services: Services, conn: Connection, touch: DueText, letter: _Letter, now: datetime) -> Rendered | str:
    """The text in its final words, or why there is none."""
    template = content.load_template(conn, _template_id(conn, touch) or 0)
    if template is None:
        wanted = touch.detail.get("template")
        return f"The template {wanted} does not exist any more." if wanted else "The campaign has no text for this."
    agent_id = touch.agent_id or messages.agent_of_attempt(conn, touch.detail.get("attempt"))
    fields = fields_of(
        letter.lead,
        agent_name=messages.agent_name(conn, agent_id),
        brokerage=services.settings.brokerage_name,
        our_number=letter.our_number,
        opt_out_link=opt_outs.link(services, touch.lead_id),
    )
    zone = home_zone(letter.recipient.e164, letter.lead.zip or None, letter.lead.state or None)
    rendered = render(template.body, fields, now=now, zone=zone)
    match rendered:
        case Rendered():
            return rendered
        case MissingFields(names=names):
            return f"Nothing is known for {', '.join(names)}, and the template has no words to use instead."
        case UnknownFields(names=names):
            return f"The template uses what does not exist: {', '.join(names)}."
        case _:
            assert_never(rendered)


def _template_id(conn: Connection, touch: DueText) -> int | None:
    """The step's own template, else the campaign's for this purpose, else the shipped one of that name."""
    if touch.template_id is not None or touch.detail.get("template"):
        return touch.template_id
    settings = campaign_settings(conn, touch.campaign_id)
    apology = touch.purpose == Purpose.apology
    chosen = settings.apology_template_id if apology else settings.missed_template_id
    return chosen or touches.template_named(conn, APOLOGY if apology else MISSED)


def _post(services: Services, conn: Connection, letter: _Letter, body: str, now: datetime) -> str:
    """Writes the text and the order to send it; the engine carries that out."""
    message = NewMessage(
        id=uuid4().hex,
        lead_id=letter.lead_id,
        campaign_id=letter.campaign_id,
        e164=letter.recipient.e164,
        caller_id=letter.our_number,
        body=body,
        segments=segments(body).count,
        carrier=services.carrier.name,
    )
    messages.add(conn, message, now)
    to, from_ = PhoneNumber.parse(message.e164), PhoneNumber.parse(message.caller_id)
    order = SendText(message_id=message.id, to=to, from_=from_, body=body)
    outbox.write(conn, [(message.carrier, order)], now)
    live.mark(conn, "message", message.id)
    return message.id
