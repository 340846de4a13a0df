"""Making and changing sequences; leads under way keep their place, or go to the nearest one that is left."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.core.sequences import Step, place_after_edit, problems, steps_from_json, steps_to_json
from dialer.refusals import Refused, Why, conflict, invalid, missing
from dialer.store import audit, campaigns, content, live, reach
from dialer.store.accounts import Account
from dialer.store.content import SequenceRow

Sent = Sequence[Mapping[str, Any]]


def add(services: Services, by: Account, *, name: str, steps: Sent) -> SequenceRow | Refused:
    read = read_steps(steps)
    if isinstance(read, Refused):
        return read
    now = services.clock.now()
    with services.db.transaction() as conn:
        if content.name_taken(conn, SequenceRow, name):
            return invalid("name", "Another sequence has this name.")
        made = content.add(conn, SequenceRow, now, {"name": name, "steps": steps_to_json(read)})
        audit.record(conn, now, by.id, "sequence.added", "sequence", made, {"name": name})
        return _known(conn, made)


def change(
    services: Services, by: Account, sequence_id: int, version: int, *, name: str, steps: Sent
) -> SequenceRow | Refused:
    """Changes a sequence that nobody has changed since `version`, and moves its leads along."""
    read = read_steps(steps)
    if isinstance(read, Refused):
        return read
    now = services.clock.now()
    with services.db.transaction() as conn:
        before = content.load_sequence(conn, sequence_id)
        if before is None:
            return missing("sequence")
        if content.name_taken(conn, SequenceRow, name, sequence_id):
            return invalid("name", "Another sequence has this name.")
        if not content.save_sequence(conn, sequence_id, version, now, name, steps_to_json(read)):
            return conflict("Somebody else has changed this sequence meanwhile. Look at it again, then repeat.")
        ids = campaigns.using_sequence(conn, sequence_id)
        moved = move_leads(conn, steps_from_json(before.steps), read, ids)
        detail = {"name": name, "steps": len(read), "leads_moved": moved}
        audit.record(conn, now, by.id, "sequence.changed", "sequence", sequence_id, detail)
        changed = _known(conn, sequence_id)
    services.waker.wake("engine")
    return changed


def move_leads(conn: Connection, old: Sequence[Step], new: Sequence[Step], campaign_ids: Sequence[int]) -> int:
    """Puts every lead under way to its place among the new steps; how many stand at another number than before."""
    at = reach.at_steps(conn, campaign_ids=campaign_ids)
    places = {position: place_after_edit(old, new, position) for position in at}
    moves = {before: after for before, after in places.items() if before != after}
    if moves:
        reach.move(conn, campaign_ids, moves, end=len(new))
        live.mark(conn, "campaign", *campaign_ids)
    return sum(at[position] for position in moves)


def read_steps(steps: Sent) -> tuple[Step, ...] | Refused:
    """The steps, or every problem with them."""
    try:
        read = steps_from_json([dict(step) for step in steps])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return invalid("steps", f"A step cannot be read: {error}.")
    return Refused(Why.INVALID, problems(read)) if problems(read) else read


def _known(conn: Connection, sequence_id: int) -> SequenceRow:
    found = content.load_sequence(conn, sequence_id)
    assert found is not None, "the row was written in this transaction"
    return found
