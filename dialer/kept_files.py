"""Writing down what other people said or sent."""

from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Whole or not at all, and for nobody else on this machine to read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(data)
    draft.chmod(0o600)
    draft.replace(path)
