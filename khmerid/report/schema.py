"""The JSON Schema of a report, which is shipped with the package."""

import json
from importlib import resources
from typing import Any


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a row of output: a report, with or without an ``id``, or an error.

    >>> schema = report_schema()
    >>> schema["$schema"], schema["$defs"]["assurance"]["enum"][:2]
    ('https://json-schema.org/draft/2020-12/schema', ['confirmed', 'protected'])

    """
    file = resources.files("khmerid.report").joinpath("report.schema.json")
    schema: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return schema
