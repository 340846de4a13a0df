"""A process that dies is started again, sooner at first, and not for ever."""

import pytest

from dialer.supervisor.restarts import Crashes


def crashed_at(*moments: float) -> Crashes:
    crashes = Crashes()
    for moment in moments:
        crashes = crashes.after(moment)
    return crashes


@pytest.mark.parametrize(
    ("moments", "restart_at"),
    [
        ((100.0,), 100.1),
        ((100.0, 101.0), 101.2),
        ((100.0, 101.0, 102.0), 102.4),
        ((100.0, 101.0, 102.0, 103.0), 103.8),
        ((100.0, 101.0, 102.0, 103.0, 104.0), 105.6),
        ((100.0, 101.0, 102.0, 103.0, 104.0, 105.0), None),
        ((100.0, 101.0, 102.0, 103.0, 104.0, 159.9), None),
        ((100.0, 101.0, 102.0, 103.0, 104.0, 160.0), 161.6),
        ((100.0, 300.0), 300.1),
    ],
)
def test_when_it_is_started_again(moments: tuple[float, ...], restart_at: float | None) -> None:
    found = crashed_at(*moments).restart_at()
    assert found == (None if restart_at is None else pytest.approx(restart_at))
