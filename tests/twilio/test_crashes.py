"""Processes that die or lose the database at the wrong moment: catalogue part 6.5 and cases 11 and 13."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select, text

from dialer import answering, calls
from dialer.engine.loop import Engine
from dialer.store import calls as call_rows
from dialer.store import outbox, schema
from dialer.store.calls import StoredCall
from telephony.call import plan_call
from telephony.events import Answered, Rang, Sent
from telephony.numbers import PhoneNumber
from telephony.orders import PlaceCall
from tests.support.builders import a_lead, an_attempt, an_enrollment
from tests.support.twilio_double import FarEnd
from tests.support.twilio_world import NOBODY, PERSON
from tests.support.world import OURS


def test_case_011_while_the_database_is_away_callbacks_get_503_and_nothing_is_lost(twilio):
    twilio.agent()
    lead = twilio.lead_at(NOBODY)
    twilio.until(lambda: twilio.call_state(lead) == "requested")
    with twilio.database_away():
        twilio.network_alone(2.5)
    refused = [status for url, form, status in twilio.double.hooks.delivered if status == 503]
    assert refused, "the ringing was told while the database was away"
    twilio.until(lambda: twilio.call_state(lead) == "ringing", at_most=5)


def ringing(world, agent, count):
    """Calls that ring for an agent, written as a claim and its callbacks would leave them."""
    ids = []
    for _ in range(count):
        serial = len(world.people)
        number = f"+1{(217, 309, 312, 618, 630, 708, 773, 815, 847)[serial // 100 % 9]}55501{serial % 100:02d}"
        world.people[f"{number}/{serial}"] = []
        lead = a_lead(world.conn, numbers=[number])
        place = an_enrollment(world.conn, world.campaign_id, lead, state="claimed")
        call_id = f"race{serial:06d}"
        attempt = an_attempt(world.conn, place, agent.session_id, at=world.clock.now(), call_id=call_id)
        to, ours = PhoneNumber.parse(number), PhoneNumber.parse(OURS)
        order = PlaceCall(call_id=call_id, to=to, from_=ours, ring_seconds=22, max_seconds=600)
        now = world.clock.now()
        planned = plan_call(order, now)
        stored = StoredCall(planned, "twilio", agent.session_id, attempt, world.campaign_id, None, now)
        call_rows.insert(world.conn, stored, e164=number, caller_id=OURS)
        keys = {"call_id": call_id, "at": now, "carrier_call_id": f"CA{call_id}"}
        told = [Sent(event_key=f"{call_id}:sent", **keys), Rang(event_key=f"{call_id}:rang", **keys)]
        calls.apply(world.services, "twilio", told)
        ids.append(call_id)
    return ids


def answers(world, call_id):
    """What the answer webhook does, from whichever thread."""
    told = Answered(
        call_id=call_id, at=world.clock.now(), event_key=f"CA{call_id}:answered", carrier_call_id=f"CA{call_id}"
    )
    return answering.instruct(world.services, "twilio", call_id, [told])


def free(world, agent):
    """The round is over: its calls have ended, and the agent is ready again."""
    world.conn.execute(text("UPDATE call SET ended_at = planned_at, state = 'ended' WHERE role = 'lead'"))
    world.conn.execute(text("UPDATE attempt SET open = false"))
    world.conn.execute(
        text("UPDATE session SET state = 'ready', current_call_id = NULL WHERE id = :id"), {"id": agent.session_id}
    )


def test_case_052_of_five_answers_in_five_threads_exactly_one_wins_every_time(twilio):
    agent = twilio.agent()
    with ThreadPoolExecutor(5) as threads:
        for _ in range(40):
            ids = ringing(twilio, agent, 5)
            found = list(threads.map(lambda call_id: answers(twilio, call_id), ids))
            assert sorted(type(each).__name__ for each in found) == ["Join", *["Message"] * 4]
            free(twilio, agent)


def test_case_013_the_same_answer_told_to_two_processes_at_once_is_applied_once(twilio):
    agent = twilio.agent()
    with ThreadPoolExecutor(4) as threads:
        for _ in range(25):
            (call_id,) = ringing(twilio, agent, 1)
            found = list(threads.map(lambda _, call_id=call_id: answers(twilio, call_id), range(4)))
            assert {type(each).__name__ for each in found} == {"Join"}, "everybody who asks gets the same answer"
            rows = twilio.conn.execute(
                text("SELECT count(*) FROM call_event WHERE call_id = :id AND kind = 'answered'"), {"id": call_id}
            )
            assert rows.scalar_one() == 1
            free(twilio, agent)


def test_case_073_a_new_engine_takes_over_twenty_live_calls_in_ten_seconds_and_dials_none_of_them_again(make_twilio):
    """The old one is killed: it gives nothing back, and its lease has to run out."""
    twilio = make_twilio(coarse=True)
    twilio.step_seconds, twilio.worker_runs = 1.0, False
    for _ in range(20):
        twilio.agent(ready=False)
        twilio.lead_at(FarEnd(answers_after=3, talk=20))
    ask = lambda question: twilio.conn.execute(text(question)).scalar_one()  # noqa: E731 - a short name
    talking = "SELECT count(*) FROM session WHERE state = 'talking'"
    epoch = "SELECT epoch FROM process_lease WHERE name = 'engine'"
    twilio.until(lambda: ask(talking) == 20)
    before, old = len(twilio.double.creates()), ask(epoch)
    twilio.engine = Engine(twilio.services)
    twilio.until(lambda: ask(epoch) == old + 1, at_most=10)
    assert ask(talking) == 20
    twilio.until(lambda: ask("SELECT count(*) FROM call WHERE role = 'lead' AND ended_at IS NULL") == 0)
    assert len(twilio.double.creates()) == before
    assert {leg.is_agent for leg in twilio.double.live()} == {True}, "no orphan is left"
    assert twilio.double.rooms.crowded == []


def test_case_076_a_request_whose_process_died_before_it_noted_the_sid_is_found_by_its_callback(twilio):
    twilio.agent()
    lead = twilio.lead_at(PERSON)
    # The engine claims and marks the order as being sent, asks Twilio, and is gone before it can write the answer.
    twilio.engine._pacer.open_lines()
    (row,) = [row for row in outbox.take(twilio.conn, twilio.clock.now()) if isinstance(row.order, PlaceCall)]
    twilio.services.carriers["twilio"].carry_out(row.order)
    twilio.engine = Engine(twilio.services)
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.pass_time(40)
    assert len(twilio.legs_to(lead)) == 1
    assert twilio.call(lead).carrier_call_id == twilio.leg(lead).sid
    state = twilio.conn.execute(select(schema.outbox.c.state).where(schema.outbox.c.id == row.id)).scalar_one()
    assert state == "uncertain"


def test_case_077_a_web_process_that_dies_after_the_decision_is_asked_again_and_says_the_same(twilio):
    agent = twilio.agent()
    lead = twilio.lead_at(PERSON)
    twilio.until(lambda: twilio.call_state(lead) == "ringing")
    original, lost = twilio.double.hooks._post, []

    def lose_first_reply(url, form, headers, then):
        def dead(reply):
            then(type(reply)(0))

        is_first = "/calls/" in url and url.endswith("/answer") and not lost
        lost.extend([url] if is_first else [])
        original(url, form, headers, dead if is_first else then)

    twilio.double.hooks._post = lose_first_reply
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    assert lost
    assert twilio.leg(lead).met_agent
    assert twilio.state(agent) == "talking"


def test_a_call_that_we_gave_up_and_that_lives_at_twilio_is_hung_up_by_the_next_look(twilio):
    twilio.agent()
    lead = twilio.lead_at(FarEnd(talk=1e6, patience=1e6))
    twilio.until(lambda: twilio.call_state(lead) == "talking")
    twilio.pass_time(6)
    call_id, gone = twilio.call(lead).id, twilio.clock.now() - timedelta(minutes=1)
    twilio.conn.execute(
        text("UPDATE call SET ended_at = :gone, state = 'ended' WHERE id = :id"), {"gone": gone, "id": call_id}
    )
    twilio.until(lambda: not twilio.leg(lead).is_live, at_most=35)
