"""How several SIP processes share ports, limits and calls."""

from hypothesis import given
from hypothesis import strategies as st

from telephony.sip.shares import boot_name, call_name, choose, owner_of, share
from telephony.sip.trunks import SipConfig, Trunk

counts = st.integers(1, 16)


@given(counts, st.integers(32, 3000), st.integers(100, 20_000))
def test_processes_share_everything_and_have_no_port_in_common(count: int, channels: int, ports: int) -> None:
    trunk = Trunk(name="far", server="192.0.2.7", channels=channels, calls_per_second=float(count))
    config = SipConfig(
        trunks=(trunk,), bind_port=5060, first_media_port=20_000, media_ports=ports, processes=count, phones=("h", 5080)
    )
    parts = [share(config, number) for number in range(count)]
    assert sum(part.channels for part in parts) == channels
    assert max(part.channels for part in parts) - min(part.channels for part in parts) <= 1
    assert abs(sum(part.calls_per_second for part in parts) - count) < 1e-6
    media = [port for part in parts for port in range(part.first_media_port, part.first_media_port + part.media_ports)]
    assert len(set(media)) == len(media)
    assert set(media) <= set(range(20_000, 20_000 + ports))
    assert count == 1 or all(part.first_media_port % 2 == 0 for part in parts)
    # With TLS beside it.
    own = [port for part in parts for port in (part.bind_port, part.bind_port + 1)]
    assert len(set(own)) == len(own)
    assert [part.phones for part in parts].count(("h", 5080)) == 1


def test_any_free_port_stays_any_free_port() -> None:
    config = SipConfig(trunks=(Trunk(name="far", server="192.0.2.7", channels=8),), processes=2)
    assert share(config, 1).bind_port == 0


@given(st.integers(0, 99), st.text(max_size=20))
def test_the_name_of_a_call_says_whose_it_is(number: int, mark: str) -> None:
    assert owner_of(call_name(boot_name(number, mark), "abc")) == number


def test_a_name_of_somebody_elses_making_has_no_owner() -> None:
    assert [owner_of(name) for name in (None, "", "CA12", "x.1-y", "-1.2")] == [None] * 5


@given(st.text(), st.sets(st.integers(0, 15), min_size=2), st.data())
def test_when_a_process_fails_only_its_own_groups_move(group: str, there: set[int], data: st.DataObject) -> None:
    chosen = choose(group, there)
    assert chosen in there
    gone = data.draw(st.sampled_from(sorted(there)))
    assert gone == chosen or choose(group, there - {gone}) == chosen
