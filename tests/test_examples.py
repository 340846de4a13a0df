"""Every example in a docstring of the rules gives what it says."""

import doctest
import importlib
import pkgutil

import pytest

import dialer.core

OTHERS = ("webui.plain", "webui.csv_files", "dialer.cards")


def _names() -> list[str]:
    return [*(module.name for module in pkgutil.walk_packages(dialer.core.__path__, "dialer.core.")), *OTHERS]


@pytest.mark.parametrize("name", _names())
def test_the_examples_of(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
