"""Writes the guide's page of statistics from the definitions that the screens print, so that the two cannot differ."""

from pathlib import Path

from dialer.core.metrics import DEFINITIONS

TARGET = Path(__file__).resolve().parents[1] / "docs" / "guide" / "statistics.md"
HEAD = """# Statistics

The words that screens and files use for what they count. Each stands beside its number too: point at an underlined
word, or reach it with `Tab`.

| word | meaning |
|---|---|
"""


def page() -> str:
    rows = (f"| {name.replace('_', ' ')} | {meaning} |" for name, meaning in DEFINITIONS.items())
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    TARGET.write_text(page())
