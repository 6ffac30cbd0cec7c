"""What is said of a value that another picture or engine has otherwise, as cleanly read.

Number, birth, expiry and sex are weighed from all texts before. What is left is taken from the picture that
has it best, and nothing tells that this one is right.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from khmerid.card import Card
from khmerid.checks.between_pictures import contradictions
from khmerid.notes import Code, Note
from khmerid.resolve.resolved import DOUBTFUL, READ, Assurance, Resolved

# The fields that a printed text is the value of, where they have another name.
_FIELDS_OF: Final[Mapping[str, Sequence[str]]] = {"name_latin": ("surname", "given_names")}
_WEIGHED: Final = frozenset(("document_number", "date_of_birth", "sex", "date_of_expiry"))


def contradicted(fields: Mapping[str, Resolved[Any]], pictures: Sequence[Card]) -> dict[str, Resolved[Any]]:
    """Return the fields that two pictures have otherwise, as doubtful as they are then."""
    found: dict[str, Resolved[Any]] = {}
    for text, parts in contradictions(pictures).items():
        if text not in _WEIGHED:
            found |= {name: _doubtful(fields[name], parts) for name in _FIELDS_OF.get(text, (text,))}
    return found


def _doubtful(resolved: Resolved[Any], parts: Sequence[str]) -> Resolved[Any]:
    """Return a value, or some parts of a place, as doubtful; a place is as sure as its commune."""
    of_parts = {part: DOUBTFUL if part in parts else assurance for part, assurance in resolved.parts.items()}
    found = of_parts.get("commune", resolved.assurance) if parts else _at_most_doubtful(resolved.assurance)
    return attrs.evolve(
        resolved, assurance=found, parts=of_parts, notes=(*resolved.notes, Note(Code.PICTURES_CONFLICT))
    )


def _at_most_doubtful(assurance: Assurance) -> Assurance:
    return DOUBTFUL if assurance.is_sure or assurance is READ else assurance
