"""What of SIP is decided without a network: who hears whom, which trunk is next, what was dialed, why it ended."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.carrier import Receipt, Refused, TryLater
from telephony.endings import EndingKind, ending
from telephony.numbers import Network, PhoneNumber
from telephony.orders import PlaceCall
from telephony.sip.mail import Letter, answer_to_json, read_answer
from telephony.sip.reading import Course, Last, ending_of, read_headers
from telephony.sip.rotation import Full, Rotation
from telephony.sip.trunks import Identity, NumberFormat, Transport, Trunk
from telephony.sip.wiring import Ears, wires

BOTH = ("a", "b")
NOON = datetime(2026, 3, 12, 16, tzinfo=UTC)
NUMBER = PhoneNumber.parse("+12175550123")


def trunk(name: str = "a", **more: object) -> Trunk:
    return Trunk(**{"name": name, "server": f"{name}.example.com", "calls_per_second": 100.0, **more})  # type: ignore[arg-type]  # keywords of a test


leads = st.builds(
    Ears,
    id=st.sampled_from("abcdef"),
    with_agent=st.sampled_from([None, "agent1", "agent2"]),
    hears_message=st.sampled_from([None, "message"]),
    on_hold=st.booleans(),
    muted=st.booleans(),
)
agents = st.builds(Ears, id=st.sampled_from(["agent1", "agent2"]), muted=st.booleans())


@given(st.lists(leads, unique_by=lambda leg: leg.id), st.lists(agents, unique_by=lambda leg: leg.id))
def test_no_two_leads_ever_hear_each_other_and_no_agent_two(all_leads: list[Ears], all_agents: list[Ears]) -> None:
    wired = wires([*all_leads, *all_agents])
    people = {leg.id for leg in all_leads}
    assert not any(source in people and sink in people for source, sink in wired)
    for agent in all_agents:
        assert len({source for source, sink in wired if sink == agent.id}) <= 1
        assert len({sink for source, sink in wired if source == agent.id}) <= 1
    for lead in all_leads:
        heard_by = {sink for source, sink in wired if source == lead.id}
        assert not (heard_by and (lead.on_hold or lead.muted or lead.hears_message))


def test_trunks_are_tried_in_their_order_and_a_failed_one_rests_twice_as_long_each_time() -> None:
    rotation = Rotation([trunk("a"), trunk("b")])
    assert name(rotation.take("1", NOON, BOTH)) == "a"
    assert name(rotation.take("2", NOON, ["b"])) == "b"
    assert rotation.failed("a", NOON) == timedelta(seconds=5)
    assert name(rotation.take("3", NOON + timedelta(seconds=4), BOTH)) == "b"
    assert name(rotation.take("4", NOON + timedelta(seconds=5), BOTH)) == "a"
    assert rotation.failed("a", NOON + timedelta(seconds=6)) == timedelta(seconds=10)
    assert rotation.failed("a", NOON + timedelta(seconds=7)) is None, "it left before, as the one that failed first"
    assert rotation.failed("a", NOON + timedelta(seconds=8), was_asked=True) == timedelta(seconds=20)
    rotation.worked("a")
    assert name(rotation.take("5", NOON + timedelta(seconds=7), BOTH)) == "a"
    assert rotation.take("6", NOON, []) is None


def test_one_call_at_a_time_tries_a_trunk_that_failed_until_it_says_something() -> None:
    rotation, later = Rotation([trunk("a"), trunk("b")]), NOON + timedelta(seconds=5)
    assert name(rotation.take("before", NOON, BOTH)) == "a"
    rotation.failed("a", NOON)
    assert name(rotation.take("1", later, BOTH)) == "a"
    assert name(rotation.take("2", later, BOTH)) == "b"
    assert isinstance(rotation.take("3", later, ["a"]), Full)
    rotation.give_back("a", "1")
    assert name(rotation.take("4", later, BOTH)) == "a"
    assert name(rotation.take("5", later, BOTH)) == "b"
    rotation.heard("a", 1.0)
    assert name(rotation.take("6", later, BOTH)) == "a"


def test_a_full_trunk_gives_way_to_the_next_and_a_full_rotation_asks_to_wait() -> None:
    rotation = Rotation([trunk("a", channels=2), trunk("b", channels=2)])
    taken = [name(rotation.take(str(call), NOON, BOTH)) for call in range(4)]
    assert taken == ["a", "a", "b", "b"]
    assert isinstance(rotation.take("5", NOON, BOTH), Full)
    rotation.give_back("a", "0")
    assert name(rotation.take("6", NOON, BOTH)) == "a"


def test_a_trunk_is_called_no_faster_than_it_takes() -> None:
    rotation = Rotation([trunk("a", channels=50, calls_per_second=2.0)])
    first = rotation.take("1", NOON, BOTH)
    second = rotation.take("2", NOON, BOTH)
    assert name(first) == "a"
    assert isinstance(second, Full)
    assert 0 < second.after_seconds <= 1


def test_a_trunk_that_registers_waits_for_its_registration() -> None:
    rotation = Rotation([trunk("a", registers=True, user="u", password="p")])
    assert rotation.take("1", NOON, BOTH) is None
    rotation.registered("a", is_known=True)
    assert name(rotation.take("1", NOON, BOTH)) == "a"
    rotation.registered("a", is_known=False)
    assert not rotation.states(NOON)[0].in_rotation


@pytest.mark.parametrize(
    ("form", "prefix", "written"),
    [
        (NumberFormat.e164, "", "+12175550123"),
        (NumberFormat.plain, "", "12175550123"),
        (NumberFormat.national, "9", "92175550123"),
    ],
)
def test_numbers_are_written_as_the_trunk_wants_them(form: NumberFormat, prefix: str, written: str) -> None:
    made = trunk(number_format=form, prefix=prefix, server="a.example.com:5080", transport=Transport.tls)
    assert made.uri_of(NUMBER) == f"sip:{written}@a.example.com:5080;transport=tls"


@pytest.mark.parametrize(
    ("identity", "header"),
    [
        (Identity.pai, ("P-Asserted-Identity", "<sip:+12175550123@a.example.com>")),
        (
            Identity.rpid,
            ("Remote-Party-ID", "<sip:+12175550123@a.example.com>;party=calling;screen=yes;privacy=off"),
        ),
        (Identity.from_only, None),
    ],
)
def test_the_caller_id_stands_where_the_trunk_reads_it(identity: Identity, header: tuple[str, str] | None) -> None:
    assert trunk(identity=identity).identity_header(NUMBER) == header


@pytest.mark.parametrize(
    ("server", "network"), [("127.0.0.1:5060", Network.practice), ("[2001:db8::1]:5060", Network.public)]
)
def test_only_a_trunk_on_this_machine_is_for_trying_out(server: str, network: Network) -> None:
    assert trunk(server=server).network is network


K = EndingKind


@pytest.mark.parametrize(
    ("course", "last", "kind"),
    [
        (Course(answered=True, had_sound=True), Last(200), K.completed),
        (Course(answered=True), Last(200), K.media_failed),
        (Course(answered=True, cancelled=True), Last(200), K.completed),
        (Course(answered=True, had_sound=True, lost="no sound"), Last(0), K.line_lost),
        (Course(answered=True, had_sound=True), Last(200, by_us=True), K.line_lost),
        (Course(answered=True, had_sound=True, hung_up=True), Last(200, by_us=True), K.completed),
        (Course(rang_out=True, cancelled=True), Last(487), K.no_answer),
        (Course(rang_out=True, cancelled=True), Last(486), K.busy),
        (Course(cancelled=True), Last(487), K.cancelled),
        (Course(cancelled=True), Last(0), K.cancelled),
        (Course(unheard=True), Last(0), K.congestion),
        (Course(), Last(603, "Decline", {"reason": "Q.850;cause=1"}), K.invalid_number),
    ],
)
def test_why_a_leg_is_over(course: Course, last: Last, kind: EndingKind) -> None:
    assert ending_of(course, last).kind is kind


@pytest.mark.parametrize(
    ("last", "rate", "channels"),
    [
        (Last(503, "Trunk CPS limit exceeded"), True, False),
        (Last(503, "Concurrent Call limit exceeded"), False, True),
        (Last(403, "User channel limit exceeded D1"), False, True),
        (Last(503, "Service Unavailable"), False, False),
    ],
)
def test_113_complaints_of_our_limits_are_told_apart(last: Last, rate: bool, channels: bool) -> None:
    assert (last.complains_of_rate, last.complains_of_channels) == (rate, channels)


def test_only_telling_headers_are_read_and_no_body() -> None:
    message = "SIP/2.0 603 Decline\r\nReason: Q.850;cause=1\r\nFrom: <sip:x>\r\nX-Why: y\r\n\r\nReason: none"
    assert read_headers(message) == {"reason": "Q.850;cause=1", "x-why": "y"}


def test_letters_and_answers_survive_the_post() -> None:
    order = PlaceCall(call_id="c", to=NUMBER, from_=NUMBER, ring_seconds=20, max_seconds=60)
    letter = Letter(id="1", order=order, until=NOON)
    assert Letter.from_json(letter.to_json()) == letter
    assert read_answer(answer_to_json(Receipt(carrier_call_id="x"))) == Receipt(carrier_call_id="x")
    for we_are_behind in (False, True):
        with pytest.raises(TryLater, match="2 s") as later:
            read_answer(answer_to_json(TryLater(2.0, we_are_behind=we_are_behind)))
        assert later.value.we_are_behind is we_are_behind
    with pytest.raises(Refused) as refused:
        read_answer(answer_to_json(Refused(ending(K.busy))))
    assert refused.value.ending == ending(K.busy)


def name(found: Trunk | Full | None) -> str:
    assert isinstance(found, Trunk)
    return found.name
