"""Recorded messages for answering machines: which one an attempt leaves, and what makes a recording fit to be left."""

from collections.abc import Mapping, Sequence

LONGEST_SECONDS = 60.0
"""Machines cut longer messages, and nobody hears them to their end."""

SHORTEST_SECONDS = 2.0
QUIET = 4
"""A recording whose loudest moment stays below this, of 100, has nothing in it that a person would hear."""

LAST_ATTEMPT = 30


def chosen(messages: Mapping[int, int], attempt: int) -> int | None:
    """The message for the lead's so-manieth attempt: the one of the latest attempt that is not after it.

    >>> chosen({1: 11, 3: 33}, 2), chosen({1: 11, 3: 33}, 7), chosen({3: 33}, 1)
    (11, 33, None)
    """
    fitting = [first for first in messages if first <= attempt]
    return messages[max(fitting)] if fitting else None


def problems(seconds: float, peaks: Sequence[Sequence[int]]) -> list[str]:
    """What is wrong with a recording, in sentences that say what to do."""
    found = []
    if seconds < SHORTEST_SECONDS:
        found.append(f"It is shorter than {SHORTEST_SECONDS:g} seconds: record it again.")
    if seconds > LONGEST_SECONDS:
        found.append(f"It is longer than {LONGEST_SECONDS:g} seconds: say it more briefly, machines cut it off.")
    if max((loud for channel in peaks for loud in channel), default=0) < QUIET:
        found.append("Nothing is heard in it: choose another microphone and record it again.")
    return found
