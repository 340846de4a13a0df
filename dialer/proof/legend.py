"""What allowed a row, said once for the many rows that share it: sets of rules as letters, sets of lists as numbers."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from dialer.core.rules import Rule

Set = tuple[str, ...]


class Legend:
    """Gives each set a mark when it is first met, and says at the end what the marks mean."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._marks: dict[Set, str] = {}
        self._lists: dict[Set, str] = {}

    def mark(self, body: Mapping[str, Any]) -> str:
        """`A1`: the rules of set A, the lists of set 1; empty for what no rule was asked about, such as a reply."""
        rules, lists = tuple(body.get("rule_ids") or ()), tuple(body.get("scrubs") or ())
        first = self._marks.setdefault(rules, _letters(len(self._marks))) if rules else ""
        return first + (self._lists.setdefault(lists, str(len(self._lists) + 1)) if lists else "")

    def sets(self) -> Iterator[tuple[str, str]]:
        """Each mark with what it stands for."""
        for rules, mark in self._marks.items():
            yield mark, " ".join(rules)
        for lists, mark in self._lists.items():
            yield mark, "; ".join(map(_list, lists))

    def rules(self) -> Iterator[tuple[str, str]]:
        """Each rule that occurs, with what it says and where the law says so."""
        for rule_id in sorted({rule_id for rules in self._marks for rule_id in rules}):
            rule = self._rules.get(rule_id)
            yield rule_id, f"{rule.sentence} ({rule.citation})" if rule else "No longer among the rules in force."


def _letters(count: int) -> str:
    """A to Z, then AA, AB and so on.

    >>> _letters(0), _letters(25), _letters(26), _letters(52)
    ('A', 'Z', 'AA', 'BA')
    """
    head, last = divmod(count, len(ascii_uppercase))
    return (_letters(head - 1) if head else "") + ascii_uppercase[last]


def _list(stored: str) -> str:
    """`national:4:2026-11-01:abc` for people."""
    parts: Sequence[str] = stored.split(":")
    if len(parts) != 4:
        return stored
    name, version, obtained, sha = parts
    return f"{name} list, version {version}, obtained {obtained}, its SHA-256 begins with {sha}"
