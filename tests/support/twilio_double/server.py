"""The double behind a real socket and in real time, for whatever needs those: timeouts, benchmarks, a real console.

One thread moves the clock; requests and replies take the lock in turn; webhooks are posted by a pool of threads.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.support.twilio_double.double import Double, is_ours
from tests.support.twilio_double.faults import Fault
from tests.support.twilio_double.hooks import Headers, Reply, Then

TICK_SECONDS = 0.002
BLACK_HOLE_SECONDS = 60.0

Clock = Callable[[], datetime]
T = TypeVar("T")


class Running:
    """A double that answers at `url`."""

    def __init__(self, clock: Clock, make: Callable[[Any], Double], hooks: int = 8, speed: float = 1.0) -> None:
        self._clock = clock
        self._speed = speed
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(hooks)
        self._http = httpx.Client(timeout=15, limits=httpx.Limits(max_connections=hooks), trust_env=False)
        self._began = clock()
        self.hook_seconds: list[tuple[str, float]] = []
        self.double = make(self._post)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._threads = [
            threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}),
            threading.Thread(target=self._tick),
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for thread in self._threads:
            thread.join()
        self._http.close()

    def request(self, method: str, path: str, pairs: list[tuple[str, str]], authorised: bool) -> Any:
        with self._lock:
            self.double.clockwork.now = max(self.double.now, self._now())
            return self.double.request(method, path, pairs, authorised)

    def do(self, work: Callable[[Double], T]) -> T:
        """Something done at the double's end from another thread."""
        with self._lock:
            self.double.clockwork.now = max(self.double.now, self._now())
            return work(self.double)

    def wait_until_closed(self) -> None:
        self._stop.wait(BLACK_HOLE_SECONDS)

    def _now(self) -> datetime:
        return self._began + timedelta(seconds=(self._clock() - self._began).total_seconds() * self._speed)

    def _tick(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            with self._lock:
                self.double.run_until(self._now())

    def _post(self, url: str, form: dict[str, str], headers: Headers, then: Then) -> None:
        self._pool.submit(self._deliver, url, form, headers, then)

    def _deliver(self, url: str, form: dict[str, str], headers: Headers, then: Then) -> None:
        began = time.perf_counter()
        try:
            answer = self._http.post(url, data=form, headers=headers)
            reply = Reply(answer.status_code, answer.text)
        except httpx.HTTPError:
            reply = Reply(0)
        self.hook_seconds.append((urlsplit(url).path, time.perf_counter() - began))
        with self._lock:
            then(reply)


@contextmanager
def running(clock: Clock, make: Callable[[Any], Double], **more: Any) -> Iterator[Running]:
    server = Running(clock, make, **more)
    try:
        yield server
    finally:
        server.close()


def _handler(running: Running) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET", parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._answer("POST", parse_qsl(body, keep_blank_values=True))

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: a test's output is its own."""

        def _answer(self, method: str, pairs: list[tuple[str, str]]) -> None:
            if method == "GET" and urlsplit(self.path).path.endswith(".wav"):
                self._send_sound(dict(pairs))
                return
            given = running.request(method, urlsplit(self.path).path, pairs, is_ours(self.headers.get("Authorization")))
            match given:
                case Fault.SILENT_BEFORE | Fault.SILENT_AFTER:
                    running.wait_until_closed()
                    self.close_connection = True
                case Fault.TOO_MANY:
                    self._send(429, dumps({"code": 20429}))
                case Fault.GARBLED:
                    self._send(201, '{"sid": "CA')
                case Fault():
                    self._send(500, dumps({"code": 20500}))
                case _:
                    self._send(given.status, dumps(given.body))

        def _send_sound(self, query: dict[str, str]) -> None:
            path, channels = urlsplit(self.path).path, query.get("RequestedChannels", "")
            found = running.do(lambda double: double.sound(path, channels))
            if isinstance(found, int):
                self._send(404 if found == 20404 else 400, dumps({"code": found}))
            else:
                self._send(200, found, "audio/x-wav")

        def _send(self, status: int, body: str | bytes, kind: str = "application/json") -> None:
            data = body.encode() if isinstance(body, str) else body
            with suppress(BrokenPipeError, ConnectionResetError):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

    return Handler
