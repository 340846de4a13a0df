"""The console on Twilio: a session as an agent works it, with nothing replaced but the voice SDK."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection, text

from dialer.core.campaigns import Recorded
from dialer.store.session import Database
from telephony.events import OPT_OUT_KEY
from tests.browser.calling import expect_state, lines_panel, outcome_bar, start, talk, warning
from tests.browser.visitor import Visits, log_in
from tests.conftest import NOON_IN_NEW_YORK
from tests.support.builders import PASSWORD, a_user
from tests.support.softphone import replace_sdk
from tests.support.softphone.signalling import CALL, Signalling
from tests.support.twilio_double import FarEnd
from tests.support.twilio_live import LiveTwilio, live_twilio
from tests.support.twilio_world import NOBODY
from tests.support.world import OURS
from tests.twilio.test_callers import due_tomorrow

AT_ONCE = FarEnd(ring_after=0.4, answers_after=1.0, talk=600, patience=60)
SOON = FarEnd(ring_after=0.5, answers_after=8.0, talk=600, patience=60)
A_MOMENT_LATER = FarEnd(ring_after=0.5, answers_after=10.0, talk=600, patience=60, presses=(OPT_OUT_KEY,))


@pytest.fixture
def twilio(tmp_path: Path, database_url: str, redis_url: str, db: Database, conn: Connection) -> Iterator[LiveTwilio]:
    choices: dict[str, Any] = {"wrap_up_seconds": 0, "recording": Recorded.ANNOUNCED}
    with live_twilio(tmp_path, database_url, redis_url, db, conn, NOON_IN_NEW_YORK, **choices) as world:
        yield world
        assert world.double.problems() == []


@pytest.fixture
def page_of(chromium: Browser, twilio: LiveTwilio) -> Iterator[Callable[..., Page]]:
    """Makes a browser with the voice SDK replaced, in which somebody new is logged in."""
    with ExitStack() as closing:
        visits = Visits(chromium, twilio.address)
        closing.callback(visits.close)

        def make(role: str = "agent", name: str | None = None) -> Page:
            page = visits.browser()
            replace_sdk(page.context)  # Whoever is logged in has a phone from the first page on.
            log_in(page, a_user(twilio.conn, role=role, name=name).email, PASSWORD)
            return page

        yield make
        assert visits.complaints == []


def test_a_session_from_the_sound_check_to_the_report(twilio: LiveTwilio, page_of: Callable[..., Page]) -> None:
    """Three lines, a second answer that is left a message and refuses further calls, a next lead, somebody who calls
    back, and the end."""
    first, second, _, next_lead = (twilio.lead_at(far) for far in (SOON, A_MOMENT_LATER, NOBODY, SOON))
    caller = twilio.lead_at(NOBODY)
    due_tomorrow(twilio, caller)
    page = page_of()
    _check_sound(page)
    start(page, _campaign(twilio), lines=3)
    expect(page.get_by_text("You are heard")).to_be_visible()
    expect(lines_panel(page).get_by_role("listitem").filter(has_text="Ringing")).to_have_count(3)
    talk(page)
    assert twilio.leg(first).met_agent
    twilio.until(lambda: _refused_by_key(twilio) == [second.number], 10)
    assert not twilio.leg(second).met_agent
    _talk_and_say_no(page)
    _talk_and_say_no(page)
    assert twilio.leg(next_lead).met_agent
    twilio.ring_us(caller.number, OURS)
    expect(page.get_by_text("is calling", exact=False).first).to_be_visible()
    page.keyboard.press("i")
    talk(page)
    page.keyboard.press("Space")
    page.keyboard.press("4")
    page.keyboard.press("h")
    expect_state(page, "Paused")
    page.get_by_role("button", name="End session").click()
    page.get_by_role("button", name="Press again to end").click()
    expect(page.get_by_role("heading", name="Session report")).to_be_visible()
    twilio.until(lambda: twilio.double.live() == [], 10)
    assert [twilio.attempt(lead).disposition for lead in (first, next_lead, caller)] == ["not_interested"] * 3
    assert len([leg for leg in twilio.double.legs.values() if leg.is_agent]) == 1, "one line held all session"
    assert twilio.double.rooms.crowded == []


def test_a_lost_line_comes_back_by_itself_once_and_then_by_a_key(
    twilio: LiveTwilio, page_of: Callable[..., Page]
) -> None:
    page = page_of()
    start(page, _campaign(twilio), lines=1)
    expect(page.get_by_text("You are heard")).to_be_visible()
    _lose_line(twilio)
    twilio.until(lambda: _agent_legs(twilio) == ["completed", "in-progress"], 10)
    expect(page.get_by_text("You are heard")).to_be_visible()
    twilio.network.do(lambda double: setattr(double.network, "on_ring", double.network.hang_up))
    _lose_line(twilio)
    twilio.until(lambda: _agent_legs(twilio)[2:] == ["canceled"], 10)
    expect(warning(page, "Your own line is down")).to_be_visible()
    lead = twilio.lead_at(AT_ONCE)
    twilio.network.do(twilio.phones.attach)
    page.keyboard.press("l")
    expect(warning(page, "Your own line is down")).to_be_hidden()
    talk(page)
    assert twilio.leg(lead).met_agent
    assert _agent_legs(twilio)[3:] == ["in-progress"]


def test_a_session_without_a_microphone_pauses_and_a_poor_network_is_named(
    twilio: LiveTwilio, page_of: Callable[..., Page]
) -> None:
    page = page_of()
    start(page, _campaign(twilio), lines=1)
    expect(page.get_by_text("You are heard")).to_be_visible()
    identity = f"agent_{_agent(twilio)}"
    twilio.phones.trouble(identity, "warning", name="high-packet-loss")
    expect(warning(page, "Your network loses parts of what is said.")).to_be_visible()
    twilio.phones.trouble(identity, "warning-cleared", name="high-packet-loss")
    expect(warning(page, "Your network loses")).to_be_hidden()
    _plug(page, microphones=0)
    expect(warning(page, "Your microphone is gone")).to_be_visible()
    expect_state(page, "Paused")
    lead = twilio.lead_at(AT_ONCE)
    _plug(page, microphones=1)
    expect(warning(page, "Your microphone is gone")).to_be_hidden()
    assert twilio.call_state(lead) == "", "a session never resumes by itself"
    page.keyboard.press("Space")
    talk(page)


def test_a_manager_listens_whispers_and_speaks_and_hears_the_recording_afterwards(
    twilio: LiveTwilio, page_of: Callable[..., Page]
) -> None:
    lead = twilio.lead_at(AT_ONCE)
    agent, manager = page_of(), page_of("manager", "Mia Manager")
    start(agent, _campaign(twilio), lines=1)
    talk(agent)
    manager.goto("/floor")
    for press, seat, seen in (
        ("Listen", (True, True), "Mia Manager listens"),
        ("Whisper", (False, True), "Mia Manager whispers to you"),
        ("Speak to both", (False, False), "Mia Manager speaks with both of you"),
    ):
        manager.get_by_role("button", name=press).click()
        expect(agent.get_by_text(seen)).to_be_visible()
        twilio.until(lambda wanted=seat: _manager_hears(twilio) == wanted, 10)
    manager.get_by_role("button", name="Leave").click()
    twilio.until(lambda: _manager_hears(twilio) is None, 10)
    expect(agent.get_by_text("Mia Manager")).to_be_hidden()
    assert twilio.leg(lead).is_live
    agent.keyboard.press("4")
    agent.keyboard.press("h")
    twilio.until(lambda: _kept(twilio) == 1, 20)
    manager.goto(f"/leads/{lead.id}")
    manager.get_by_role("button", name="Recording, 0:05").click()
    expect(manager.get_by_text("one line for each side")).to_be_visible()
    sound = manager.locator("figure.player audio")
    sound.evaluate("sound => new Promise(done => sound.readyState > 0 ? done() : sound.onloadedmetadata = done)")
    assert sound.evaluate("sound => sound.duration") == 5


def _manager_hears(twilio: LiveTwilio) -> tuple[bool, bool] | None:
    """Whether the manager in the agent's room is muted, and heard by the agent alone."""
    (room,) = twilio.double.rooms.open.values()
    seats = [seat for seat in room.seats.values() if seat.leg.is_agent and seat.leg is not _first_agent_leg(twilio)]
    return (seats[0].muted, bool(seats[0].coach)) if seats else None


