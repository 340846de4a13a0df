"""The phone that the tests of a file share."""

from collections.abc import Iterator

import pytest

from tests.sip.rig import Rig
from tests.sip.unrefreshed import Unrefreshed


@pytest.fixture(scope="module")
def one_rig() -> Iterator[Rig]:
    # For each file a library of its own: the ready-made one has four places for calls, and keeps that of a call whose
    # far end has gone without a word for half a minute.
    rig = Rig()
    yield rig
    rig.close()


@pytest.fixture(scope="session", autouse=True)
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unrefreshed | None]:
    """Waits for its minute while other tests run, and only where somebody will ask for it."""
    names = [name for item in request.session.items if isinstance(item, pytest.Function) for name in item.fixturenames]
    started = Unrefreshed.start(tmp_path_factory.mktemp("unrefreshed")) if "unrefreshed" in names else None
    yield started
    if started is not None:
        started.give_up()


@pytest.fixture
def unrefreshed(begun: Unrefreshed | None) -> Unrefreshed:
    assert begun is not None, "begun with the first of these tests"
    return begun


@pytest.fixture
def rig(one_rig: Rig) -> Rig:
    one_rig.fresh()
    return one_rig
