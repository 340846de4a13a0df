"""Agents that work through the web side only, as a browser does: log in, start a session, dispose of every call."""

import threading
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import httpx

RESULTS = ("not_interested", "contact", "no_contact_next_lead", "callback", "voicemail")
LOOK_SECONDS = 0.2


@dataclass
class Bot:
    """One agent with a browser that never gives up: a request without an answer is sent again under its own id."""

    address: str
    email: str
    password: str
    rng: Random
    http: httpx.Client = field(init=False)
    csrf: str = ""
    socket_token: str = ""
    session_id: int = 0
    said: dict[int, str] = field(default_factory=dict)
    """What the server acknowledged, by attempt."""
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.address, timeout=10)

    @property
    def tab(self) -> str:
        return f"tab-{self.email}"

    def close(self) -> None:
        self.stop.set()
        self.http.close()

    def log_in(self) -> None:
        page = self.http.get("/login").text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        form = {"csrf_token": token, "email": self.email, "password": self.password}
        answer = self.http.post("/login", data=form)
        assert answer.status_code == 302, answer.text
        me = self.http.get("/api/me").json()
        self.csrf, self.socket_token = me["csrf"], me["socket_token"]

    def start(self, campaign_id: int, *, minutes: int = 60, lines: int = 3) -> None:
        body = {"campaign_id": campaign_id, "minutes": minutes, "lines": lines, "tab": self.tab}
        snapshot = self.post("/api/sessions", body).json()
        self.session_id = snapshot["sessions"][0]["id"]

    def command(self, name: str, **args: Any) -> httpx.Response:
        body = {"id": str(UUID(int=self.rng.getrandbits(128))), "command": name, "args": args, "tab": self.tab}
        return self.post(f"/api/sessions/{self.session_id}/commands", body)

    def look(self) -> dict[str, Any] | None:
        """The snapshot of the session; None when it is over."""
        answer = self._until_answered("GET", "/api/sessions/current")
        return answer.json() if answer.status_code == 200 else None

    def work(self) -> None:
        """Works until told to stop or until the session is over."""
        while not self.stop.is_set():
            snapshot = self.look()
            if snapshot is None:
                return
            self.react(snapshot)
            self.stop.wait(LOOK_SECONDS)

    def react(self, snapshot: dict[str, Any]) -> None:
        """One look at the screen and what follows from it."""
        session = snapshot["sessions"][0]
        self.command("seen")
        attempt_id = session["current_attempt_id"]
        if session["state"] == "wrap_up" and attempt_id is not None and attempt_id not in self.said:
            self.dispose(attempt_id, self.rng.choice(RESULTS))
        if session["state"] == "talking":
            line = next((one for one in snapshot["lines"] if one["id"] == session["current_call_id"]), None)
            if line is not None and line["machine"]:
                self.command("hang_up")

    def dispose(self, attempt_id: int, result: str) -> httpx.Response:
        answer = {"callback_at": "2099-01-01T15:00:00Z"} if result == "callback" else {}
        body = {"id": f"say-{attempt_id}", "disposition": result, "answer": answer}
        done = self.post(f"/api/attempts/{attempt_id}/disposition", body)
        if done.status_code == 200:
            self.said[attempt_id] = result
        return done

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return self._until_answered("POST", path, json=body, headers={"X-CSRF-Token": self.csrf})

    def _until_answered(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Sends it again while nobody answers; what it asks for carries its own id, so that repeating is harmless."""
        while True:
            try:
                answer = self.http.request(method, path, **more)
            except httpx.TransportError:
                if self.stop.wait(LOOK_SECONDS):
                    raise
                continue
            if answer.status_code != 503:
                return answer
            self.stop.wait(LOOK_SECONDS)
