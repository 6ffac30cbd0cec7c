r"""The review page: one file of HTML with all that it needs, which asks nothing of any network.

Its content security policy allows the one script and the one style sheet in it by their digests, and
pictures that are in it. What was on a card is data, never markup: JSON with every character escaped that
means something to HTML, which the script shows as text.

>>> to_data({"value": "</script><b>&"})
'{"value":"\\u003c/script\\u003e\\u003cb\\u003e\\u0026"}'
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from importlib import resources
from typing import Any, Final, TextIO

import attrs

import khmerid
from khmerid.explained import Language
from khmerid.report.report import FIELDS
from khmerid.review.figures import FIGURE_STYLE, FigureCounts, figure_texts
from khmerid.review.packing import Packing, area_of
from khmerid.review.pictures import PagePictures
from khmerid.review.queue import DECISIONS, Row, decision_of, in_queue
from khmerid.review.wording import wording
from khmerid.rules import EARLIEST_DATE, LATEST_DATE

try:
    import jinja2
    from markupsafe import Markup
except ModuleNotFoundError as error:
    message = "the review page needs its extra: pip install 'khmerid[review]'"
    raise ModuleNotFoundError(message, name=error.name) from None

_ESCAPED: Final = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_TEMPLATES: Final = resources.files("khmerid.review").joinpath("templates")


@attrs.frozen(kw_only=True)
class PageSize:
    """What the page has: its cards, and how many of them a person decides."""

    cards: int
    for_people: int


def write_page(rows: Iterable[Row], stream: TextIO, *, pictures: PagePictures | None = None) -> PageSize:
    """Write the page of the rows, which are gone through once; each is kept only as it is shown.

    Raises ``ValueError``, which quotes nothing, for a row that is no report.
    """
    packing, cards, ranks, shown = Packing(), [], [], {}
    digest, counts = hashlib.sha256(), FigureCounts()
    for place, row in enumerate(rows):
        packed, text = _packed(packing, counts, row, place)
        decision = decision_of(row)
        cards.append(text)
        ranks.append((decision, packed.get("r", 0.0)))
        digest.update(packed["h"].encode("ascii"))
        if pictures is not None:
            found = pictures.of(row["id"], is_wanted=decision != "accept", area=area_of(row))
            if found:
                shown[place] = found
    about = {
        "digest": digest.hexdigest(),
        "version": khmerid.__version__,
        "codes": packing.codes,
        "fields": FIELDS,
        "decisions": DECISIONS,
        "order": in_queue(ranks),
        "words": wording(),
        "years": [EARLIEST_DATE.year, LATEST_DATE.year],
    }
    script, style = _file("review.js"), _file("review.css") + FIGURE_STYLE
    template = _environment().get_template("review.html")
    parts = template.generate(
        script=Markup(script),  # noqa: S704 - a file of this package
        style=Markup(style),  # noqa: S704 - the same
        policy=_policy(script, style),
        about=Markup(to_data(about)),  # noqa: S704 - escaped
        cards=Markup("[" + ",\n".join(cards) + "]"),  # noqa: S704 - escaped, each of them
        pictures=Markup(to_data(shown)),  # noqa: S704 - escaped
        figures=[(str(language), counts.figures(figure_texts(language))) for language in Language],
    )
    stream.writelines(parts)
    return PageSize(cards=len(cards), for_people=sum(decision != "accept" for decision, _ in ranks))


def _packed(packing: Packing, counts: FigureCounts, row: Row, place: int) -> tuple[dict[str, Any], str]:
    try:
        packed = packing.pack(row)
        counts.add(row)
        return packed, to_data(packed)
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        message = f"row {place + 1} is not a report as khmerid examine writes it"
    raise ValueError(message)


def to_data(value: object) -> str:
    """Return JSON that can stand in a script element: no character in it means anything to HTML."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _policy(script: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        autoescape=True,
        loader=jinja2.FunctionLoader(_file),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _file(name: str) -> str:
    return _TEMPLATES.joinpath(name).read_text("utf-8")
