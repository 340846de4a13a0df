"""The agent's commands on a running session. Each carries the client's own id, so a repeated one acts once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from dialer import inbound, refusals, voicemails
from dialer.bootstrap import Services
from dialer.calls import Batch, change
from dialer.core import agents
from dialer.core.agents import Session, State
from dialer.core.transfers import What
from dialer.engine.legs import dial_leg
from dialer.engine.sweeps import LAWFUL_RING
from dialer.followup import dispose_in
from dialer.refusals import Refused
from dialer.sessions import keypad, transferring
from dialer.sessions.by_hand import dial_by_hand, skip_lead
from dialer.store import audit, live
from dialer.store import calls as call_rows
from dialer.store import sessions as session_rows
from dialer.store.campaigns_run import campaign_settings
from telephony.events import DropAsked, HangUpReason
from telephony.orders import Hold, LiveCallOrder, Mute, Unhold, Unmute

TYPING_AT_MOST = timedelta(seconds=60)
"""How far ahead one report of typing may push the end of the wrap-up; the page reports again while it lasts."""

NO_CONTACT = "no_contact_next_number"

Answer = dict[str, Any] | Refused


@dataclass(frozen=True, slots=True)
class Asked:
    """One command with what it works on."""

    services: Services
    batch: Batch
    session: Session
    args: Mapping[str, Any]
    user_id: int
    lines_out: int

    def put(self, changed: Session) -> Answer:
        self.batch.put_session(changed)
        return {"ok": True}


def command(
    services: Services,
    *,
    session_id: int,
    user_id: int,
    command_id: str,
    name: str,
    args: Mapping[str, Any],
    tab: str,
) -> Answer:
    """Carries out a command of the agent who owns the session, or of a manager; the tab that holds it must ask."""
    if name == "seen":
        return _seen(services, session_id, tab)
    act = COMMANDS.get(name)
    if act is None:
        return refusals.invalid(
            "command", f"There is no command {name!r}; choose one of {', '.join(sorted(COMMANDS))}."
        )

    def work(batch: Batch) -> Answer:
        session = batch.session(session_id)
        if session is None:
            return refusals.missing("session")
        if session.state is State.ENDED:
            return refusals.conflict("The session is over.")
        if name != "take_over" and session.agent_id == user_id and tab != session.tab:
            return refusals.conflict("Another tab has taken this session over; take it back there or here.")
        waits = transferring.in_the_way(batch, session, name)
        if waits is not None:
            return waits
        if not session_rows.remember_command(batch.conn, session_id, command_id, {"command": name}, batch.now):
            return {"ok": True, "repeated": True}
        lines_out = session_rows.lines_out(batch.conn, [session_id]).get(session_id, 0)
        answer = act(Asked(services, batch, session, {**args, "tab": tab}, user_id, lines_out))
        if not isinstance(answer, Refused):
            _note(batch, session, name, args, user_id)
        return answer

    return change(services, work)


# To whom a call was handed over stands in the lead's history, and no number belongs into the log, nor do touch tones,
# which may be a code.
_UNTOLD = ("number", "note", "digits")


def _note(batch: Batch, session: Session, name: str, args: Mapping[str, Any], user_id: int) -> None:
    """Everything but the page's own breathing is in the log."""
    live.mark(batch.conn, "session", session.id)
    if name != "typing":
        detail = {"command": name, **{key: value for key, value in args.items() if key not in _UNTOLD}}
        audit.record(batch.conn, batch.now, user_id, "session.command", "session", str(session.id), detail)


def _seen(services: Services, session_id: int, tab: str) -> Answer:
    now = services.clock.now()
    with services.db.transaction() as conn:
        mine = session_rows.seen(conn, session_id, tab, now)
    return {"ok": True} if mine else refusals.conflict("Another tab has taken this session over.")


def _pause(asked: Asked) -> Answer:
    reason = str(asked.args.get("reason", ""))
    _let_go_of_lines(asked, HangUpReason.paused)
    return asked.put(agents.pause_asked(asked.session, reason, asked.batch.now, lines_out=asked.lines_out))


def _resume(asked: Asked) -> Answer:
    return asked.put(agents.resumed(asked.session, asked.batch.now))


def _end(asked: Asked) -> Answer:
    session = asked.session
    if asked.args.get("now") and session.current_call_id is not None:
        asked.batch.hang_up(session.current_call_id, HangUpReason.session_ended)
        session = asked.batch.session(session.id) or session
        if session.state is State.WRAP_UP:
            session = agents.freed(session, asked.batch.now)
    _let_go_of_lines(asked, HangUpReason.session_ended)
    return asked.put(agents.end_asked(session, "asked", asked.batch.now, lines_out=asked.lines_out))


