"""Known cards: invented people among the rows of a team, with faults, so that the reviewers are measured.

>>> import datetime as dt
>>> from khmerid.answering.examining import Terms
>>> rows = [{"id": f"card-{at:04}", "decision": "review", "reasons": [], "fields": {}} for at in range(40)]
>>> planting = plant(rows, share=0.05, seed=1, terms=Terms(today=dt.date(2026, 11, 22)))
>>> len(planting.cards), len(list(planting.mixed(rows)))
(3, 43)

What is planted is what an OCR may do: one text of a sound card is other than what is printed. The truth is
what the specimen prints, which its picture shows. A row of a known card is examined as the team's own are,
has an id like theirs and goes to a person like theirs; the number begins with 99, as no issued card's does,
and whoever looks for that can tell it.
"""

import itertools
import json
import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from khmerid.answering.examining import Terms, examine_response
from khmerid.answering.input_row import Row
from khmerid.calibration.labels import LABEL_READERS, Id
from khmerid.fields.dates import read_date
from khmerid.fields.sex import WORDS, Sex
from khmerid.json_text import with_escapes
from khmerid.report.policy import DEFAULT_POLICY
from khmerid.review.decisions import row_digest, same_value
from khmerid.review.reviewers import KnownCard
from khmerid.testing.choosing import Chooser, RandomChooser
from khmerid.testing.specimen import Specimen, make_specimen
from khmerid.text.numerals import KHMER_DIGITS

