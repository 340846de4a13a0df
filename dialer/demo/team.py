"""Who works in the demo: a manager and two agents to log in as, and practice agents that work by themselves."""

from dataclasses import dataclass

from dialer import accounts
from dialer.bootstrap import Services
from dialer.core.roles import Role
from dialer.refusals import Refused
from dialer.store import accounts as account_rows
from dialer.store import robots
from dialer.store.accounts import Account

KNOWN_TO_ALL = "practice makes perfect"
"""What everybody of the demo logs in with: there is nothing in it worth hiding, and it runs on the practice carrier."""

PEOPLE = (
    ("manager@practice.example", "Mia Manager", Role.MANAGER),
    ("ana@practice.example", "Ana Agent", Role.AGENT),
    ("ben@practice.example", "Ben Agent", Role.AGENT),
)

ROBOTS = (
    ("robin@practice.example", "Robin (robot)", {"lines": 3}),
    ("rory@practice.example", "Rory (robot)", {"lines": 3, "thinks": [3, 12], "pause_share": 0.02}),
    ("ruby@practice.example", "Ruby (robot)", {"lines": 2, "thinks": [6, 24], "pause_share": 0.08}),
    ("remy@practice.example", "Remy (robot)", {"lines": 3, "minutes": 30}),
)


@dataclass(frozen=True, slots=True)
class LogIn:
    """How to log in as one of the people."""

    name: str
    role: str
    email: str
    password: str


def log_ins() -> tuple[LogIn, ...]:
    return tuple(LogIn(name, role.value, email, KNOWN_TO_ALL) for email, name, role in PEOPLE)


def ensure_team(services: Services) -> Account:
    """Makes whoever is missing; the manager's account."""
    manager, *_ = [_person(services, email, name, role) for email, name, role in PEOPLE]
    with services.db.transaction() as conn:
        seats = [(_account(services, email, name, Role.AGENT)[0].id, habits) for email, name, habits in ROBOTS]
        robots.give_seats(conn, seats)
    return manager


def _person(services: Services, email: str, name: str, role: Role) -> Account:
    account, password = _account(services, email, name, role)
    if password is not None:
        refused = accounts.change_password(services, account, old=password, new=KNOWN_TO_ALL)
        assert refused is None, "the password is long enough and the old one was just made"
    return account


def _account(services: Services, email: str, name: str, role: Role) -> tuple[Account, str | None]:
    """The account with its first password, which is None for one that existed before."""
    with services.db.transaction() as conn:
        known = account_rows.by_email(conn, email)
        if known is not None:
            return known, None
        made = accounts.add(conn, services, email=email, name=name, role=role, by=None)
    assert not isinstance(made, Refused), "name and address are in order, and the address was free"
    return made.account, made.password
