"""A WebSocket's last word is its last."""

import socket
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask
from werkzeug.test import create_environ

from webui.goodbye import SOCKETS, LastWord, one_goodbye

TEXT = bytes([0x81, 2]) + b"hi"
GOODBYE = bytes([0x88, 2, 0x03, 0xE8])
Wires = tuple[socket.socket, socket.socket]


@pytest.fixture
def wires() -> Iterator[Wires]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(5)
        yield ours, theirs


def test_what_another_thread_says_after_our_goodbye_is_dropped(wires: Wires) -> None:
    ours, theirs = wires
    word = LastWord(ours)
    assert [word.send(frame) for frame in (TEXT, GOODBYE, TEXT)] == [4, 4, 4]
    word.shutdown(socket.SHUT_WR)
    heard = b""
    while more := theirs.recv(64):
        heard += more
    assert heard == TEXT + GOODBYE


@pytest.mark.parametrize("name", SOCKETS)
@pytest.mark.parametrize(("upgrade", "kept"), [({"HTTP_UPGRADE": "websocket"}, True), ({}, False)])
def test_only_websockets_keep_to_it(wires: Wires, name: str, upgrade: dict[str, str], *, kept: bool) -> None:
    given: list[object] = []

    def application(environ: dict[str, object], _: object) -> Iterable[bytes]:
        given.append(environ[name])
        return ()

    one_goodbye(application)({**upgrade, name: wires[0]}, None)
    assert isinstance(given[0], LastWord) is kept


@pytest.mark.parametrize("name", SOCKETS)
def test_the_sockets_of_our_pages_keep_to_it(wires: Wires, app: Flask, name: str) -> None:
    environ = create_environ("/healthz", headers={"Upgrade": "websocket"}, environ_overrides={name: wires[0]})
    app.wsgi_app(environ, lambda *_: lambda _: None)
    assert isinstance(environ[name], LastWord)
