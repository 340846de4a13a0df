"""What a view needs to know: the services of this application, and who asks."""

from typing import cast

from flask import current_app, g

from dialer.bootstrap import Services
from dialer.store.accounts import Account

EXTENSION = "relist"


def services() -> Services:
    return cast(Services, current_app.extensions[EXTENSION])


def me() -> Account:
    """Whoever is logged in; only views behind the log-in call this."""
    return cast(Account, g.account)
