"""What the doctor says of SIP where no trunk need be asked: settings, this machine, and what an answer shows."""

import sys
from pathlib import Path

import pytest

from dialer.clock import SystemClock
from dialer.config import Settings, load_settings
from dialer.supervisor.sip_checks import NOT_SET_UP, PBX, library, messages, network, of_answer, trunks
from telephony.sip.trunks import SipConfig, Trunk

CLOCK = SystemClock()
NO_NAT = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.5:5060;rport=5060;received=192.0.2.5;branch=z9hG4bKa\r\n"
NAT = "SIP/2.0 200 OK\r\nv: SIP/2.0/TLS 192.0.2.5:5061;branch=z9hG4bKa;rport=40001;Received=203.0.113.7\r\n"


def settings(folder: Path, **environ: str) -> Settings:
    return load_settings({"RELIST_DATA_DIR": str(folder), **environ})


def spoken(*lines: str) -> str:
    return "\r\n".join([NO_NAT + "Content-Type: application/sdp", "", "v=0", *lines, ""])


def said(answer: str, name: str = "one", *codecs: str) -> tuple[str, ...]:
    trunk = Trunk(name=name, server="sip.example.com")
    return of_answer(trunk, SipConfig(trunks=(trunk,), codecs=codecs or ("PCMU", "PCMA")), answer)


def test_without_a_trunk_the_doctor_says_what_to_set_and_asks_nobody(tmp_path: Path) -> None:
    bare = settings(tmp_path)
    assert library(bare, CLOCK) == NOT_SET_UP
    assert trunks(bare, CLOCK) == network(bare, CLOCK) == ()


def test_without_the_library_the_doctor_says_what_to_run_and_looks_at_all_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pjsua2.py").write_text("raise ImportError\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "telephony.sip.endpoint", None)
    bare = settings(tmp_path, RELIST_SIP_SERVER="127.0.0.1:5060", RELIST_SIP_BIND="127.0.0.1:0")
    advice = "the SIP library does not work here: run scripts/setup-sip, which builds or installs it."
    assert library(bare, CLOCK) == (advice,)
    assert trunks(bare, CLOCK) == ("The SIP library is missing: run scripts/setup-sip.",)
    assert network(bare, CLOCK) == ()


def test_an_address_that_is_not_ours_is_told_once_and_nothing_is_asked_from_there(tmp_path: Path) -> None:
    astray = settings(tmp_path, RELIST_SIP_SERVER="127.0.0.1:5060", RELIST_SIP_BIND="198.51.100.1:0")
    assert trunks(astray, CLOCK) == ()
    assert network(astray, CLOCK) == ("198.51.100.1 is no address of this machine: correct RELIST_SIP_BIND.",)


def test_where_nothing_can_speak_the_doctor_says_what_to_install_or_to_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (told,) = messages(settings(tmp_path), CLOCK)
    assert "install espeak-ng, or record identification.wav and sorry.wav" in told
    (tmp_path / "espeak-ng").write_text("#!/bin/sh\n")
    (tmp_path / "espeak-ng").chmod(0o755)
    assert messages(settings(tmp_path), CLOCK) == ()


def test_a_trunk_that_sees_us_elsewhere_names_the_address_to_set() -> None:
    assert said("") == said(NO_NAT) == ()
    (told,) = said(NAT)
    assert told.startswith("The trunk one sees us at 203.0.113.7, and we say that we are at 192.0.2.5: ")
    assert "set RELIST_SIP_PUBLIC_ADDRESS=203.0.113.7 and forward the ports" in told
    assert said(NAT, PBX)[0].startswith("The PBX of RELIST_SIP_AGENT_URI sees us at 203.0.113.7")


def test_a_second_via_is_not_ours() -> None:
    assert said(NO_NAT + "Via: SIP/2.0/UDP 198.51.100.9;received=203.0.113.9\r\n") == ()


def test_a_trunk_without_a_codec_in_common_is_named_with_what_it_speaks() -> None:
    other = spoken("m=audio 0 RTP/AVP 18 96 101", "a=rtpmap:96 iLBC/8000", "a=rtpmap:101 telephone-event/8000")
    (told,) = said(other)
    assert told.startswith("The trunk one speaks none of our codecs, only G729, ILBC: put one of these into")
    assert said(spoken("m=audio 0 RTP/AVP 18 8")) == ()
    assert said(spoken("m=audio 0 RTP/AVP 96", "a=rtpmap:96 opus/48000/2"), "one", "opus") == ()
    assert said(spoken("m=video 0 RTP/AVP 31")) == ()
