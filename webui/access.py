"""Who asks, and whether they may: the log-in behind a request, and the role a view needs.

A log-in is a signed cookie with the account's id and its login epoch. It is checked against the account with every
request, so that log-out, a new password or a changed role take effect at once, in every browser.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g, session
from itsdangerous import BadSignature, URLSafeTimedSerializer

from dialer.accounts import still_logged_in
from dialer.bootstrap import Services
from dialer.core.roles import Role
from dialer.store.accounts import Account
from webui.context import me, services
from webui.errors import RefusedRequest

P = ParamSpec("P")
R = TypeVar("R")

SOCKET_TOKEN_SECONDS = 12 * 60 * 60
"""A page that is open for longer fetches a new token with /api/me."""


def begin_login(account: Account) -> None:
    """Writes the log-in into the browser's cookie, leaving nothing of whoever used it before."""
    session.clear()
    # Gives the cookie an end (LONGEST_LOGIN after its last use) where a browser would keep it for ever.
    session.permanent = True
    session["user"] = account.id
    session["epoch"] = account.login_epoch
    session["login"] = secrets.token_urlsafe(16)
    # Here and not when a page first asks: an answer that was on its way then would bring back a cookie without it.
    session["csrf_token"] = secrets.token_hex(20)


def current_account() -> Account | None:
    """The account behind the cookie of this request, or None."""
    user_id, epoch = session.get("user"), session.get("epoch")
    if not isinstance(user_id, int) or not isinstance(epoch, int):
        return None
    return still_logged_in(services(), user_id, epoch)


def require_login() -> None:
    """Runs before every view of the API."""
    account = current_account()
    if account is None:
        raise RefusedRequest(401, "You are not logged in, or were logged out elsewhere.")
    g.account = account


def needs(role: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Closes a view to everybody below `role`."""

    def closed(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            if not me().role.may_act_as(role):
                raise RefusedRequest(403, f"This is for a {role}.")
            return view(*args, **kwargs)

        return checked

    return closed


managers = needs(Role.MANAGER)
owners = needs(Role.OWNER)


def socket_token(services: Services) -> str:
    """Proof for the socket that its page was given to this log-in (cookies alone go with any site's request)."""
    return _signer(services).dumps([session["user"], session["login"]])


def is_socket_token(services: Services, token: object) -> bool:
    """Whether the token was made for the log-in of this request's cookie, not too long ago."""
    if not isinstance(token, str):
        return False
    try:
        owner = _signer(services).loads(token, max_age=SOCKET_TOKEN_SECONDS)
    except BadSignature:
        return False
    return bool(owner == [session.get("user"), session.get("login")])


def _signer(services: Services) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(services.settings.secret_key, salt="socket")
