"""A page on the socket, as the console keeps it: a snapshot over HTTP, then one card per event."""

from copy import deepcopy
from typing import Any

from flask_socketio import SocketIOTestClient

from tests.support.browser import Browser
from tests.support.shapes import shaped
from webui import live
from webui.shapes.live import CampaignFigures, LineCard, LiveEvent, SessionCard, Snapshot

CARDS = {"session": ("sessions", SessionCard), "line": ("lines", LineCard), "campaign": ("campaigns", CampaignFigures)}


class Screen:
    """Follows one room. `path` is where its snapshot comes from."""

    def __init__(self, browser: Browser, room: str, path: str) -> None:
        self.browser, self.room, self.path = browser, room, path
        self.socket = connect(browser)
        assert self.socket.is_connected()
        self.kinds: set[str] = set()
        self.joined = self.socket.emit("join", {"room": room}, callback=True)
        self.load()

    def load(self) -> None:
        self.socket.get_received()
        self.board = self.snapshot()
        assert self.board["epoch"] == self.joined["epoch"]

    def snapshot(self) -> dict[str, Any]:
        answer = self.browser.get(self.path)
        assert answer.status_code in {200, 201}, answer.text
        return dict(shaped(Snapshot, answer.json))

    def listen(self) -> list[dict[str, Any]]:
        """Takes what has come since, in order, without a gap."""
        events = [each["args"][0] for each in self.socket.get_received() if each["name"] == "live"]
        for event in events:
            shaped(LiveEvent, event)
            assert (event["room"], event["epoch"]) == (self.room, self.board["epoch"])
            if event["seq"] <= self.board["seq"]:
                continue
            assert event["seq"] == self.board["seq"] + 1, "an event is missing"
            self.board["seq"] = event["seq"]
            self.kinds.add(event["entity"])
            self._apply(event)
        return events

    def _apply(self, event: dict[str, Any]) -> None:
        entity, data = event["entity"], event["data"]
        if entity in CARDS:
            part, shape = CARDS[entity]
            shaped(shape, data)
            held = {str(card["id"]): card for card in self.board[part]}
            if event["id"] not in held or event["version"] > held[event["id"]]["version"]:
                held[event["id"]] = data
            self.board[part] = list(held.values())
        elif entity == "next":
            self.board["next"] = data
        elif entity == "lead":
            self.board["lead"] = data
        elif entity == "gone":
            kind, _, id_ = event["id"].partition(":")
            part, _ = CARDS[kind]
            self.board[part] = [card for card in self.board[part] if str(card["id"]) != id_]

    def differences(self) -> dict[str, Any]:
        """Where the page differs from one that is loaded anew; empty when it does not."""
        here, there = settled(self.board), settled(self.snapshot())
        return {name: (here.get(name), there.get(name)) for name in here | there if here.get(name) != there.get(name)}


def connect(browser: Browser, token: str | None = None) -> SocketIOTestClient:
    """A socket with the browser's cookies, and the token its page was given unless another one is tried."""
    server = live.of(browser.app).socketio
    auth = {"token": browser.socket_token if token is None else token}
    return server.test_client(browser.app, auth=auth, flask_test_client=browser.http)


def settled(board: dict[str, Any]) -> dict[str, Any]:
    """What a page shows: without numbers of readings, and without things that are over and only fade out.

    Judgements and the place of a call that is due "now" follow the clock, not an event, so they are left out too.
    """
    names = ("sessions", "lines", "campaigns", "next", "lead")
    shown: dict[str, Any] = deepcopy({name: board.get(name) for name in names})
    in_hand = {card["current_call_id"] for card in shown["sessions"]}
    shown["lines"] = [line for line in shown["lines"] if line["ended_at"] is None or line["id"] in in_hand]
    if len(shown["sessions"]) != 1 or "lead" not in board:
        shown["sessions"] = [card for card in shown["sessions"] if card["ended_at"] is None]
    for part in ("sessions", "lines", "campaigns"):
        for card in shown[part]:
            del card["version"]
        shown[part] = sorted(shown[part], key=lambda card: str(card["id"]))
    if shown["lead"]:
        del shown["lead"]["version"]
        for phone in shown["lead"]["phones"]:
            for name in ("may_call", "reasons", "not_before"):
                del phone[name]
        shown["lead"]["timeline"] = [
            item for item in shown["lead"]["timeline"] if not item["key"].startswith("next-call:")
        ]
    return shown
