"""The phone that the tests of a file share."""

from collections.abc import Iterator

import pytest

from tests.sip.rig import Rig


@pytest.fixture(scope="module")
def one_rig() -> Iterator[Rig]:
    # For each file a library of its own: the ready-made one has four places for calls, and keeps that of a call whose
    # far end has gone without a word for half a minute.
    rig = Rig()
    yield rig
    rig.close()


@pytest.fixture
def rig(one_rig: Rig) -> Rig:
    one_rig.fresh()
    return one_rig
