"""Two thousand households whose listing did not sell, made up from a seed: the same seed makes the same people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dialer.demo.places import PLACES, Place
from dialer.demo.words import FIRST, LAST, OFFICE, REMARKS, STREET, STREET_KIND

OWN_NUMBERS = 4
"""The last fictional numbers of each area code are kept for our own caller IDs."""

OLDEST_DAYS = 150


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One line of a listing history; `kind` as stored, price in dollars."""

    on: date
    kind: str
    price: int
    agent: str


@dataclass(frozen=True, slots=True)
class Number:
    """A fictional number, ten digits. `is_dnc`: the vendor says not to call it."""

    digits: str
    is_dnc: bool


@dataclass(frozen=True, slots=True)
class Household:
    """A lead as a vendor would sell it, and what happened to the house before, oldest first."""

    place: Place
    street: str
    people: tuple[tuple[str, str], ...]
    numbers: tuple[Number, ...]
    email: str
    status: str
    """Expired, Cancelled or Withdrawn."""
    listed_on: date
    left_on: date
    price: int
    history: tuple[HistoryEvent, ...]
    beds: int
    baths: float
    sqft: int
    year_built: int
    agent: str
    office: str
    remarks: str


def make_households(count: int, today: date, seed: int = 1) -> tuple[Household, ...]:
    """So many households, all off the market before `today`."""
    rng = Random(seed)
    pools = {place: _numbers(place, rng) for place in PLACES}
    streets: set[tuple[Place, str]] = set()
    return tuple(_household(PLACES[i % len(PLACES)], pools, streets, today, rng) for i in range(count))


def own_number(place: Place) -> str:
    """A number of ours in this place's area code, E.164."""
    return f"+1{place.area_code}5550{200 - OWN_NUMBERS}"


def _numbers(place: Place, rng: Random) -> list[str]:
    digits = [f"{place.area_code}5550{last}" for last in range(100, 200 - OWN_NUMBERS)]
    rng.shuffle(digits)
    return digits


def _household(
    place: Place, pools: dict[Place, list[str]], streets: set[tuple[Place, str]], today: date, rng: Random
) -> Household:
    people = _people(rng)
    first, last = people[0]
    left_on = today - timedelta(days=min(1 + int(rng.expovariate(1 / 25)), OLDEST_DAYS))
    status = rng.choices(("Expired", "Cancelled", "Withdrawn"), weights=(88, 8, 4))[0]
    history = tuple(_history(left_on, status, rng))
    current = max(i for i, event in enumerate(history) if event.kind == "listed")
    return Household(
        place=place,
        street=_street(place, streets, rng),
        people=people,
        numbers=tuple(Number(digits, rng.random() < 0.08) for digits in _deal(pools[place], rng)),
        email=f"{first}.{last}@example.com".lower() if rng.random() < 0.6 else "",
        status=status,
        listed_on=history[current].on,
        left_on=left_on,
        price=history[-1].price,
        history=history,
        beds=rng.choice((2, 3, 3, 3, 4, 4, 5)),
        baths=rng.choice((1.0, 1.5, 2.0, 2.5, 3.0)),
        sqft=rng.randrange(900, 3800, 10),
        year_built=rng.randint(1925, 2019),
        agent=history[-1].agent,
        office=f"{rng.choice(OFFICE)} Realty",
        remarks=rng.choice(REMARKS),
    )


def _people(rng: Random) -> tuple[tuple[str, str], ...]:
    last = rng.choice(LAST)
    count = 2 if rng.random() < 0.45 else 1
    return tuple((first, last) for first in rng.sample(FIRST, count))


def _street(place: Place, taken: set[tuple[Place, str]], rng: Random) -> str:
    """An address that no other household of the place has, so that an import does not take two for one."""
    while True:
        street = f"{rng.randint(101, 9899)} {rng.choice(STREET)} {rng.choice(STREET_KIND)}"
        if (place, street) not in taken:
            taken.add((place, street))
            return street


def _deal(pool: list[str], rng: Random) -> list[str]:
    """One to four numbers; at least one, as long as the place has any left."""
    wanted = rng.choices((1, 2, 3, 4), weights=(40, 35, 18, 7))[0]
    return [pool.pop() for _ in range(min(wanted, len(pool)))]


def _history(left_on: date, status: str, rng: Random) -> Iterator[HistoryEvent]:
    """None to three earlier listings and the last one, each with its price cuts and its end."""
    earlier = rng.choices((0, 1, 2, 3), weights=(55, 27, 12, 6))[0]
    price = rng.randrange(180, 900, 5) * 1000 - 100
    spans = [_span(rng) for _ in range(earlier + 1)]
    gaps = [rng.randint(20, 400) for _ in range(earlier)]
    day = left_on - timedelta(days=sum(spans) + sum(gaps))
    for number, days in enumerate(spans):
        is_last = number == earlier
        end = status.lower() if is_last else rng.choice(("expired", "expired", "cancelled", "withdrawn"))
        told = tuple(_listing(day, days, price, end, rng))
        yield from told
        price = max(round(told[-1].price * rng.uniform(0.95, 1.04) / 1000) * 1000 - 100, 95_900)
        day += timedelta(days=days + (0 if is_last else gaps[number]))


def _span(rng: Random) -> int:
    """Days from listing to its end; most contracts run for three or six months."""
    return rng.choice((90, 91, 120, 180, 182, 365)) - rng.choice((0, 0, 0, 1, 14))


def _listing(start: date, days: int, price: int, end: str, rng: Random) -> Iterator[HistoryEvent]:
    agent = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    yield HistoryEvent(start, "listed", price, agent)
    for day in _cut_days(days, rng):
        price = round(price * rng.uniform(0.94, 0.985) / 1000) * 1000 - 100
        yield HistoryEvent(start + timedelta(days=day), "price_cut", price, agent)
    yield HistoryEvent(start + timedelta(days=days), end, price, agent)


def _cut_days(days: int, rng: Random) -> Sequence[int]:
    count = rng.choices((0, 1, 2, 3), weights=(35, 35, 20, 10))[0]
    return sorted(rng.sample(range(14, days - 7), count))
