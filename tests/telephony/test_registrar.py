"""Who may register an agent's phone, where it is reached then, and what everybody else is told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.sip.message import Request, parameters, read_request
from telephony.sip.registrar import (
    LONGEST_STAY,
    NONCE_LIFE,
    PATIENCE,
    PUNISHED,
    Heard,
    Registrar,
    response_to,
    secret_of,
)

NOON = datetime(2026, 3, 12, 17, tzinfo=UTC)
DESK = ("192.0.2.20", 5071)
WORDS = """{method} sip:relist SIP/2.0
Via: SIP/2.0/UDP 10.0.0.9:5060;rport;branch=z9hG4bKa
From: <sip:agent7@relist>;tag=1
To: <sip:agent7@relist>
Call-ID: c
CSeq: 1 {method}
{more}Content-Length: 0

"""


def request(method: str = "REGISTER", *more: str) -> Request:
    words = WORDS.format(method=method, more="".join(f"{line}\n" for line in more))
    found = read_request(words.replace("\n", "\r\n").encode())
    assert found is not None
    return found


@pytest.fixture
def registrar() -> Registrar:
    kept = {"agent7": secret_of("agent7", "right")}
    return Registrar(kept.get, b"key", lambda source: source == DESK)


def said(heard: Heard) -> list[str]:
    assert heard.answer is not None
    return heard.answer.decode().split("\r\n")


def register(
    registrar: Registrar,
    password: str = "right",
    *,
    contact: str = "<sip:agent7@10.0.0.9:5060>",
    now: datetime = NOON,
    later: timedelta = timedelta(0),
    asks_from: tuple[str, int] = DESK,
    user: str = "agent7",
    more: tuple[str, ...] = (),
) -> Heard:
    """As a phone does it: asked for proof, it asks again with the answer."""
    asked = said(registrar.hear(request(), DESK, now))
    assert asked[0] == "SIP/2.0 401 Unauthorized"
    challenge = next(line for line in asked if line.startswith("WWW-Authenticate"))
    given = parameters(challenge) | {"username": user, "uri": "sip:relist", "nc": "00000001", "cnonce": "x"}
    given["response"] = response_to(secret_of(user, password), "REGISTER", given)
    words = ", ".join(f'{name}="{value}"' for name, value in given.items())
    return registrar.hear(
        request("REGISTER", f"Authorization: Digest {words}", f"Contact: {contact}", *more), asks_from, now + later
    )


def test_the_sum_is_the_one_of_the_rfc() -> None:
    # RFC 7616, 3.9.1 gives every value of an MD5 exchange.
    import hashlib

    secret = hashlib.md5(b"Mufasa:http-auth@example.org:Circle of Life").hexdigest()
    given = {
        "uri": "/dir/index.html",
        "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        "nc": "00000001",
        "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        "qop": "auth",
    }
    assert response_to(secret, "GET", given) == "8ca523f5e9506fed4657c9700eebdbec"


def test_a_phone_with_the_right_password_is_reached_where_it_really_is(registrar: Registrar) -> None:
    heard = register(registrar, contact="<sip:agent7@10.0.0.9:5060;transport=udp;line=a1>;expires=3600")
    assert said(heard)[0] == "SIP/2.0 200 OK"
    assert f"Via: SIP/2.0/UDP 10.0.0.9:5060;rport={DESK[1]};branch=z9hG4bKa;received={DESK[0]}" in said(heard)
    assert f"Contact: <sip:agent7@10.0.0.9:5060;transport=udp;line=a1>;expires={LONGEST_STAY}" in said(heard)
    told = heard.registration
    assert told is not None
    assert (told.username, told.contact) == ("agent7", "sip:agent7@192.0.2.20:5071;line=a1")
    assert told.until == NOON + timedelta(seconds=LONGEST_STAY)


@pytest.mark.parametrize("contact", ["<sip:agent7@10.0.0.9>;expires=0", "*"])
def test_a_phone_says_goodbye(registrar: Registrar, contact: str) -> None:
    heard = register(registrar, contact=contact, more=("Expires: 0",))
    assert heard.registration is not None
    assert heard.registration.until is None


def test_a_phone_that_asks_for_too_short_a_time_is_told_so(registrar: Registrar) -> None:
    heard = register(registrar, contact="<sip:a@10.0.0.9>;expires=5")
    assert heard.registration is None
    assert said(heard)[0] == "SIP/2.0 423 Interval Too Brief"
    assert "Min-Expires: 60" in said(heard)


def test_a_wrong_password_and_an_unknown_name_hear_the_same(registrar: Registrar) -> None:
    wrong, unknown = register(registrar, "wrong"), register(registrar, user="nobody")
    assert wrong == unknown
    assert said(wrong)[0] == "SIP/2.0 403 Forbidden"
    assert wrong.was_wrong
    assert wrong.registration is None


def test_a_challenge_is_good_for_one_address_and_some_minutes(registrar: Registrar) -> None:
    stolen = register(registrar, asks_from=("198.51.100.9", 5060))
    assert (said(stolen)[0], stolen.registration) == ("SIP/2.0 401 Unauthorized", None)
    late = register(registrar, later=NONCE_LIFE + timedelta(seconds=1))
    assert (said(late)[0], late.registration) == ("SIP/2.0 401 Unauthorized", None)
    assert any("stale=true" in line for line in said(late))


def test_whoever_guesses_gets_no_answer_any_more_for_a_while(registrar: Registrar) -> None:
    for _ in range(PATIENCE):
        register(registrar, "guess")
    heard = registrar.hear(request(), DESK, NOON)
    assert (heard.answer, heard.was_wrong) == (None, True)
    elsewhere = registrar.hear(request(), ("192.0.2.21", 5060), NOON)
    assert elsewhere.answer is not None
    assert register(registrar, now=NOON + PUNISHED + timedelta(seconds=1)).registration is not None


def test_strangers_get_no_answer_and_phones_may_not_dial(registrar: Registrar) -> None:
    stranger = ("198.51.100.9", 5060)
    for method in ("OPTIONS", "INVITE", "SUBSCRIBE", "MESSAGE"):
        assert registrar.hear(request(method), stranger, NOON) == Heard(was_wrong=True)
    assert said(registrar.hear(request("OPTIONS"), DESK, NOON))[0] == "SIP/2.0 200 OK"
    assert said(registrar.hear(request("INVITE"), DESK, NOON))[0] == "SIP/2.0 403 Forbidden"


@given(st.binary(max_size=300))
def test_whatever_arrives_is_read_or_left_alone(packet: bytes) -> None:
    read_request(packet)


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_header_makes_the_registrar_fail_or_write_a_line_of_its_own(proof: str, contact: str) -> None:
    words = WORDS.format(method="REGISTER", more=f"Authorization: {proof}\nContact: {contact}\n")
    found = read_request(words.encode())
    if found is not None:
        heard = Registrar(lambda _: None, b"key", lambda _: False).hear(found, DESK, NOON)
        assert heard.registration is None
        assert heard.answer is None or heard.answer.decode().count("\r\n\r\n") == 1
