"""A simulated phone network for training, demonstrations, benchmarks and tests. It rings nobody."""

from telephony.practice.carrier import PracticeCarrier
from telephony.practice.exchange import Books, DueEvent, Exchange, Page
from telephony.practice.memory import MemoryExchange
from telephony.practice.network import PracticeNetwork
from telephony.practice.profile import Behaviour, Delays, Faults, Profile, Range, TextShares

__all__ = [
    "Behaviour",
    "Books",
    "Delays",
    "DueEvent",
    "Exchange",
    "Faults",
    "MemoryExchange",
    "Page",
    "PracticeCarrier",
    "PracticeNetwork",
    "Profile",
    "Range",
    "TextShares",
]
