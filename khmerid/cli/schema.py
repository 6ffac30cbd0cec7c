"""``khmerid schema``: the JSON Schema of the rows that the command writes."""

import json

import typer

from khmerid.report.plain import report_schema


def schema() -> None:
    """Print the JSON Schema (2020-12) of a row of output, which is a report or an error."""
    typer.echo(json.dumps(report_schema(), ensure_ascii=False, indent=2))
