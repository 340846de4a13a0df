"""The phone that the tests of a process share."""

from collections.abc import Iterator
from shutil import rmtree

import pytest

from tests.sip.rig import Rig


@pytest.fixture(scope="session")
def one_rig() -> Iterator[Rig]:
    rig = Rig()
    yield rig
    rig.phone.close()
    rmtree(rig.shelf.folder)


@pytest.fixture
def rig(one_rig: Rig) -> Rig:
    one_rig.fresh()
    return one_rig
