"""A made-up team with made-up leads on the practice carrier, for whoever wants to see Relist at work."""

from dialer.demo.seeding import Demo, seed
from dialer.demo.team import LogIn

__all__ = ["Demo", "LogIn", "seed"]
