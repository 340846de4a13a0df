"""Tape recorders on the bridge: two for each recorded leg, one for what it says and one for what it hears."""

import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from errno import ENOSPC
from pathlib import Path
from typing import Any

from telephony.sip import tape_files
from telephony.sip.library import in_own_thread, pj
from telephony.sip.tape_files import NoTape
from telephony.sip.timers import Monotonic
from telephony.sip.wiring import tape_of_heard, tape_of_said

CLOSING_SECONDS = 1.0
"""The bridge closes a file in its own thread, within a frame or two. What takes longer is mended by us."""


RESERVE = 200 << 20
"""Bytes of the disk that recordings leave alone: the database, which may be on the same one, needs room to the last."""

GROWTH_SECONDS = 5.0
"""The bridge writes a quarter of a second at a time, silence too. A file that has not grown for so long takes no more:
the disk is full, or broken. The bridge itself says nothing of that."""

LOOK_SECONDS = 1.0


class CannotTape(Exception):
    """The bridge has no recorder left, or nowhere to write."""


@dataclass(slots=True)
class Tapes:
    """Owned by the endpoint's thread. `finished` hears of each leg whose recording is whole, and its seconds."""

    folder: Path
    finished: Callable[[str, float | None, bool], None]
    """Takes a leg, the seconds of its recording, None where there is nothing on it, and whether it was cut short."""
    complain: Callable[[str, str | None], None]
    clock: Monotonic
    reserve: int = RESERVE
    _running: dict[str, dict[str, Any]] = field(default_factory=dict)
    _closing: dict[str, float] = field(default_factory=dict)
    _hush: Any = None
    _cut: set[str] = field(default_factory=set)
    _grown: dict[str, tuple[tuple[int, ...], float]] = field(default_factory=dict)
    """The sizes of the two files of a leg, and when both were last seen to have grown."""
    _look_at: float = 0.0

    @property
    def ears(self) -> Mapping[str, Any]:
        return {name: ear for pair in self._running.values() for name, ear in pair.items()}

    def start(self, leg_id: str) -> None:
        """Both recorders begin in the same moment, and silence runs into both without end: the bridge gives a recorder
        nothing while nobody speaks to it, and the two would come apart."""
        if leg_id in self._running:
            return
        files = {
            tape_of_said(leg_id): tape_files.said_file(self.folder, leg_id),
            tape_of_heard(leg_id): tape_files.heard_file(self.folder, leg_id),
        }
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._check_room()
            pair = {name: self._recorder(path) for name, path in files.items()}
        except pj.Error as problem:
            raise CannotTape(problem.reason) from None
        except OSError as problem:
            raise CannotTape("the folder for recordings cannot be written to") from problem
        self._running[leg_id] = pair
        self._grown[leg_id] = ((0, 0), self.clock.monotonic())

    def unwritable(self, now: float) -> list[str]:
        """The legs whose tapes have to end here, since the disk takes no more of them."""
        if now < self._look_at:
            return []
        self._look_at = now + LOOK_SECONDS
        found = [leg_id for leg_id in self._running if not self._grows(leg_id, now)]
        try:
            if self._running:
                self._check_room()
        except OSError:
            found = list(self._running)
        self._cut.update(found)
        return found

    def keep(self, taped: Collection[str], now: float) -> None:
        """Gives the recorders of all other legs back, and tells of those that the bridge has closed since. Never from
        inside a callback."""
        for leg_id in self._running.keys() - set(taped):
            del self._running[leg_id], self._grown[leg_id]
            self._closing[leg_id] = now + CLOSING_SECONDS
        for leg_id, at_the_latest in list(self._closing.items()):
            files = (tape_files.said_file(self.folder, leg_id), tape_files.heard_file(self.folder, leg_id))
            if now >= at_the_latest or all(tape_files.is_whole(file) for file in files):
                del self._closing[leg_id]
                self._tell(leg_id)

    def close(self) -> None:
        self._running.clear()
        self._hush = None

    def _tell(self, leg_id: str) -> None:
        seconds, is_cut = None, leg_id in self._cut
        self._cut.discard(leg_id)
        try:
            seconds = tape_files.seconds_of(self.folder, leg_id)
        except (NoTape, OSError) as problem:
            self.complain(f"recording: {problem}", leg_id)
        self.finished(leg_id, seconds, is_cut)

    def _check_room(self) -> None:
        if shutil.disk_usage(self.folder).free < self.reserve:
            raise OSError(ENOSPC, "the disk is nearly full")

    def _grows(self, leg_id: str, now: float) -> bool:
        sizes, at = self._grown[leg_id]
        files = (tape_files.said_file(self.folder, leg_id), tape_files.heard_file(self.folder, leg_id))
        found = tuple(file.stat().st_size if file.exists() else 0 for file in files)
        if all(new > old for new, old in zip(found, sizes, strict=True)):
            self._grown[leg_id] = (found, now)
            return True
        return now - at < GROWTH_SECONDS

    @in_own_thread
    def _recorder(self, path: Path) -> Any:
        recorder = pj.AudioMediaRecorder()
        recorder.createRecorder(str(path))
        if self._hush is None:
            self._hush = pj.ToneGenerator()
            self._hush.createToneGenerator()
        self._hush.startTransmit(recorder)
        return recorder
