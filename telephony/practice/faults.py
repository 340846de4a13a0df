"""What goes wrong between the practice network and us. The truth is not touched: a look-up still finds it."""

from random import Random

from telephony.events import Event
from telephony.practice.profile import Profile, Range

LATE = Range(2.0, 20.0)
# Long enough for the next event of a lively call to overtake this one.
REORDERED = Range(0.5, 3.0)
REPEATED = Range(0.1, 5.0)


def arrivals(event: Event, profile: Profile) -> tuple[float, ...]:
    """After how many seconds each copy of this event arrives: usually once and at once; none if it is lost.

    The same event under the same profile always fares the same.
    """
    faults = profile.faults
    rng = Random(f"{profile.seed}:{event.event_key}:faults")
    fate = rng.random()
    delay = 0.0
    if fate < faults.lost:
        return ()
    if fate < faults.lost + faults.late:
        delay = LATE.drawn(rng)
    elif fate < faults.lost + faults.late + faults.reordered:
        delay = REORDERED.drawn(rng)
    copies = (delay, delay + REPEATED.drawn(rng)) if rng.random() < faults.repeated else (delay,)
    return tuple(copy / profile.speed for copy in copies)
