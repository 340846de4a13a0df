"""The pacing benchmark: every pacer meets the same people on the same simulated floor."""

from .command import main

__all__ = ["main"]