def _kept(twilio: LiveTwilio) -> int:
    return int(twilio.conn.execute(text("SELECT count(*) FROM recording WHERE state = 'kept'")).scalar_one())


def _first_agent_leg(twilio: LiveTwilio) -> object:
    return next(leg for leg in twilio.double.legs.values() if leg.is_agent)


def _talk_and_say_no(page: Page) -> None:
    name = talk(page)
    page.keyboard.press("4")
    page.keyboard.press("h")
    expect(outcome_bar(page).get_by_text("Saved: ").filter(has_text=name)).to_be_visible()


def _lose_line(twilio: LiveTwilio) -> None:
    twilio.network.do(lambda double: double.network.hang_up(twilio.agent_leg()))


def _agent_legs(twilio: LiveTwilio) -> list[str]:
    return [leg.status for leg in twilio.double.legs.values() if leg.is_agent]


def _agent(twilio: LiveTwilio) -> int:
    return int(twilio.conn.execute(text("SELECT agent_id FROM session")).scalar_one())


def _refused_by_key(twilio: LiveTwilio) -> list[str]:
    return list(twilio.conn.execute(text("SELECT e164 FROM suppression WHERE source = 'key'")).scalars())


def _plug(page: Page, *, microphones: int) -> None:
    """What the system tells browsers when a headset comes or goes."""
    page.evaluate(
        """count => {
            const there = Array.from({ length: count }, () => ({ kind: "audioinput", deviceId: "a", label: "A" }));
            navigator.mediaDevices.enumerateDevices = async () => there;
            navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
        }""",
        microphones,
    )


