"""Each way of dialing, from the campaign's setting to the lines that go out, and what the law keeps out of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from dialer import consents, sessions
from dialer.clock import Clock
from dialer.config import CarrierName
from dialer.core.pacing import PaceMode
from dialer.engine.loop import Engine
from dialer.refusals import Refused, Why
from dialer.store import network_reach
from telephony.capacity import Capacity
from telephony.carrier import CarrierError, Receipt, TryLater
from telephony.carrier import Refused as NotTaken
from telephony.endings import EndingKind, ending
from telephony.orders import Order, PlaceCall
from telephony.practice import PracticeCarrier, PracticeNetwork
from tests.support.world import Agent, Lead, World, machine, nobody, person

SHORT = person(rings=(3, 6), talks=(20, 40))
LONG = person(rings=(3, 6), talks=(120, 900))
CHICAGO = ZoneInfo("America/Chicago")


def queue(world: World, agent: Agent) -> dict:
    found = sessions.queue_of(world.services, agent.session_id)
    assert not isinstance(found, Refused)
    return found


def ids(rows: list[dict]) -> list[int]:
    return [row["lead_id"] for row in rows]


def dial(world: World, agent: Agent, row: dict):
    return world.do(agent, "dial", phone_id=row["phone_id"], way=row["way"])


def florida(world: World, behaves=nobody) -> Lead:
    """A lead whose state wants written consent for machines that select or dial."""
    return world.lead(behaves, state="FL", zip="33101", city="Miami")


def connecticut(world: World) -> Lead:
    """A lead whose state wants consent for every solicitation by phone."""
    return world.lead(nobody, state="CT", zip="06101", city="Hartford")


class TestAutomaticModes:
    @pytest.mark.parametrize(
        ("mode", "lines", "opened"),
        [("progressive", 3.0, 1), ("power", 3.0, 3), ("power", 1.0, 1), ("click", 3.0, 0), ("preview", 3.0, 0)],
    )
    def test_a_free_agent_gets_as_many_lines_as_the_mode_gives(self, make_world, mode, lines, opened):
        world = make_world(mode=mode, lines_per_agent=lines)
        leads = [world.lead(nobody) for _ in range(5)]
        world.agent(lines=lines)
        world.pass_time(3)
        assert world.open_calls(leads) == opened

    def test_predictive_dials_ahead_of_an_agent_and_never_more_than_the_risk_allows(self, make_world):
        world = make_world(mode="predictive", lines_per_agent=1.0)
        leads = [world.lead(nobody) for _ in range(8)]
        for _ in range(4):
            world.agent()
        world.pass_time(3)
        assert 2 <= world.open_calls(leads) <= 8
        assert world.campaign().limited_by in ("risk", "lines_per_agent", "hopper")

    def test_where_machines_answer_predictive_learns_to_dial_more_lines(self, make_world):
        world = make_world(mode="predictive", lines_per_agent=1.0)
        leads = [world.lead(nobody) for _ in range(90)]
        for _ in range(4):
            world.agent()
        world.pass_time(2)
        at_first = world.open_calls(leads)
        world.until(lambda: world.open_calls(leads) > at_first + 2, at_most=150)


class TestLettingGo:
    def test_no_line_is_let_go_before_fifteen_seconds(self, make_world):
        world = make_world(mode="power", lines_per_agent=3.0)
        answers, other, third = world.lead(LONG), world.lead(nobody), world.lead(nobody)
        agent = world.agent(lines=3)
        world.until(lambda: world.state(agent) == "talking")
        assert world.call(answers).answered_at is not None
        for lead in (other, third):
            world.until(lambda lead=lead: world.call_state(lead) == "ended")
            rang = world.call(lead).ended_at - world.call(lead).rang_at
            assert timedelta(seconds=15) <= rang < timedelta(seconds=18)

    def test_predictive_keeps_lines_ringing_for_an_agent_who_may_be_free_in_time(self, make_world):
        world = make_world(mode="predictive", lines_per_agent=1.0)
        leads = [world.lead(nobody) for _ in range(8)]
        for _ in range(3):
            world.agent()
        world.pass_time(60)
        rang = [
            call.ended_at - call.rang_at
            for lead in leads
            if world.attempts(lead) and (call := world.call(lead)).ended_at is not None and call.rang_at is not None
        ]
        assert rang
        assert min(rang) >= timedelta(seconds=15)


class TestWhatTheLawLeaves:
    def test_a_lead_that_wants_consent_is_kept_from_machines_and_shown_for_a_click(self, make_world):
        world = make_world(mode="power")
        lead, fine = florida(world), world.lead(nobody)
        agent = world.agent()
        world.until(lambda: world.attempts(fine))
        assert not world.attempts(lead)
        (row,) = queue(world, agent)["by_click_only"]
        assert (row["lead_id"], row["way"], row["allowed"]) == (lead.id, "click", True)

    def test_its_rule_is_counted_before_a_session(self, make_world):
        world = make_world(mode="power")
        florida(world), florida(world), world.lead(nobody)
        agent = world.agent()
        world.pass_time(3)
        found = sessions.preview(world.services, campaign_id=world.campaign_id, user_id=agent.user_id, lines=1)
        assert not isinstance(found, Refused)
        (held,) = [row for row in found["held"] if row["code"] == "consent_needed"]
        assert (held["count"], held["rule_id"].startswith("FL")) == (2, True)

    def test_the_agents_click_dials_it(self, make_world):
        world = make_world(mode="power", lines_per_agent=1.0)
        lead = florida(world, SHORT)
        agent = world.agent()
        world.until(lambda: queue(world, agent)["by_click_only"])
        (row,) = queue(world, agent)["by_click_only"]
        assert dial(world, agent, row) == {"ok": True}
        world.until(lambda: world.call_state(lead) == "talking")
        assert world.state(agent) == "talking"

    def test_a_preview_is_no_click(self, make_world):
        world = make_world(mode="preview")
        lead = florida(world)
        agent = world.agent()
        assert queue(world, agent)["leads"] == []
        refused = world.do(agent, "dial", phone_id=world.place(lead).phone_id, way="preview")
        assert isinstance(refused, Refused)
        assert refused.why is Why.FORBIDDEN

    def test_where_no_call_is_lawful_a_click_is_not_either(self, make_world):
        world = make_world(mode="click")
        lead = connecticut(world)
        agent = world.agent()
        found = queue(world, agent)
        assert (found["leads"], found["by_click_only"]) == ([], [])
        assert isinstance(world.do(agent, "dial", phone_id=world.place(lead).phone_id), Refused)
        assert not world.attempts(lead)

    def test_with_consent_it_is_dialed_like_any_other(self, make_world):
        world = make_world(mode="power")
        lead = florida(world)
        world.agent()
        world.until(lambda: world.place(lead).state == "held")
        made = consents.add(
            world.services, None, kind="written", lead_id=lead.id, since=world.clock.now(), proof="signed form 7"
        )
        assert not isinstance(made, Refused)
        world.until(lambda: world.attempts(lead), at_most=5)


class TestClickToDial:
    def test_the_agent_sees_the_next_leads_and_the_picked_one_is_dialed_on_one_line(self, make_world):
        world = make_world(mode="click")
        leads = [world.lead(nobody) for _ in range(3)]
        agent = world.agent()
        found = queue(world, agent)
        assert (found["mode"], ids(found["leads"])) == ("click", [lead.id for lead in leads])
        assert dial(world, agent, found["leads"][1]) == {"ok": True}
        world.until(lambda: world.call_state(leads[1]) == "ringing")
        assert world.open_calls(leads) == 1
        again = dial(world, agent, queue(world, agent)["leads"][0])
        assert isinstance(again, Refused), "one line at a time"

    def test_leads_that_may_not_be_called_leave_the_list_with_their_reason(self, make_world):
        world = make_world(mode="click")
        refused = [world.lead(nobody, relisted=True, listing_status="active") for _ in range(25)]
        fine = world.lead(nobody)
        agent = world.agent()
        assert ids(queue(world, agent)["leads"]) == [fine.id]
        assert {world.place(lead).state for lead in refused} == {"held"}
        assert world.place(refused[0]).refusals[0]["sentence"]

    def test_a_click_list_has_the_leads_that_the_machines_refused(self, make_world):
        world = make_world(mode="click")
        lead = florida(world)
        agent = world.agent()
        assert ids(queue(world, agent)["leads"]) == [lead.id]


class TestPreview:
    def test_a_skipped_lead_makes_room_for_the_next_and_comes_back_later(self, make_world):
        world = make_world(mode="preview", preview_seconds=20)
        first, second = world.lead(nobody), world.lead(nobody)
        agent = world.agent(minutes=300)
        found = queue(world, agent)
        assert (found["preview_seconds"], ids(found["leads"])) == (20, [first.id, second.id])
        assert world.do(agent, "skip_lead", lead_id=first.id) == {"ok": True}
        assert ids(queue(world, agent)["leads"]) == [second.id]
        assert world.place(first).next_call_at - world.clock.now() > timedelta(hours=1)
        assert isinstance(world.do(agent, "skip_lead", lead_id=first.id), Refused), "it waits already"

    def test_two_agents_are_shown_different_leads(self, make_world):
        world = make_world(mode="preview")
        leads = [world.lead(nobody) for _ in range(4)]
        one, other = world.agent(), world.agent()
        firsts = [queue(world, agent)["leads"][0]["lead_id"] for agent in (one, other)]
        assert firsts == [leads[0].id, leads[1].id]

    def test_the_shown_lead_is_dialed_and_the_agent_talks_with_whoever_answers(self, make_world):
        world = make_world(mode="preview")
        lead = world.lead(SHORT)
        agent = world.agent()
        row = queue(world, agent)["leads"][0]
        assert row["way"] == "preview"
        assert dial(world, agent, row) == {"ok": True}
        world.until(lambda: world.state(agent) == "talking")
        assert world.call(lead).agent_session_id == agent.session_id

    def test_an_unknown_way_is_refused(self, make_world):
        world = make_world(mode="preview")
        lead, agent = world.lead(nobody), world.agent()
        refused = world.do(agent, "dial", phone_id=world.place(lead).phone_id, way="power")
        assert isinstance(refused, Refused)
        assert refused.why is Why.INVALID


class Away(PracticeCarrier):
    """Answers every new call with `answer` for as long as there is one."""

    answer: CarrierError | None

    def __init__(self, network: PracticeNetwork, clock: Clock, answer: CarrierError) -> None:
        super().__init__(network, clock)
        self.answer = answer
        self.asked: set[str] = set()

    def carry_out(self, order: Order) -> Receipt:
        if isinstance(order, PlaceCall) and self.answer is not None:
            self.asked.add(order.call_id)
            raise self.answer
        return super().carry_out(order)


class TestTheBoard:
    def test_it_names_the_closed_hours_and_not_a_lack_of_leads(self, make_world):
        world = make_world(mode="power", open_minute=6 * 60, close_minute=6 * 60 + 30)
        world.lead(nobody)
        world.agent()
        world.pass_time(2)
        assert world.campaign().limited_by == "hours"

    def test_without_leads_it_names_that(self, make_world):
        world = make_world(mode="power")
        world.agent()
        world.pass_time(2)
        assert world.campaign().limited_by == "hopper"

    @pytest.mark.parametrize(
        ("limit", "changes", "opened"),
        [
            ("lines_per_agent", {}, 3),
            ("channels", {"capacity": Capacity(calls_per_second=200.0, channels=3)}, 2),
            ("calls_per_second", {"capacity": Capacity(calls_per_second=0.5, channels=1000)}, 1),
        ],
    )
    def test_of_several_limits_the_smallest_wins_and_is_named(self, make_world, limit, changes, opened):
        world = make_world(mode="power", lines_per_agent=3.0)
        world.agent(lines=3)
        self.go_on_with(world, **changes)
        leads = [world.lead(nobody) for _ in range(5)]
        world.pass_time(1)
        assert (world.open_calls(leads), world.campaign().limited_by) == (opened, limit)

    def test_it_names_the_days_spending_limit(self, make_world):
        world = make_world(mode="power", lines_per_agent=3.0)
        world.agent(lines=3)
        settings = replace(world.services.settings, carrier=CarrierName.TWILIO, daily_spend_cap_cents=0)
        self.go_on_with(world, settings=settings)
        leads = [world.lead(nobody) for _ in range(5)]
        world.pass_time(1)
        assert (world.open_calls(leads), world.campaign().limited_by) == (0, "spend")

    def test_it_names_a_pause_of_the_campaign_and_a_lack_of_agents(self, make_world):
        world = make_world(mode="power")
        agent = world.agent()
        world.do(agent, "pause", reason="Coffee")
        world.pass_time(1)
        assert world.campaign().limited_by == "nobody_ready"
        world.conn.execute(text("UPDATE campaign SET status = 'paused'"))
        world.pass_time(1)
        assert world.campaign().limited_by == "campaign_paused"

    @pytest.mark.parametrize(
        "answer", [NotTaken(ending(EndingKind.congestion)), TryLater(2.0)], ids=["refuses", "holds"]
    )
    def test_a_network_that_takes_no_calls_is_named_tried_gently_and_used_when_it_is_back(self, make_world, answer):
        world = make_world(mode="power", lines_per_agent=3.0)
        world.agent(lines=3)
        away = Away(world.services.network, world.clock, answer)
        self.go_on_with(world, carriers={"practice": away})
        leads = [world.lead(nobody) for _ in range(12)]
        world.until(lambda: world.campaign().limited_by == "carrier")
        dialed = set(away.asked)
        assert len(dialed) <= 9, "the list is not gone through"
        world.pass_time(12)
        assert world.campaign().limited_by == "carrier"
        assert len(away.asked - dialed) <= 2, "one line at a time tries"
        away.answer = None
        world.until(lambda: world.open_calls(leads) > 1 and world.campaign().limited_by != "carrier", 20)

    def test_a_machine_of_ours_that_is_behind_is_named_and_not_the_network(self, make_world):
        """However long calls have to wait for it: they leave as soon as it has caught up, and more are opened."""
        world = make_world(mode="power", lines_per_agent=3.0)
        world.agent(lines=3)
        away = Away(world.services.network, world.clock, TryLater(0.5, we_are_behind=True))
        self.go_on_with(world, carriers={"practice": away})
        leads = [world.lead(nobody) for _ in range(12)]
        world.until(lambda: world.campaign().limited_by == "behind")
        world.pass_time(12)
        assert (world.campaign().limited_by, world.open_calls(leads), len(away.asked)) == ("behind", 3, 3)
        assert not network_reach.of_campaign(world.conn, world.campaign().id, world.clock.now()).is_down
        world.services.capacity.fell_behind(world.clock.now(), 5.0)
        away.asked.clear()
        world.pass_time(4)
        assert not away.asked, "nobody is asked for new calls before it is time"
        away.answer = None
        world.until(lambda: world.campaign().limited_by not in ("behind", "carrier"), 5)
        assert away.asked == set()
        world.until(lambda: world.attempts(leads[3]), 60)

    @staticmethod
    def go_on_with(world: World, **changes: Any) -> None:
        """Another engine takes over, with other services."""
        world.engine.give_up()
        world.services = replace(world.services, **changes)
        world.engine = Engine(world.services)

    @pytest.mark.parametrize("mode", [PaceMode.CLICK, PaceMode.PREVIEW])
    def test_where_agents_click_it_says_so(self, make_world, mode):
        world = make_world(mode=mode.value)
        world.lead(machine)
        world.agent()
        world.pass_time(2)
        assert world.campaign().limited_by == "agent_clicks"


def test_the_next_try_falls_on_another_time_of_another_day(world: World):
    lead = world.lead(nobody)
    world.agent(minutes=300)
    world.until(lambda: world.attempts(lead))
    failed = world.attempt(lead).opened_at.astimezone(CHICAGO)
    world.until(lambda: world.place(lead).state == "waiting")
    due = world.place(lead).next_call_at.astimezone(CHICAGO)
    assert due.date() > failed.date()
    apart = abs((due.hour * 60 + due.minute) - (failed.hour * 60 + failed.minute))
    assert apart >= 120
