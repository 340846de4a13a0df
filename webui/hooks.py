"""Twilio's webhooks: verify, parse, apply, reply. No log-in and no CSRF token: the signature says who asks.

403  not signed with one of our tokens for this address, or about another account
413  longer than any webhook is
400  not a form, or a field is missing
503  the database is away, so that Twilio tries again
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast
from urllib.parse import parse_qsl, quote

from flask import Blueprint, Flask, Response, abort, current_app, g, request, send_file
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import RequestEntityTooLarge

from dialer import answering, attachments, calls, recorder, texting
from dialer.answering import HangUpNow, Instruction, Join, Leg, Message, TakeMessage, Wait
from dialer.bootstrap import Services
from dialer.gathering import Gathering
from dialer.logs import get_log
from dialer.recordings import message_file
from dialer.spoken import RECORDED_NOTICE
from dialer.store.session import UNAVAILABLE
from dialer.twilio import account_of
from telephony.events import CallEvent
from telephony.numbers import NumberError
from telephony.twilio import inbound, replies
from telephony.twilio.account import HOOKS, Account
from telephony.twilio.inbound import Params, WebhookError
from telephony.twilio.signature import is_signed
from webui.context import services

log = get_log(__name__)

CARRIER = "twilio"
LONGEST_BODY = 100_000
"""Bytes; a webhook is a short form. The application for webhooks reads no more, whatever length a request claims."""

GATHERING = "relist-gathering"

P = ParamSpec("P")

views = Blueprint("hooks", __name__, url_prefix=HOOKS)


def register(app: Flask, services: Services) -> None:
    app.extensions[GATHERING] = Gathering(services, CARRIER)
    app.register_blueprint(views)


def hook(view: Callable[P, Response]) -> Callable[P, Response]:
    """Lets only Twilio's own requests through; their parameters are in `params()`."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> Response:
        account = _account()
        form = _form()
        if not is_signed(account.tokens, _address(account), form, request.headers.get("X-Twilio-Signature")):
            # What was signed is not repeated here: it may hold numbers and words of people.
            log.warning("webhook_refused", endpoint=request.endpoint, why="signature")
            abort(403, "This request is not signed as Twilio signs requests to this address.")
        g.params = dict(form)
        if g.params.get("AccountSid") != account.sid:
            log.warning("webhook_refused", endpoint=request.endpoint, why="account")
            abort(403, "This request is about another account.")
        try:
            return view(*args, **kwargs)
        except WebhookError as error:
            abort(400, str(error))
        except UNAVAILABLE:
            log.error("webhook_not_stored", endpoint=request.endpoint)
            abort(503, "The database is away. Try again.")

    return checked


def params() -> Params:
    return g.params  # type: ignore[no-any-return]  # Flask's g has no types


def _account() -> Account:
    account = account_of(services().settings)
    if account is None:
        abort(404)
    return account


def _form() -> list[tuple[str, str]]:
    """Every pair, blank values and all: Twilio signed them as they are."""
    if request.mimetype != "application/x-www-form-urlencoded":
        abort(400, "Twilio's webhooks are forms.")
    try:
        return parse_qsl(request.get_data().decode(), keep_blank_values=True, encoding="utf-8", errors="strict")
    except RequestEntityTooLarge:
        abort(413, f"Twilio's webhooks are forms of at most {LONGEST_BODY:,} bytes.")
    except UnicodeDecodeError:
        abort(400, "The form is not UTF-8.")


def _address(account: Account) -> str:
    """The address as Twilio has it: what we configured, with the path and query as they came over the wire."""
    raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or quote(request.path)
    path, mark, query = str(raw).partition("?")
    return f"{account.public_url}{path}{mark}{query}"


# A lead's call


@views.post("/calls/<call_id>/<any(answer, fallback):which>")
@hook
def answer(call_id: str, which: str) -> Response:
    """Somebody picked up, and Twilio asks what to do: the arbiter's place. The fallback is its second chance to ask,
    after the first one failed; if the database is away even then, words are all we have."""
    sid = inbound.required(params(), "CallSid")
    try:
        found = answering.instruct(services(), CARRIER, call_id, inbound.answered(call_id, sid, services().clock.now()))
    except UNAVAILABLE:
        if which == "answer":
            raise
        return _twiml(replies.sorry(answering.apology(services())))
    return _do(call_id, found)


