"""Many documents at once, to be read and not written: an object mapper takes ten times as long to build them.

A `Told` answers to the names of its model, properties and methods included, and turns a value into what the model would
make of it when it is asked for. It can't be changed or saved; who changes one reads it by itself.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from types import FunctionType, MethodType
from typing import Any, TypeVar

from mongoengine import DateField, Document, EmbeddedDocument, EmbeddedDocumentField, ListField
from mongoengine.base import BaseField

from core import mongo

Model = TypeVar("Model", bound=Document)
Raw = Mapping[str, Any]


class Told:
    """A stored document of a model, or a part of one, as the database told it."""

    def __init__(self, model: type[Document] | type[EmbeddedDocument], raw: Raw) -> None:
        self.__dict__["_model"] = model
        self.__dict__["_raw"] = raw

    def __getattr__(self, name: str) -> Any:
        """Asked once for each name: what was read is kept."""
        read = _readers(self._model).get(name)
        if read is not None:
            value = self.__dict__[name] = read(self._raw)
            return value
        found = self._model.__dict__.get(name)
        if isinstance(found, property) and found.fget is not None:
            return found.fget(self)
        if isinstance(found, FunctionType):
            return MethodType(found, self)
        raise AttributeError(f"{self._model.__name__} has no {name}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{self._model.__name__} was read with others: {name} can't be set")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Told) and (other._model, other._raw) == (self._model, self._raw)

    def __hash__(self) -> int:
        return hash(self._raw.get("_id"))

    def __repr__(self) -> str:
        return f"Told({self._model.__name__}, {dict(self._raw)!r})"

    def to_mongo(self) -> Raw:
        raw: Raw = self._raw
        return raw


def read_many(
    model: type[Model], where: Mapping[str, Any], *, only: Iterable[str] = (), without: Iterable[str] = ()
) -> list[Model]:
    """What is stored of a model and fits, as values that read like its documents. only, without: names of fields."""
    names = {name: field.db_field for name, field in model._fields.items()}
    fields = {names[one]: 1 for one in only} or {names[one]: 0 for one in without}
    found: list[Any] = [
        Told(model, raw) for raw in mongo.collection(model._meta["collection"]).find(where, fields or None)
    ]
    return found


@cache
def _readers(model: type[Document] | type[EmbeddedDocument]) -> Mapping[str, Callable[[Raw], Any]]:
    return {name: _reader(field) for name, field in model._fields.items()}


def _reader(field: BaseField) -> Callable[[Raw], Any]:
    key, default, make = field.db_field, field.default, _maker(field)

    def read(raw: Raw) -> Any:
        value = raw.get(key)
        if value is None:
            return default() if callable(default) else default
        return make(value) if make else value

    return read


def _maker(field: BaseField) -> Callable[[Any], Any] | None:
    """How a stored value becomes the model's; None when it is one already."""
    if isinstance(field, EmbeddedDocumentField):
        part = field.document_type
        return lambda value: Told(part, value)
    if isinstance(field, ListField) and field.field is not None:
        one = _maker(field.field)
        return (lambda values: [one(value) for value in values]) if one else None
    if isinstance(field, DateField):
        return lambda value: value.date() if isinstance(value, datetime) else value
    return None
