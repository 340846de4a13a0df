"""SIP trunks from variables and from a file: what is taken, and what is told to be wrong."""

from pathlib import Path

import pytest

from dialer.config import ConfigError, Settings, load_settings
from telephony.sip.trunks import Identity, NumberFormat, SipConfig, Srtp, Transport


def settings(folder: Path, **environ: str) -> Settings:
    return load_settings({"RELIST_DATA_DIR": str(folder), **environ})


def config(folder: Path, **environ: str) -> SipConfig:
    made = settings(folder, **environ).sip
    assert made is not None
    return made


def problems(folder: Path, **environ: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as told:
        settings(folder, **environ)
    return told.value.problems


def test_without_a_server_there_is_no_trunk(tmp_path: Path) -> None:
    assert settings(tmp_path).sip is None


def test_one_trunk_from_variables(tmp_path: Path) -> None:
    made = config(
        tmp_path,
        RELIST_SIP_SERVER="sip.example.com:5080",
        RELIST_SIP_USER="us",
        RELIST_SIP_PASSWORD="secret",
        RELIST_SIP_TRANSPORT="tls",
        RELIST_SIP_SRTP="required",
        RELIST_SIP_FROM_ACCOUNT="yes",
        RELIST_SIP_CHANNELS="40",
        RELIST_SIP_CODECS="g722, pcmu",
        RELIST_SIP_BIND="192.0.2.1:5060",
        RELIST_SIP_MEDIA_PORTS="20000-20999",
        RELIST_SIP_DOLLARS_PER_MINUTE="0.005",
    )
    (trunk,) = made.trunks
    assert (trunk.server, trunk.user, trunk.transport, trunk.channels) == (
        "sip.example.com:5080",
        "us",
        Transport.tls,
        40,
    )
    assert trunk.registers
    assert (trunk.srtp, trunk.from_account) == (Srtp.required, True)
    assert (made.codecs, made.bind_address, made.bind_port) == (("G722", "PCMU"), "192.0.2.1", 5060)
    assert (made.first_media_port, made.media_ports, made.microdollars_per_minute) == (20_000, 1000, 5000)
    assert "secret" not in f"{made!r} {made}"


def test_a_trunk_without_a_user_knows_us_by_our_address(tmp_path: Path) -> None:
    (trunk,) = config(tmp_path, RELIST_SIP_SERVER="192.0.2.7").trunks
    assert not trunk.registers
    assert trunk.user is None


def test_several_trunks_from_a_file_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "trunks.toml"
    file.write_text("""
        [[trunk]]
        name = "main"
        server = "sip.example.com"
        user = "us"
        password = "p"
        number_format = "plain"
        identity = "rpid"
        srtp = "required"
        transport = "tls"
        [[trunk]]
        name = "spare"
        server = "192.0.2.7"
        channels = 10
        calls_per_second = 2.5
        prefix = "9"
    """)
    made = config(tmp_path, RELIST_SIP_TRUNKS=str(file))
    main, spare = made.trunks
    assert (main.number_format, main.identity, main.srtp) == (NumberFormat.plain, Identity.rpid, Srtp.required)
    assert (spare.name, spare.prefix, spare.calls_per_second) == ("spare", "9", 2.5)
    assert made.channels == 14


def test_everything_wrong_in_a_file_is_told_at_once_and_no_secret_with_it(tmp_path: Path) -> None:
    file = tmp_path / "trunks.toml"
    file.write_text("""
        [[trunk]]
        server = "no good host"
        password = "hunter2"
        channels = 1
        color = "red"
        [[trunk]]
        registers = true
        server = "sip.example.com"
    """)
    told = problems(tmp_path, RELIST_SIP_TRUNKS=str(file))
    assert [line.split(" cannot")[0].split(":")[0] for line in told] == [
        "RELIST_SIP_TRUNKS, trunk 1",
        "RELIST_SIP_TRUNKS, trunk 1, server",
        "RELIST_SIP_TRUNKS, trunk 1, channels",
        "RELIST_SIP_TRUNKS, trunk 2, registers",
    ]
    assert "color is no setting of a trunk" in told[0]
    assert not any("hunter2" in line for line in told)


def test_agents_phones_may_encrypt_and_must_only_where_the_keys_do_not_travel_in_the_clear(tmp_path: Path) -> None:
    trunk = {"RELIST_SIP_SERVER": "sip.example.com"}
    registered = trunk | {"RELIST_SIP_PHONES": "192.0.2.10:5080"}
    safe = {"RELIST_SIP_AGENT_URI": "sip:{agent}@pbx.example.com;transport=tls", "RELIST_SIP_AGENT_SRTP": "required"}
    assert config(tmp_path, **trunk).house.srtp is Srtp.off
    assert config(tmp_path, **registered, RELIST_SIP_AGENT_SRTP="optional").house.srtp is Srtp.optional
    assert config(tmp_path, **trunk, **safe).house.srtp is Srtp.required
    (told,) = problems(tmp_path, **registered, **safe)
    assert "no RELIST_SIP_PHONES" in told


@pytest.mark.parametrize(
    ("variable", "wrong"),
    [
        ("RELIST_SIP_SERVER", "sip:host"),
        ("RELIST_SIP_SERVER", "[2001:db8::1]:5060"),
        ("RELIST_SIP_TRANSPORT", "sctp"),
        ("RELIST_SIP_CHANNELS", "1"),
        ("RELIST_SIP_CALLS_PER_SECOND", "nan"),
        ("RELIST_SIP_USER", 'us"\r\nX: y'),
        ("RELIST_SIP_BIND", "5060"),
        ("RELIST_SIP_MEDIA_PORTS", "20000-10000"),
        ("RELIST_SIP_CODECS", "GSM"),
        ("RELIST_SIP_AGENT_URI", "sip:agent@pbx.example.com"),
        ("RELIST_SIP_DOLLARS_PER_MINUTE", "cheap"),
        ("RELIST_SIP_TRUNKS", "/nowhere/trunks.toml"),
        ("RELIST_SIP_CA_FILE", "/nowhere/ca.pem"),
        ("RELIST_SIP_CA_FILE", __file__),
        ("RELIST_SIP_SRTP", "required"),
        ("RELIST_SIP_FROM_ACCOUNT", "true"),
        ("RELIST_SIP_AGENT_SRTP", "yes"),
        ("RELIST_SIP_AGENT_SRTP", "required"),
    ],
)
def test_what_cannot_be_used_is_named_with_what_to_do(tmp_path: Path, variable: str, wrong: str) -> None:
    good = {"RELIST_SIP_SERVER": "sip.example.com", "RELIST_SIP_PASSWORD": "p"}
    (told,) = problems(tmp_path, **{**good, variable: wrong})
    assert told.startswith(f"{variable} cannot be used")
    assert ": give " in told
