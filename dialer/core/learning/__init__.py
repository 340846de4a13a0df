"""What the calls of a campaign teach: answer rates, handle times, ring times."""

from dialer.core.learning.durations import Durations, Survival
from dialer.core.learning.experience import DialSeen, Experience, Learned
from dialer.core.learning.rates import Rate
from dialer.core.learning.rings import RingCurve, RingEnd, Rings

__all__ = ["DialSeen", "Durations", "Experience", "Learned", "Rate", "RingCurve", "RingEnd", "Rings", "Survival"]