@views.post("/calls/<call_id>/next")
@hook
def next_(call_id: str) -> Response:
    """The call waited, or was told to ask again."""
    return _do(call_id, answering.instruct(services(), CARRIER, call_id))


@views.post("/calls/<call_id>/after")
@hook
def after(call_id: str) -> Response:
    """The call has left its conference and is still alive: the agent is gone."""
    events = inbound.left_room(call_id, params(), services().clock.now())
    return _do(call_id, answering.instruct(services(), CARRIER, call_id, events))


@views.post("/calls/<call_id>/played/<which>")
@hook
def played(call_id: str, which: str) -> Response:
    events = inbound.played(call_id, which, params(), services().clock.now())
    found = answering.instruct(services(), CARRIER, call_id, events)
    # A message is never played twice by its own ending.
    return _twiml(replies.hang_up()) if isinstance(found, Message | TakeMessage | Wait) else _do(call_id, found)


@views.post("/calls/<call_id>/key/<which>")
@hook
def key(call_id: str, which: str) -> Response:
    """Somebody pressed a key while a message played: the offered one ends the call, after any other the message begins
    again."""
    events = inbound.key_pressed(call_id, params(), services().clock.now())
    return _do(call_id, answering.instruct(services(), CARRIER, call_id, events), greeted=True)


@views.post("/calls/<call_id>/greeted")
@hook
def greeted(call_id: str) -> Response:
    """A machine's greeting came to a pause."""
    found = answering.instruct(services(), CARRIER, call_id)
    return _do(call_id, found, greeted=True)


@views.post("/calls/<call_id>/digits/<digits>")
@hook
def digits(call_id: str, digits: str) -> Response:
    """Touch tones are sent on the way back into the room; inside it they would reach nobody."""
    found = answering.instruct(services(), CARRIER, call_id)
    if not isinstance(found, Join):
        return _do(call_id, found)
    return _twiml(replies.bridge(_account(), call_id, found.leg_id, digits.replace("h", "#")))


@views.post("/calls/<call_id>/status")
@hook
def status(call_id: str) -> Response:
    """Most of what Twilio tells: each line several times, and all lines of a floor at once."""
    _gathering().apply(inbound.call_status(call_id, params(), services().clock.now()))
    return Response(status=204)


@views.post("/calls/<call_id>/recorded")
@hook
def recorded(call_id: str) -> Response:
    for event in inbound.recording_ready(call_id, params(), services().clock.now()):
        recorder.ready(services(), event)
    return Response(status=204)


@views.post("/notices/recorded")
@hook
def notice() -> Response:
    """What everybody in a room hears before the conversation is recorded."""
    return _twiml(replies.notice(RECORDED_NOTICE))


@views.post("/calls/<call_id>/verdict")
@hook
def verdict(call_id: str) -> Response:
    return _apply(inbound.verdict(call_id, params(), services().clock.now()))


def _do(call_id: str, found: Instruction, *, greeted: bool = False) -> Response:
    account = _account()
    match found:
        case HangUpNow():
            return _twiml(replies.hang_up())
        case Wait():
            return _twiml(replies.wait(account, call_id, found.seconds))
        case Join():
            return _twiml(replies.bridge(account, call_id, found.leg_id))
        case TakeMessage():
            return _twiml(replies.take_message(account, call_id, found.which, found.text))
        case Message():
            return _twiml(_message(account, call_id, found, wait=found.wait_for_greeting and not greeted))


def _message(account: Account, call_id: str, message: Message, *, wait: bool) -> str:
    if message_file(services().settings, message.name) is not None:
        url = account.message_file(_files().dumps(message.name))
        return replies.play(account, call_id, message.which, url, message.offer, wait_for_greeting=wait)
    if not message.text:
        log.warning("recording_missing", name=message.name)
        return replies.hang_up()
    return replies.say(account, call_id, message.which, message.text, message.offer)


