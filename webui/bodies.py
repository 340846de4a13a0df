"""Requests' bodies and queries as checked values; whatever is wrong with one is said all at once."""

from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from webui.errors import RefusedRequest

M = TypeVar("M", bound="Body")
V = TypeVar("V")


class Body(BaseModel):
    """A request's body: unknown fields are refused, and texts come without blanks around them."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


def sent_object() -> dict[str, Any]:
    """The JSON object in the body of this request, unchecked."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise RefusedRequest(400, "Send a JSON object with the content type application/json.")
    return sent


def body(kind: type[M]) -> M:
    """The JSON body of this request."""
    return _checked(kind, sent_object())


def query(kind: type[M]) -> M:
    """The query string of this request; an empty value counts as absent."""
    return _checked(kind, {name: value for name, value in request.args.items() if value})


def value_of(kind: type[V], sent: Any, name: str) -> V:
    """One of the rules' frozen values from an object, or from the text of one; problems are named under `name`."""
    reader = TypeAdapter(kind)
    try:
        return reader.validate_json(sent) if isinstance(sent, str) else reader.validate_python(sent)
    except ValidationError as error:
        raise _problems(error, f"{name}.") from None


def _checked(kind: type[M], sent: dict[str, object]) -> M:
    try:
        return kind.model_validate(sent)
    except ValidationError as error:
        raise _problems(error) from None


def _problems(error: ValidationError, under: str = "") -> RefusedRequest:
    problems = [(under + ".".join(map(str, each["loc"])), _sentence(each["msg"])) for each in error.errors()]
    return RefusedRequest(422, "Some fields need correcting.", problems)


def _sentence(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message if message.endswith(".") else f"{message[:1].upper()}{message[1:]}."
