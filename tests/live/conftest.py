"""A running world with a web process beside it."""

import pytest
from flask import Flask

from tests.support.world import World, make_world, world
from webui import create_app

__all__ = ["make_world", "world"]


@pytest.fixture
def app(world: World) -> Flask:
    return create_app(world.services)