def _let_go_of_lines(asked: Asked, why: HangUpReason) -> None:
    """Only where the operator chose to cut rings short; else they ring on for the agent who waits for them."""
    if campaign_settings(asked.batch.conn, asked.session.campaign_id).cuts_at_once:
        for line in call_rows.open_lines(asked.batch.conn, asked.session.id):
            if line.call.milestones.answered_at is None:
                asked.batch.hang_up(line.call.id, why)


def _hang_up(asked: Asked) -> Answer:
    current = asked.session.current_call_id
    if asked.session.state is State.TALKING and transferring.decline(asked.batch, asked.session):
        return {"ok": True}
    if current is None or asked.session.state is not State.TALKING:
        return refusals.conflict("There is no call to hang up.")
    asked.batch.hang_up(current, HangUpReason.agent)
    return {"ok": True}


def _skip_line(asked: Asked) -> Answer:
    """Lets a line go at once where rings may be cut or it has rung for the lawful time, else as soon as it has."""
    line = asked.batch.call(str(asked.args.get("call_id", "")))
    if line is None or line.session_id != asked.session.id or not line.call.is_open:
        return refusals.missing("line")
    known = line.call.milestones
    if known.answered_at is not None:
        return refusals.conflict("It has just been answered.")
    rung = known.rang_at is not None and asked.batch.now - known.rang_at >= LAWFUL_RING
    if rung or campaign_settings(asked.batch.conn, asked.session.campaign_id).cuts_at_once:
        asked.batch.hang_up(line.call.id, HangUpReason.skipped)
        return {"ok": True}
    call_rows.cut_later(asked.batch.conn, line.call.id, asked.batch.now)
    return {"ok": True, "note": "It rings on until 15 s are full, as the law asks, and is then let go."}


def _on_call(order: type[Hold] | type[Unhold], *, on_hold: bool) -> Callable[[Asked], Answer]:
    def act(asked: Asked) -> Answer:
        current = asked.session.current_call_id
        if current is None or asked.session.state is not State.TALKING:
            return refusals.conflict("There is no call.")
        _order(asked, current, order(call_id=current))
        return asked.put(replace(asked.session, on_hold=on_hold))

    return act


def _on_leg(order: type[Mute] | type[Unmute], *, muted: bool) -> Callable[[Asked], Answer]:
    def act(asked: Asked) -> Answer:
        leg = asked.session.leg_call_id
        if leg is None or not asked.session.leg_up:
            return refusals.conflict("Your own line is not up.")
        _order(asked, leg, order(call_id=leg))
        return asked.put(replace(asked.session, muted=muted))

    return act


def _order(asked: Asked, call_id: str, order: LiveCallOrder) -> None:
    stored = asked.batch.call(call_id)
    if stored is not None:
        asked.batch.order(stored.carrier, order)


def _digits(asked: Asked) -> Answer:
    return keypad.send_digits(asked.batch, asked.session, str(asked.args.get("digits", ""))) or {"ok": True}


def _voicemail_drop(asked: Asked) -> Answer:
    """Plays the recording and frees the agent; only under the campaign's stated consent policy."""
    settings = campaign_settings(asked.batch.conn, asked.session.campaign_id)
    if not settings.voicemail_consent:
        return refusals.forbidden("Voicemail drop is off: the campaign has to state its consent policy first.")
    current = asked.session.current_call_id
    if current is None or asked.session.state is not State.TALKING:
        return refusals.conflict("There is no call to leave a message on.")
    held = asked.batch.call(current)
    attempt_id = held.attempt_id if held is not None else None
    message = voicemails.for_attempt(asked.batch.conn, settings, asked.session.campaign_id, attempt_id)
    if message is None:
        return refusals.forbidden("The campaign has no recorded message for this attempt; a manager can record one.")
    event = DropAsked(
        call_id=current,
        at=asked.batch.now,
        event_key=f"{current}:drop",
        message_id=message,
    )
    asked.batch.feed_local(event)
    return {"ok": True}


def _renail(asked: Asked) -> Answer:
    if asked.session.leg_up:
        return refusals.conflict("Your own line is up.")
    if asked.session.leg_state == "dialing":
        # It is on its way: by another press, or because the engine had missed it first.
        return {"ok": True}
    dial_leg(asked.batch, asked.services, asked.session)
    return {"ok": True}


def _typing(asked: Asked) -> Answer:
    seconds = float(asked.args.get("until_seconds", 10))
    ahead = min(timedelta(seconds=max(0.0, seconds)), TYPING_AT_MOST)
    return asked.put(replace(asked.session, typing_until=asked.batch.now + ahead, seen_at=asked.batch.now))