#: The largest share of the cards of a queue that may be known ones.
LARGEST_SHARE: Final = 0.5
#: Specimens that are tried with a fault before it is taken for one that a policy sends to nobody.
_TRIES: Final = 60
_MODELS: Final = 200  # ids that others are made like
_DECIMALS: Final = 10
_SEEDS: Final = 10**9
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_HEX: Final = re.compile("[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Fault = Callable[[Specimen, Chooser], tuple[Specimen, str]]


@attrs.frozen(repr=False)
class PlantedCard:
    """A known card, its row, and the specimen that a picture of it shows."""

    known: KnownCard
    row: Row
    specimen: Specimen

    def __repr__(self) -> str:
        return "PlantedCard(known, row, specimen)"


@attrs.frozen(repr=False)
class Planting:
    """Known cards, and after how many of the team's rows each of them comes."""

    cards: tuple[PlantedCard, ...]
    places: tuple[int, ...]

    def __repr__(self) -> str:
        return f"Planting({len(self.cards)} cards)"

    def mixed(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows with those of the known cards among them."""
        at = sorted(zip(self.places, self.cards, strict=True), key=lambda one: one[0], reverse=True)
        for number, row in enumerate(rows):
            while at and at[-1][0] <= number:
                yield at.pop()[1].row
            yield row
        yield from (card.row for _, card in reversed(at))

    def lines(self) -> Iterator[str]:
        """Yield the line of each known card, in no order that tells of the page."""
        for one in sorted(self.cards, key=lambda card: card.known.row):
            yield with_escapes(json.dumps(one.known.to_dict(), ensure_ascii=False)) + "\n"


def plant(rows: Iterable[Row], *, share: float, seed: int, terms: Terms) -> Planting:
    """Return known cards for rows of results: so many that they are this share of what people see.

    ``terms`` are those by which the rows were examined; whether they have evidence is seen in them. Raises
    ``ValueError`` for a share that is none, and for rows of another policy or profile.
    """
    if not 0 < share <= LARGEST_SHARE:
        message = f"the share of known cards is above 0 and at most {LARGEST_SHARE}"
        raise ValueError(message)
    seen = _Seen()
    for row in rows:
        seen.add(row, terms)
    count = max(1, math.ceil(share / (1 - share) * seen.for_people)) if seen.for_people else 0
    choose = RandomChooser(seed)
    terms = attrs.evolve(terms, evidence=seen.has_evidence)
    ids = set(seen.ids)
    cards: list[PlantedCard] = []
    kinds = _shuffled(list(_FAULTS), choose)
    while len(cards) < count:
        if not kinds:
            message = "no card with any fault goes to a person by this policy"
            raise ValueError(message)
        name = _id_like(seen.ids, ids, choose)
        kind = kinds.pop(0)
        if card := _planted(name, kind, choose, terms, with_lines=seen.has_lines):
            kinds.append(kind)
            ids.add(name)
            cards.append(card)
    places = tuple(choose.integer(0, seen.rows) for _ in cards)
    return Planting(tuple(cards), places)


class _Seen:
    """What the rows of a team look like."""

    def __init__(self) -> None:
        self.ids: list[Id] = []
        self.rows = self.for_people = 0
        self.has_evidence = self.has_lines = False

    def add(self, row: Row, terms: Terms) -> None:
        self.rows += 1
        if isinstance(row.get("id"), str | int):
            self.ids.append(row["id"])
        if "error" in row:
            return
        own = (
            None if terms.policy == DEFAULT_POLICY else terms.policy.used.digest,
            terms.profile and terms.profile.used.digest,
        )
        if tuple(row.get(key, {}).get("digest") for key in ("policy", "profile")) != own:
            message = "the rows were examined by another policy or profile, which has to be given here, too"
            raise ValueError(message)
        self.for_people += row["decision"] != "accept"
        if "ledger" in row and not self.has_lines:
            self.has_evidence = True
            texts = itertools.chain.from_iterable(one["texts"] for one in row["ledger"]["fields"].values())
            self.has_lines = any("line" in text.get("origin", {}) for text in texts)


def _planted(name: Id, kind: str, choose: Chooser, terms: Terms, *, with_lines: bool) -> PlantedCard | None:
    """Return a known card with this fault that goes to a person; ``None`` where a policy sends none there."""
    for _ in range(_TRIES):
        specimen = make_specimen(seed=choose.integer(0, _SEEDS), today=terms.today)
        faulty, field = _FAULTS[kind](specimen, choose)
        response = faulty.lines() if with_lines else faulty.response()
        row: Row = {"id": name, **examine_response(response, terms)}
        truth = {one: specimen.truth[one] for one in LABEL_READERS}
        if _is_fit(kind, field, row, truth):
            offered = {one: row["fields"][one]["value"] for one in LABEL_READERS}
            known = KnownCard(
                id=name, row=row_digest(row), truth=truth, offered=offered, planted={field: kind}
            )
            return PlantedCard(known, row, specimen)
    return None


def _is_fit(kind: str, field: str, row: Row, truth: Mapping[str, Any]) -> bool:
    """Return whether a row goes to a person and offers of the field what the fault is about."""
    if row.get("decision") != "review":
        return False
    offered = row["fields"][field]["value"]
    if kind == "wrong_offered":
        return offered is not None and not same_value(offered, truth[field])
    return kind != "right_offered" or (offered is not None and same_value(offered, truth[field]))


def _other(character: str, among: str, choose: Chooser) -> str:
    return choose.choice(tuple(one for one in among if one != character))


def _number_in_print(specimen: Specimen, choose: Chooser) -> tuple[Specimen, str]:
    text, at = specimen.printed["document_number"], choose.integer(0, 8)
    return _reprinted(
        specimen, "document_number", text[:at] + _other(text[at], "0123456789", choose) + text[at + 1 :]
    ), "document_number"


def _number_swapped(specimen: Specimen, choose: Chooser) -> tuple[Specimen, str]:
    text = specimen.printed["document_number"]
    pairs = [at for at in range(8) if text[at] != text[at + 1]]
    at = choose.choice(tuple(pairs))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return _reprinted(specimen, "document_number", swapped), "document_number"


def _number_in_mrz(specimen: Specimen, choose: Chooser) -> tuple[Specimen, str]:
    return _in_mrz(specimen, 0, 5 + choose.integer(0, 8), choose), "document_number"


def _birth_in_mrz(specimen: Specimen, choose: Chooser) -> tuple[Specimen, str]:
    return _in_mrz(specimen, 1, choose.integer(0, 5), choose), "date_of_birth"


def _expiry_in_mrz(specimen: Specimen, choose: Chooser) -> tuple[Specimen, str]:
    return _in_mrz(specimen, 1, 8 + choose.integer(0, 5), choose), "date_of_expiry"


def _in_mrz(specimen: Specimen, line: int, at: int, choose: Chooser) -> Specimen:
    text = specimen.mrz[line]
    changed = text[:at] + _other(text[at], "0123456789", choose) + text[at + 1 :]
    upper, middle, lower = (changed if one is text else one for one in specimen.mrz)
    return attrs.evolve(specimen, mrz=(upper, middle, lower))


def _birth_in_print(specimen: Specimen, choose: Chooser) -> tuple[Specimen, str]:
    return _redated(specimen, "date_of_birth", choose), "date_of_birth"


def _expiry_in_print(specimen: Specimen, choose: Chooser) -> tuple[Specimen, str]:
    return _redated(specimen, "date_of_expiry", choose), "date_of_expiry"


def _redated(specimen: Specimen, field: str, choose: Chooser) -> Specimen:
    """Return the card with another numeral in a printed date, which is still a day."""
    text = specimen.printed[field]
    days = [
        changed
        for at, numeral in enumerate(text)
        if numeral in KHMER_DIGITS
        for other in KHMER_DIGITS
        if (changed := text[:at] + other + text[at + 1 :]) != text and read_date(changed).value is not None
    ]
    return _reprinted(specimen, field, choose.choice(tuple(days)))


def _name_in_print(specimen: Specimen, choose: Chooser) -> tuple[Specimen, str]:
    text = specimen.printed["name_latin"]
    at = choose.choice(tuple(place for place, letter in enumerate(text) if letter in _LETTERS))
    changed = text[:at] + _other(text[at], _LETTERS, choose) + text[at + 1 :]
    field = "surname" if at < len(specimen.values.surname) else "given_names"
    return _reprinted(specimen, "name_latin", changed), field


def _sex_in_print(specimen: Specimen, _choose: Chooser) -> tuple[Specimen, str]:
    other = next(one for one in Sex if one is not specimen.values.sex)
    return _reprinted(specimen, "sex", WORDS[other]), "sex"


def _wrong_offered(specimen: Specimen, choose: Chooser) -> tuple[Specimen, str]:
    return _without_middle(_redated(specimen, "date_of_birth", choose)), "date_of_birth"


def _right_offered(specimen: Specimen, _choose: Chooser) -> tuple[Specimen, str]:
    return _without_middle(specimen), "date_of_birth"


def _without_middle(specimen: Specimen) -> Specimen:
    """Return the card without the line of the MRZ that would prove its dates and its sex."""
    return attrs.evolve(specimen, mrz=(specimen.mrz[0], "", specimen.mrz[2]))


def _reprinted(specimen: Specimen, field: str, text: str) -> Specimen:
    return attrs.evolve(specimen, printed={**specimen.printed, field: text})


#: What may be planted, by its kind.
_FAULTS: Final[Mapping[str, Fault]] = {
    "number_print": _number_in_print,
    "number_mrz": _number_in_mrz,
    "number_swapped": _number_swapped,
    "birth_print": _birth_in_print,
    "birth_mrz": _birth_in_mrz,
    "expiry_print": _expiry_in_print,
    "expiry_mrz": _expiry_in_mrz,
    "name_print": _name_in_print,
    "sex_print": _sex_in_print,
    "wrong_offered": _wrong_offered,
    "right_offered": _right_offered,
}
#: The kinds of what is planted.
KINDS: Final = tuple(_FAULTS)


def _shuffled(kinds: list[str], choose: Chooser) -> list[str]:
    left, found = list(kinds), []
    while left:
        found.append(left.pop(choose.integer(0, len(left) - 1)))
    return found


def _id_like(ids: list[Id], taken: Collection[Id], choose: Chooser) -> Id:
    """Return an id that looks like those of other rows and is none of them: near to one, if it can be."""
    models = tuple(ids[:: max(1, len(ids) // _MODELS)]) or ("row 1",)
    for changed in itertools.count(1):  # numerals, from the right
        for _ in range(_MODELS):
            model = choose.choice(models)
            found = _like(str(model), changed, choose)
            own: Id = int(found) if isinstance(model, int) else found
            if own not in taken and str(own) not in taken:
                return own
    raise AssertionError  # pragma: no cover - the count has no end


def _like(model: str, changed: int, choose: Chooser) -> str:
    """Return a text with so many other numerals, from the right, and letters too where it is a hash.

    Where it has fewer, some are put behind it.
    """
    among = "0123456789abcdef" if _HEX.fullmatch(model) else "0123456789"
    places = [at for at, one in enumerate(model) if one in among]
    letters = list(model)
    for at in places if len(among) > _DECIMALS else places[-changed:]:
        begins = at - 1 not in places and model[at] != "0"
        letters[at] = choose.choice(tuple(among[1:] if begins else among))
    letters += [choose.choice(tuple("0123456789")) for _ in range(changed - len(places))]
    return "".join(letters)