def _check_sound(page: Page) -> None:
    page.goto("/session")
    page.get_by_role("button", name="Check microphone").click()
    expect(page.get_by_text("Your microphone is heard.")).to_be_visible()
    expect(page.get_by_text("Your browser phone is connected.")).to_be_visible()
    page.get_by_role("button", name="Hear yourself").click()
    expect(page.get_by_role("button", name="Say something")).to_be_disabled()


def _campaign(twilio: LiveTwilio) -> str:
    return str(twilio.campaign().name)


def test_the_voice_sdk_itself_registers_takes_the_call_and_tells_how_loud_it_is(
    twilio: LiveTwilio, chromium: Browser
) -> None:
    """Nothing of the console is replaced here, only Twilio's end of the SDK's websocket."""
    visits = Visits(chromium, twilio.address)
    page = visits.browser()
    twilio_end = Signalling(page.context)
    log_in(page, a_user(twilio.conn).email, PASSWORD)
    start(page, _campaign(twilio))
    expect(page.get_by_text("Phone is ready")).to_be_visible()
    twilio_end.call(page)
    expect(page.get_by_text("You are heard")).to_be_visible()
    page.evaluate("sdp => farEnd.setRemoteDescription({ type: 'answer', sdp })", twilio_end.answer())
    meter = page.get_by_role("meter", name="You", exact=True)
    expect(meter).not_to_have_attribute("aria-valuenow", "0")
    twilio_end.tell("hangup", callsid=CALL)
    expect(page.get_by_text("Phone is ready")).to_be_visible()
    assert visits.complaints == []
    visits.close()
