"""Asterisk's own app_amd, with its defaults, on the same samples: each is played into a Local channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from tests.support.asterisk import Manager, running

from .speech import Answer

AT_ONCE = 30
_DIALPLAN = """[general]
[bench]
exten => _play.,1,Answer()
 same => n,Playback({inside}/${{EXTEN:4}})
 same => n,Wait(2)
exten => _judge.,1,AMD()
 same => n,UserEvent(Judged,Call: ${{EXTEN:5}},Status: ${{AMDSTATUS}},Cause: ${{AMDCAUSE}})
 same => n,Hangup()
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """What app_amd made of one answer."""

    status: str
    cause: str

    @property
    def is_person(self) -> bool:
        """NOTSURE counts as a person, which is how a careful dialplan reads it."""
        return self.status != "MACHINE"


def judge(answers: Sequence[Answer]) -> list[Judged]:
    """In the order of the answers."""
    with running({"amd.conf": "[general]\n", "extensions.conf": "[general]\n"}) as asterisk:
        (asterisk.folder / "extensions.conf").write_text(_DIALPLAN.format(inside=asterisk.inside))
        for i, answer in enumerate(answers):
            (asterisk.folder / f"{i}.sln").write_bytes(answer.samples)
        manager = Manager.log_in(asterisk.manager_port)
        manager.send("Command", Command="dialplan reload")
        return _play_all(manager, len(answers))


def _play_all(manager: Manager, count: int) -> list[Judged]:
    found: dict[int, Judged] = {}
    waiting = iter(range(count))
    for i in islice(waiting, AT_ONCE):
        _call(manager, i)
    for event in manager.events():
        if event.get("UserEvent") == "Judged":
            found[int(event["Call"])] = Judged(event["Status"], event["Cause"])
            if (following := next(waiting, None)) is not None:
                _call(manager, following)
        if len(found) == count:
            break
    return [found[i] for i in range(count)]


def _call(manager: Manager, number: int) -> None:
    manager.send(
        "Originate",
        Channel=f"Local/play{number}@bench/n",
        Context="bench",
        Exten=f"judge{number}",
        Priority="1",
        Async="true",
    )