def _take_over(asked: Asked) -> Answer:
    return asked.put(replace(asked.session, tab=str(asked.args["tab"]), seen_at=asked.batch.now))


def _extend(asked: Asked) -> Answer:
    minutes = int(asked.args.get("minutes", 15))
    if not 1 <= minutes <= 240:
        return refusals.invalid("minutes", "Extend by 1 to 240 minutes.")
    session = replace(asked.session, ends_at=asked.session.ends_at + timedelta(minutes=minutes))
    if session.ends_at > session.started_at + agents.LONGEST:
        return refusals.conflict("A session lasts 12 hours at most: end this one and start another.")
    answer = asked.put(session)
    if session.leg_good_until is None or session.ends_at <= session.leg_good_until:
        return answer
    return {"ok": True, "note": "Your own line is connected anew on the way, at a moment when you have no call."}


def _move_on(disposition: str) -> Callable[[Asked], Answer]:
    """Gives the call in hand this result, hangs it up if it still runs, and frees the agent: one key."""

    def act(asked: Asked) -> Answer:
        return _say_and_hang_up(asked, disposition) or {"ok": True}

    return act


def _say_and_hang_up(asked: Asked, disposition: str) -> Refused | None:
    current = asked.session.current_call_id
    held = asked.batch.call(current) if current is not None else None
    if held is None or held.attempt_id is None:
        return refusals.conflict("There is no call in hand.")
    # The word first: a call that ends with its result given needs no wrap-up.
    said = dispose_in(
        asked.batch,
        attempt_id=held.attempt_id,
        disposition=disposition,
        answer={},
        user_id=asked.user_id,
        now=asked.batch.now,
    )
    if isinstance(said, Refused):
        return said
    if asked.session.state is State.TALKING:
        asked.batch.hang_up(held.call.id, HangUpReason.agent)
    return None


def _dial(asked: Asked) -> Answer:
    return dial_by_hand(asked.services, asked.batch, asked.session, asked.args)


def _redial(asked: Asked) -> Answer:
    """Calls a number of the lead in hand again, or one of its other numbers; what was in hand counts as no contact."""
    if asked.session.current_call_id is not None:
        refused = _say_and_hang_up(asked, NO_CONTACT)
        if refused is not None:
            return refused
    session = asked.batch.session(asked.session.id) or asked.session
    return dial_by_hand(asked.services, asked.batch, session, asked.args, at_once=True)


def _on_caller(act: Callable[[Batch, Session, str], Refused | None]) -> Callable[[Asked], Answer]:
    """What an agent does with a call that is offered: take it, or let it pass to the next agent."""

    def run(asked: Asked) -> Answer:
        return act(asked.batch, asked.session, str(asked.args.get("call_id", ""))) or {"ok": True}

    return run


def _transfer(asked: Asked) -> Answer:
    return transferring.begin(asked.services, asked.batch, asked.session, asked.args) or {"ok": True}


def _in_transfer(what: What) -> Callable[[Asked], Answer]:
    act = transferring.step(what)

    def run(asked: Asked) -> Answer:
        return act(asked.batch, asked.session) or {"ok": True}

    return run


def _skip_lead(asked: Asked) -> Answer:
    return skip_lead(asked.batch, asked.session, asked.args)


COMMANDS: Mapping[str, Callable[[Asked], Answer]] = {
    "pause": _pause,
    "resume": _resume,
    "end": _end,
    "hang_up": _hang_up,
    "skip_line": _skip_line,
    "hold": _on_call(Hold, on_hold=True),
    "unhold": _on_call(Unhold, on_hold=False),
    "mute": _on_leg(Mute, muted=True),
    "unmute": _on_leg(Unmute, muted=False),
    keypad.COMMAND: _digits,
    "voicemail_drop": _voicemail_drop,
    "renail": _renail,
    "typing": _typing,
    "take_over": _take_over,
    "extend": _extend,
    "next_number": _move_on(NO_CONTACT),
    "next_lead": _move_on("no_contact_next_lead"),
    "dial": _dial,
    "redial": _redial,
    "skip_lead": _skip_lead,
    "take_call": _on_caller(inbound.take),
    "let_pass": _on_caller(inbound.let_pass),
    "transfer": _transfer,
    "transfer_join": _in_transfer(What.JOIN),
    "transfer_apart": _in_transfer(What.APART),
    "transfer_complete": _in_transfer(What.HAND_OVER),
    "transfer_back": _in_transfer(What.TAKE_BACK),
}
