"""No order of events, no jump of the clock and no number of agents dials who may not be dialed, or passes a cap."""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from dialer.core.campaigns import CampaignSettings
from dialer.store.suppressions import allow_texts
from tests.support.builders import phones_of
from tests.support.dial_floor import Floor

DAY, CENTRAL = timedelta(hours=24), ZoneInfo("America/Chicago")
CAPS = CampaignSettings()

# Caps only come into play when the same leads are dialed again and again, so most steps are whole rounds of calls.
EVENT = st.sampled_from(["", "", "", "", "opt out", "close", "lift texts", "back"])
STEP = st.tuples(EVENT, st.integers(0, 5), st.sampled_from([3, 1, 5, 9, 13, 0]))


class Watched:
    """A floor whose every dial is judged by the list of who is out, and noted with its time."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.out: set[str] = set()
        self.dialed: dict[str, list[datetime]] = defaultdict(list)

    def dial(self) -> None:
        left = self.floor.dial()
        assert not left & self.out, "a call left to somebody who opted out or whose lead is closed"
        for e164 in left:
            self.dialed[e164].append(self.floor.now)

    def round(self, event: str, which: int, hours: int) -> None:
        """Two agents claim, something happens, what may still leave is dialed, nobody answers, and time goes on."""
        for seat in self.floor.seats[:2]:
            self.floor.claim(seat)
        self.happens(event, which)
        self.dial()
        self.floor.hang_up()
        self.floor.now += timedelta(hours=hours if event != "back" else -5 * which)

    def happens(self, event: str, which: int) -> None:
        lead = self.floor.leads[which % len(self.floor.leads)]
        match event:
            case "opt out":
                self.out.add(self.floor.opt_out(lead))
            case "close":
                self.out |= self.floor.close(lead)
            case "lift texts":
                allow_texts(self.floor.conn, phones_of(self.floor.conn, lead)[0][1], self.floor.now)

    def most(self) -> tuple[int, int]:
        """The most calls to one number in any 24 hours, and on any day by the number's clock."""
        times = self.dialed.values()
        rolling = [sum(at - DAY < other <= at for other in mine) for mine in times for at in mine]
        days = [[at.astimezone(CENTRAL).date() for at in mine] for mine in times]
        return max(rolling, default=0), max((mine.count(day) for mine in days for day in mine), default=0)


@settings(
    max_examples=10,
    deadline=None,
    # Every example takes fresh numbers, of which there are not enough for shrinking.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# Two calls on one day and two in the next morning: within each day's cap, and one too many for 24 hours.
@example(steps=[("", 0, 7), ("", 0, 12), ("", 0, 2), ("", 0, 2)])
@given(steps=st.lists(STEP, min_size=8, max_size=16))
def test_no_order_of_events_dials_who_is_out_or_passes_a_cap(services, conn, steps):
    watched = Watched(Floor(services, conn, leads=2))
    watched.floor.now += timedelta(hours=2)
    for event, which, hours in steps:
        watched.round(event, which, hours)
    in_24_hours, on_a_day = watched.most()
    assert in_24_hours <= CAPS.rolling_24_hours
    assert on_a_day <= CAPS.per_number_per_day
    assert watched.dialed or watched.out, "nothing was dialed, so nothing was proved"
