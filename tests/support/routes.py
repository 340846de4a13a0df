"""Routes that are compiled once in a test run, however many applications the tests make."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_builders: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}


class KnownRule(Rule):
    """A route that takes over the function by which an equal route writes its addresses.

    Compiling these functions is nine tenths of the time that it takes to make an application, 0.1 of 0.11 s, and 470
    tests make one. They keep nothing: what they need of a route, it hands them with each call. What is overridden is
    no public method, and no public one would do; should werkzeug rename it one day, tests become slower, not wrong.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (tuple(self._trace), tuple(sorted((self.defaults or {}).items())), append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]