# Calls that come to us


@views.post("/inbound/call")
@hook
def call_arrived() -> Response:
    """Somebody calls one of our numbers."""
    try:
        event = inbound.call_arrived(params(), services().clock.now())
    except NumberError:
        log.warning("call_to_no_number")
        return _twiml(replies.hang_up())
    found = answering.welcome(services(), CARRIER, event)
    if isinstance(found, Wait):
        return _twiml(replies.wait(_account(), event.call_id, words=answering.greeting(services())))
    return _do(event.call_id, found)


@views.post("/inbound/status")
@hook
def caller_status() -> Response:
    """The status callback of our numbers, which names no call of ours."""
    call_id = inbound.id_of_caller(inbound.required(params(), "CallSid"))
    return _apply(inbound.call_status(call_id, params(), services().clock.now()))


# An agent's leg and its room


@views.post("/legs/<leg_id>/<any(answer, fallback):which>")
@hook
def leg_answer(leg_id: str, which: str) -> Response:
    leg = answering.wanted_leg(services(), leg_id)
    if leg is None:
        return _twiml(replies.hang_up())
    if leg.is_phone and not params().get("Digits"):
        return _twiml(replies.ask_agent(_account(), leg_id))
    return _twiml(_room_of(leg))


@views.post("/legs/<leg_id>/room")
@hook
def leg_room(leg_id: str) -> Response:
    """A leg that is up already was told to go to another room."""
    leg = answering.wanted_leg(services(), leg_id)
    return _twiml(replies.hang_up() if leg is None else _room_of(leg))


def _room_of(leg: Leg) -> str:
    if leg.beside is None:
        return replies.agent_room(_account(), leg.id)
    there = leg.beside
    return replies.hear(
        _account(),
        there.agent_leg_id,
        leg.id,
        there.agent_carrier_id,
        there.hearing,
        comes_back=leg.is_nailed,
    )


@views.post("/legs/<leg_id>/status")
@hook
def leg_status(leg_id: str) -> Response:
    return _apply(inbound.leg_status(leg_id, params(), services().clock.now()))


@views.post("/rooms/<leg_id>")
@hook
def room(leg_id: str) -> Response:
    return _apply(inbound.room_event(leg_id, params(), services().clock.now()))


# Texts


@views.post("/texts/<message_id>")
@hook
def text_status(message_id: str) -> Response:
    texting.apply(services(), CARRIER, inbound.text_status(message_id, params(), services().clock.now()))
    return Response(status=204)


@views.post("/inbound/text")
@hook
def text_received() -> Response:
    """Somebody wrote. We answer nothing here: with Advanced Opt-Out Twilio has answered already."""
    try:
        event = inbound.text_received(params(), services().clock.now())
    except NumberError:
        log.info("text_from_no_number")
        return _twiml(replies.nothing())
    texting.apply(services(), CARRIER, [event])
    attachments.note(services(), texting.message_id_of(CARRIER, event), inbound.media_of(params()))
    return _twiml(replies.nothing())


@views.get("/messages/<token>")
def message(token: str) -> Response:
    """A recorded message, for whoever was given its address; the address cannot be guessed."""
    try:
        name = _files().loads(token)
    except BadSignature:
        abort(404)
    found = message_file(services().settings, str(name))
    if found is None:
        abort(404)
    return send_file(found)


@views.get("/<path:_>")
def no_page(_: str) -> Response:
    """Nothing but messages is fetched here; the console's own pages must not answer instead."""
    abort(405)


def _files() -> URLSafeSerializer:
    return URLSafeSerializer(services().settings.secret_key, salt="recorded message")


def _gathering() -> Gathering:
    return cast(Gathering, current_app.extensions[GATHERING])


def _apply(events: tuple[CallEvent, ...]) -> Response:
    calls.apply(services(), CARRIER, events)
    return Response(status=204)


def _twiml(text: str) -> Response:
    return Response(text, mimetype="text/xml")
