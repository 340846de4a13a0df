"""Asterisk as the yardstick: it originates calls through its manager interface to the same far side."""

import time
from dataclasses import dataclass, field
from itertools import count

from scripts.benches.sip import far
from tests.support.asterisk import Manager, running
from tests.support.sipp import free_port

_PJSIP = """
[main]
type=transport
protocol=udp
bind=127.0.0.1:{port}

[far]
type=endpoint
context=talk
disallow=all
allow=ulaw
direct_media=no
aors=far

[far]
type=aor
contact=sip:127.0.0.1:{far}
"""

# Says nothing and stays until the far side hangs up, which is what our calls do.
_DIALPLAN = """
[talk]
exten => s,1,Wait(30)
"""

PATIENCE_SECONDS = 10.0


@dataclass
class Step:
    """What one offered rate came to."""

    offered: float
    calls_per_s: float
    completed_pct: float
    setup_p50_ms: float
    setup_p99_ms: float


@dataclass
class _Calls:
    began: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    ended: int = 0
    last_end: float = 0.0
    _names: dict[str, str] = field(default_factory=dict)

    def hear(self, event: dict[str, str], now: float) -> None:
        channel = event.get("Channel", "")
        if not channel.startswith("PJSIP/far-"):
            return
        if event["Event"] == "Newchannel":
            self.began[channel] = now
        elif event["Event"] == "Newstate" and event.get("ChannelStateDesc") == "Up" and channel in self.began:
            self.answered.setdefault(channel, now)
        elif event["Event"] == "Hangup" and channel in self.began:
            self.ended += 1
            self.last_end = now


def measure(rates: list[float], seconds: float, hold_ms: int) -> list[Step]:
    """Every rate in turn, in one Asterisk."""
    with far.hanging_up(hold_ms) as port:
        config = {"pjsip.conf": _PJSIP.format(port=free_port(), far=port), "extensions.conf": _DIALPLAN}
        with running(config) as asterisk:
            manager = Manager.log_in(asterisk.manager_port)
            manager.stream.settimeout(0.002)
            numbers = count(100)
            return [_offer(manager, rate, seconds, hold_ms / 1000, numbers) for rate in rates]


def _offer(manager: Manager, rate: float, seconds: float, hold_seconds: float, numbers: "count[int]") -> Step:
    calls, wanted, sent = _Calls(), int(rate * seconds), 0
    began = time.perf_counter()
    until = began + seconds + PATIENCE_SECONDS
    while calls.ended < wanted and time.perf_counter() < until:
        due = min(wanted, int((time.perf_counter() - began) * rate) + 1)
        for _ in range(due - sent):
            channel = f"PJSIP/1217555{100 + next(numbers) % 100:04d}@far"
            manager.send("Originate", Channel=channel, Context="talk", Exten="s", Priority="1", Async="true")
        sent = due
        _listen(manager, calls)
    setup = sorted(calls.answered[each] - calls.began[each] for each in calls.answered)
    # The last call was offered when the time was over, and held after that.
    took = max(calls.last_end - began - hold_seconds, seconds)
    return Step(
        offered=rate,
        calls_per_s=round(calls.ended / took, 1),
        completed_pct=round(100 * min(len(setup), calls.ended) / wanted, 2),
        setup_p50_ms=round(1000 * setup[len(setup) // 2], 1) if setup else 0.0,
        setup_p99_ms=round(1000 * setup[int(len(setup) * 0.99)], 1) if setup else 0.0,
    )


def _listen(manager: Manager, calls: _Calls) -> None:
    """What has come by now."""
    try:
        for event in manager.events():
            if "Event" in event:
                calls.hear(event, time.perf_counter())
    except TimeoutError:
        return
