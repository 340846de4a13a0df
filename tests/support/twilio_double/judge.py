"""Twilio's own description of its API as the judge of our requests; an unknown parameter is an error too."""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30Validator

SPEC = Path(__file__).resolve().parents[4] / "shared" / "twilio" / "twilio_api_v2010.json"

Pairs = Sequence[tuple[str, str]]


@cache
def spec() -> dict[str, Any] | None:
    """The description, or None where the file is not there."""
    return json.loads(SPEC.read_text()) if SPEC.exists() else None


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    found = spec()
    paths = found["paths"] if found else {}
    # The most literal template first: "Calls.json" before "{Sid}.json".
    ordered = sorted(paths, key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(path)) + "$"), path) for path in ordered]


def objections(method: str, path: str, pairs: Pairs) -> list[str]:
    """What Twilio's description says against a request; empty when it is fine or nobody can judge."""
    description = spec()
    if description is None:
        return []
    operation, values = _operation(description, method, path)
    if operation is None:
        return [f"{method} {path}: no such operation"]
    problems = [
        problem
        for each in operation.get("parameters", [])
        if each["in"] == "path"
        for problem in _against(each["name"], [values[each["name"]]], each["schema"])
    ]
    fields, required = _fields(operation, method)
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    problems += [f"{name} is missing" for name in required if name not in given]
    for name, texts in given.items():
        problems += _against(name, texts, fields[name]) if name in fields else [f"{name} is unknown"]
    return [f"{method} {path}: {problem}" for problem in problems]


def _operation(description: dict[str, Any], method: str, path: str) -> tuple[dict[str, Any] | None, dict[str, str]]:
    for pattern, template in _templates():
        found = pattern.match(path)
        operation = description["paths"][template].get(method.lower())
        if found and operation:
            return operation, dict(zip(re.findall(r"\{(\w+)\}", template), found.groups(), strict=True))
    return None, {}


def _fields(operation: dict[str, Any], method: str) -> tuple[dict[str, Any], list[str]]:
    if method == "GET":
        return {each["name"]: each["schema"] for each in operation["parameters"] if each["in"] == "query"}, []
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/x-www-form-urlencoded", {}).get("schema", {})
    return schema.get("properties", {}), schema.get("required", [])


def _against(name: str, texts: list[str], schema: dict[str, Any]) -> list[str]:
    """A form has only text: it is read as the type that the description names, arrays as repeated fields."""
    schema = _meant(schema)
    if schema.get("type") == "array":
        return [problem for text in texts for problem in _against(name, [text], schema["items"])]
    if len(texts) != 1:
        return [f"{name} is given {len(texts)} times"]
    try:
        value = _read(texts[0], schema)
    except ValueError:
        return [f"{name} is no {schema['type']}"]
    return [f"{name}: {error.message}" for error in OAS30Validator(schema).iter_errors(value)]


def _meant(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema behind a reference into the same file."""
    while "$ref" in schema:
        found: Any = spec()
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def _read(text: str, schema: dict[str, Any]) -> Any:
    match schema.get("type"):
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "boolean":
            return {"true": True, "false": False}[text] if text in {"true", "false"} else text
        case _:
            return text
