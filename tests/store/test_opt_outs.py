"""Whoever opts out, on whichever way, is not dialed again: in force with the commit, however many claim meanwhile."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from dialer import opt_outs, suppressions
from dialer.core.campaign_rules import call_rules
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import ReasonCode, Scope, Why, may_call
from dialer.engine.claim import Seat
from dialer.refusals import Refused
from dialer.store.accounts import by_id
from dialer.store.contacts import load_contacts
from dialer.store.suppressions import Wish, add, allow_texts, suppress
from tests.support.builders import NOW, a_campaign, a_lead, a_user, an_enrollment, phones_of
from tests.support.dial_floor import Floor

RULES = call_rules(CampaignSettings(), brokerage="Practice Realty", practice=True)
MAILING = {"street": "9 Elm Street", "unit": "", "city": "Peoria", "state": "IL", "zip": "61602"}


def is_suppressed(conn, lead) -> bool:
    pair = (lead, phones_of(conn, lead)[0][0])
    return ReasonCode.SUPPRESSED in may_call(load_contacts(conn, [pair], NOW)[pair], RULES, NOW).codes


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (Scope.NUMBER, {"itself", "same number"}),
        (Scope.LEAD, {"itself", "same number", "second number"}),
        (Scope.HOUSEHOLD, {"itself", "same number", "second number", "same household", "came later"}),
        (Scope.ORGANISATION, {"itself", "same number", "second number", "same organisation"}),
    ],
)
def test_a_wish_reaches_as_far_as_it_says(conn, scope, reached):
    first, second = "+12175550101", "+12175550102"
    lead = a_lead(conn, name="Oak Trust", numbers=[first, second], street="1 Sample St", mailing=MAILING)
    whole = scope is not Scope.NUMBER
    wish = Wish(Why.ASKED, "manual", e164=None if whole else first, lead_id=lead if whole else None)
    others = {
        "itself": lead,
        "same number": a_lead(conn, name="B", numbers=[first]),
        "second number": a_lead(conn, name="C", numbers=[second]),
        "same household": a_lead(conn, name="D", street="9 ELM ST.", zip="61602", city="Peoria"),
        "same organisation": a_lead(conn, name="OAK TRUST"),
        "somebody else": a_lead(conn, name="E", street="2 Sample St"),
    }
    made = suppress(conn, wish, scope, NOW)
    others["came later"] = a_lead(conn, name="F", street="1 Sample Street")
    assert {name for name, other in others.items() if is_suppressed(conn, other)} == reached
    assert suppress(conn, wish, scope, NOW) == []
    assert len(made) == len(set(made))


def test_a_stop_after_a_start_counts_again(conn):
    e164 = "+12175550101"
    for _ in range(2):
        add(conn, Wish(Why.STOP, "text", e164=e164), NOW)
        channels = conn.execute(text("SELECT channels FROM suppression WHERE removed_at IS NULL")).scalars().all()
        assert any("text" in found for found in channels)
        allow_texts(conn, e164, NOW)
        channels = conn.execute(text("SELECT channels FROM suppression WHERE removed_at IS NULL")).scalars().all()
        assert not any("text" in found for found in channels)


@pytest.mark.parametrize(("role", "lifted"), [("agent", False), ("manager", False), ("owner", True)])
def test_only_an_owner_lifts_it_with_a_reason_and_it_stays_on_record(services, conn, role, lifted):
    lead = a_lead(conn, numbers=["+12175550101", "+12175550102"])
    owner = by_id(conn, a_user(conn, role="owner").id)
    by = by_id(conn, a_user(conn, role=role).id)
    line = suppressions.add(services, owner, number="", lead_id=lead, reason="Asked at the door.")
    assert not isinstance(line, Refused)
    assert isinstance(suppressions.lift(services, by, line.id, " "), Refused)
    assert (suppressions.lift(services, by, line.id, "It was the neighbour.") is None) is lifted
    assert is_suppressed(conn, lead) is not lifted
    assert conn.execute(text("SELECT count(*) FROM suppression")).scalar() == 3


def test_a_link_in_an_email_takes_the_lead_out_of_reach_and_ends_its_sequences(services, conn):
    lead = a_lead(conn)
    place = an_enrollment(conn, a_campaign(conn), lead)
    token = opt_outs.link_token(services, lead)
    forged = token.replace(str(lead), str(lead + 1), 1)
    for wrong in (forged, token[:-1], "", "x.y", str(lead)):
        assert isinstance(opt_outs.by_link(services, wrong), Refused)
    assert not is_suppressed(conn, lead)
    assert opt_outs.by_link(services, token) is None
    assert opt_outs.by_link(services, token) is None, "the same link again changes nothing"
    assert is_suppressed(conn, lead)
    assert conn.execute(text("SELECT state FROM enrollment WHERE id = :id"), {"id": place}).scalar() == "stopped"


def test_a_call_claimed_before_the_opt_out_does_not_leave_after_it(services, conn):
    floor = Floor(services, conn, leads=2)
    assert sum(floor.claim(seat) for seat in floor.seats) == 2
    refused = floor.opt_out(floor.leads[0])
    assert floor.dial() == {phones_of(conn, floor.leads[1])[0][1]}
    assert refused not in floor.dial()


def test_no_opted_out_number_is_dialed_while_many_claim_dial_and_opt_out_at_once(services, conn):
    floor = Floor(services, conn, leads=40)
    gate = Barrier(6)
    out: set[str] = set()
    late: list[str] = []

    def claiming(seat: Seat) -> None:
        gate.wait()
        for _ in range(12):
            floor.claim(seat)

    def dialing() -> None:
        gate.wait()
        for _ in range(60):
            known = set(out)
            late.extend(floor.dial() & known)

    def opting_out() -> None:
        gate.wait()
        for lead in random.Random(7).sample(floor.leads, 25):
            out.add(floor.opt_out(lead))

    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(claiming, seat) for seat in floor.seats]
        done += [pool.submit(dialing), pool.submit(opting_out)]
        for each in done:
            each.result()
    assert len(out) == 25
    assert late == []
    assert not floor.dial() & out
