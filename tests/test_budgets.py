"""Files and functions stay small enough to be read in one go."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parents[1]
PYTHON = ("telephony", "dialer", "webui", "scripts", "tests")
CONSOLE = PROJECT / "webui" / "console"
# What programs write, and what they bring along.
MADE = {"node_modules", "dist", "__pycache__"}

LONGEST_FILE = 400
MEDIAN_FILE = 120
LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 8


def files(folder: Path, *suffixes: str) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes and not MADE & set(path.relative_to(PROJECT).parts):
            yield path


def python_files() -> list[Path]:
    return [path for name in PYTHON for path in files(PROJECT / name, ".py")]


def product() -> list[Path]:
    return [path for path in python_files() if path.relative_to(PROJECT).parts[0] != "tests"]


def line_count(path: Path) -> int:
    return len(path.read_text().splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of every function, without its decorators and its documentation."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            told = node.body[0] if ast.get_docstring(node) is not None else None
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            yield node.name, length - ((told.end_lineno or 0) - told.lineno + 1 if told else 0)


def named(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def test_no_file_is_longer_than_can_be_read_in_one_go() -> None:
    lengths = {named(path): line_count(path) for path in (*python_files(), *files(CONSOLE, ".ts", ".tsx"))}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_page() -> None:
    lengths = {f"{named(path)}:{name}": length for path in python_files() for name, length in functions(path)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_most_files_are_short() -> None:
    middle = median(line_count(path) for path in product() if path.name != "__init__.py")
    assert middle <= MEDIAN_FILE, f"half of the product's files have more than {middle:.0f} lines"


def test_most_functions_fit_a_glance() -> None:
    middle = median(length for path in product() for _, length in functions(path))
    assert middle <= MEDIAN_FUNCTION, f"half of the product's functions have more than {middle:.0f} lines"
