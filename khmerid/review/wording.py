"""Every word of the page, in English and Khmer: the sentences of codes, and the labels of the page itself.

>>> wording()["km"]["reasons"]["expired"]
'ប័ណ្ណផុតសុពលភាពហើយ។'
>>> wording()["en"]["page"]["accept"]
'Accept'
"""

import tomllib
from importlib import resources
from typing import Final

from khmerid.checks.crosscheck import Rule
from khmerid.explained import Explained, Language
from khmerid.ledger.captions import Caption
from khmerid.ledger.records import Edit, Unseen
from khmerid.notes import Code
from khmerid.report.reasons import Reason

Words = dict[str, dict[str, str]]

_CATALOGUES: Final[dict[str, type[Explained]]] = {
    "reasons": Reason,
    "rules": Rule,
    "notes": Code,
    "edits": Edit,
    "unseen": Unseen,
    "captions": Caption,
}


def wording() -> dict[str, Words]:
    """Return the words of each language: by what they are of, then by their code."""
    return {str(language): _words(language) for language in Language}


def _words(language: Language) -> Words:
    file = resources.files("khmerid.review").joinpath(f"texts.{language}.toml")
    told = {
        name: {str(member): member.told(language) for member in catalogue}
        for name, catalogue in _CATALOGUES.items()
    }
    return {**tomllib.loads(file.read_text("utf-8")), **told}
