"""Requests to Twilio's REST API, each with a time limit, and what its answers mean for what we asked.

    no connection          it certainly was not received                        TryLater
    429                    "never processed and always safe to retry" (20429)   TryLater
    4xx                    a clear no, with an error code                       Refused
    5xx, silence, garbage  it may have been carried out (20500)                 Uncertain

Creating a call or a text has no idempotency key at Twilio, so nothing here ever repeats a request.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

import httpx

from telephony.carrier import Refused, TryLater, Uncertain
from telephony.endings import Ending, EndingKind, ending
from telephony.media import TooLarge
from telephony.twilio.account import Account
from telephony.twilio.endings import NO_SUCH, ending_from_error

TIME_LIMITS = httpx.Timeout(connect=3.0, read=10.0, write=10.0, pool=3.0)
"""Seconds. Twilio itself gives a request up after some 26 s; by then we have long looked the call up."""

LONGEST_WAIT_SECONDS = 30.0

MOST_HOPS = 3
"""Addresses behind each other at which a file may lie."""

Form = Sequence[tuple[str, str]]
Json = dict[str, Any]


class Api:
    """One account's REST API."""

    def __init__(self, account: Account, rng: Random, transport: httpx.BaseTransport | None = None) -> None:
        self._rng = rng
        self._http = httpx.Client(
            base_url=account.api_url,
            auth=account.credentials,
            timeout=TIME_LIMITS,
            transport=transport,
            # A proxy of the environment or a redirect could see or replay a request to call somebody.
            trust_env=False,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=32, max_keepalive_connections=32),
        )

    def get(self, path: str, query: Form = ()) -> Json:
        return self._ask("GET", path, params=list(query))

    def post(self, path: str, form: Form) -> Json:
        data: dict[str, list[str]] = {}
        for name, value in form:
            data.setdefault(name, []).append(value)
        return self._ask("POST", path, data=data)

    def fetch(self, path: str) -> bytes:
        """A file; what is not there, or not yet, is refused."""
        return self._request("GET", path).content

    def download(self, path: str, most: int) -> bytes:
        """A file that Twilio keeps elsewhere: it answers with an address that opens by itself (docs, "Fetch a Media
        resource"), so our credentials go to Twilio alone. Raises `TooLarge` beyond `most` bytes."""
        found = self._open(path, most, auth=httpx.USE_CLIENT_DEFAULT)
        for _ in range(MOST_HOPS):
            if isinstance(found, bytes):
                return found
            found = self._open(found, most, auth=None)
        raise Uncertain("the file's address leads from one place to the next")

    def delete(self, path: str) -> None:
        """Deletes a resource; one that is not there is gone already."""
        try:
            self._request("DELETE", path)
        except Refused as refused:
            if refused.ending.code not in NO_SUCH:
                raise

    def close(self) -> None:
        self._http.close()

    def _ask(self, method: str, path: str, **content: Any) -> Json:
        response = self._request(method, path, **content)
        body = _json(response)
        if body is None:
            raise Uncertain(f"Twilio answered {response.status_code} without saying what it did: look it up")
        return body

    def _open(self, url: httpx.URL | str, most: int, *, auth: Any) -> bytes | httpx.URL:
        """The file, or where else it is. Every way there is as safe as the one to Twilio itself."""
        try:
            with self._http.stream("GET", url, auth=auth) as response:
                if response.has_redirect_location:
                    target = response.url.join(response.headers["Location"])
                    if target.scheme not in {"https", self._http.base_url.scheme}:
                        raise Uncertain("the file's address is not a safe one")
                    return target
                if not response.is_success:
                    response.read()
                    self._judge(response)
                return _at_most(response, most)
        except httpx.HTTPError as problem:
            raise TryLater(self._jitter(2.0)) from problem

    def _request(self, method: str, path: str, **content: Any) -> httpx.Response:
        """An answer that says yes, or why not."""
        try:
            response = self._http.request(method, path, **content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            raise TryLater(self._jitter(2.0)) from problem
        except httpx.HTTPError as problem:
            raise Uncertain(f"no answer from Twilio ({type(problem).__name__}): look it up") from problem
        self._judge(response)
        return response

    def _judge(self, response: httpx.Response) -> None:
        """Raises what an answer means that says no."""
        status = response.status_code
        if status == httpx.codes.TOO_MANY_REQUESTS:
            raise TryLater(self._jitter(_retry_after(response)))
        if 400 <= status < 500:
            body = _json(response)
            code = body.get("code") if body else None
            raise Refused(ending_from_error(code) if isinstance(code, int) else _by_status(status))
        if not response.is_success:
            raise Uncertain(f"Twilio answered {status} without saying what it did: look it up")

    def _jitter(self, seconds: float) -> float:
        """Spread, so that requests refused together do not come back together."""
        return seconds * self._rng.uniform(1.0, 1.5)


def _at_most(response: httpx.Response, most: int) -> bytes:
    data = bytearray()
    for part in response.iter_bytes():
        data += part
        if len(data) > most:
            raise TooLarge
    return bytes(data)


def _json(response: httpx.Response) -> Json | None:
    try:
        body = response.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _retry_after(response: httpx.Response) -> float:
    text = response.headers.get("Retry-After", "")
    return min(float(text), LONGEST_WAIT_SECONDS) if text.isdigit() else 1.0


def _by_status(status: int) -> Ending:
    kind = EndingKind.our_settings if status in {401, 403} else EndingKind.failed_unclassified
    return ending(kind, f"Twilio HTTP {status}")
