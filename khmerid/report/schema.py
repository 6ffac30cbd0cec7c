"""The JSON Schema of a row of output, made from its types.

>>> schema = report_schema()
>>> schema["$schema"], schema["$defs"]["assurance"]["enum"][:2]
('https://json-schema.org/draft/2020-12/schema', ['confirmed', 'protected'])
"""

import inspect
import re
import types
from typing import Annotated, Any, Final, Literal, NotRequired, TypeAlias, get_args, get_origin

from typing_extensions import get_type_hints, is_typeddict

from khmerid.report.report_dict import ErrorRow, Keywords, ReportRow
from khmerid.resolve.resolved import Assurance

Schema: TypeAlias = dict[str, Any]

_SIMPLE: Final = {str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null"}
_BETWEEN_WORDS: Final = re.compile("(?<=[a-z])(?=[A-Z])")
_VALUELESS: Final = [str(Assurance.CONFLICTING), str(Assurance.ABSENT)]
# What holds between the keys of an object, which no type says.
_BETWEEN_KEYS: Final[dict[str, Schema]] = {
    "report_row": {
        "if": {"properties": {"decision": {"const": "accept"}}},
        "then": {"properties": {"reasons": {"maxItems": 0}}},
        "else": {"properties": {"reasons": {"minItems": 1}}},
    },
    "resolved": {
        "if": {"properties": {"assurance": {"enum": _VALUELESS}}},
        "then": {"properties": {"value": {"type": "null"}}},
        "else": {"properties": {"value": {"not": {"type": "null"}}}},
    },
}


def report_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a row: a report, with or without its ``id``, or an error."""
    definitions: dict[str, Schema] = {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:khmerid:report",
        "title": "A row of khmerid's output",
        "description": (
            "What khmerid says of one card, or why it could not be examined. `khmerid examine` writes one "
            "such row for each row of input, in order; `Report.to_dict()` gives the same without an `id`."
        ),
        "type": "object",
        "if": {"required": ["error"]},
        "then": _of(ErrorRow, definitions),
        "else": _of(ReportRow, definitions),
        "$defs": definitions,
    }


def _of(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """Return the schema of a type; what has a name goes to the definitions."""
    origin, arguments = get_origin(kind), get_args(kind)
    schema: Schema = {}  # of a type that only its use says
    if kind in _SIMPLE:
        schema = {"type": _SIMPLE[kind]}
    elif origin is Annotated:
        schema = _with_keywords(_of(arguments[0], definitions), arguments[1:], definitions)
    elif origin is Literal:
        schema = {"enum": list(arguments)}
    elif origin is list:
        schema = {"type": "array", "items": _of(arguments[0], definitions)}
    elif is_typeddict(kind):
        schema = _definition(kind, definitions)
    elif is_typeddict(origin):
        schema = {
            "allOf": [_of(origin, definitions), {"properties": _filled(origin, arguments, definitions)}]
        }
    elif arguments:  # a union
        parts = [_of(part, definitions) for part in arguments]
        schema = {"anyOf": parts} if all(parts) else {}
    return schema


def _with_keywords(schema: Schema, metadata: tuple[Keywords, ...], definitions: dict[str, Schema]) -> Schema:
    for keywords in metadata:
        schema = {**schema, **keywords.keywords}
        if keywords.name:
            definitions[keywords.name] = schema
            schema = _reference(keywords.name)
    return schema


def _definition(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """Define a typed dictionary, once, and return the reference to it."""
    name = _BETWEEN_WORDS.sub("_", kind.__name__.removesuffix("Dict")).lower()
    if name not in definitions:
        properties = _hints(kind)
        definitions[name] = {}  # keeps its place before those that it needs
        definitions[name] |= {
            "type": "object",
            "description": inspect.getdoc(kind),
            **_BETWEEN_KEYS.get(name, {}),
            "properties": {key: _of(hint, definitions) for key, hint in properties.items()},
            "required": [key for key in properties if key in kind.__required_keys__],
            "additionalProperties": False,
        }
    return _reference(name)


def _filled(kind: Any, arguments: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    """Return the schemas of the keys of a generic dictionary that have its parameter, with what fills it."""
    generic = {key: hint for key, hint in _hints(kind).items() if getattr(hint, "__parameters__", ())}
    return {key: _of(hint[arguments], definitions) for key, hint in generic.items()}


def _hints(kind: Any) -> dict[str, Any]:
    hints: dict[str, Any] = get_type_hints(kind, include_extras=True)
    origins: dict[str, object] = {key: get_origin(hint) for key, hint in hints.items()}
    return {key: get_args(hint)[0] if origins[key] is NotRequired else hint for key, hint in hints.items()}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
