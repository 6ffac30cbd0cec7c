"""The texts of one picture of a card, each laid along the value that was made of all of them.

Numerals are laid as `khmerid.resolve` weighs them: with the same templates, at the noise that it inferred.
Letters are laid with the fewest edits, and nothing is said of how likely those are.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from khmerid.card import Card
from khmerid.card_mrz import with_check_digit
from khmerid.fields.places import to_printed
from khmerid.fields.sex import WORDS
from khmerid.ledger.laying import lay_letters, lay_numerals, to_printed_numerals, with_all_of
from khmerid.ledger.records import LaidText
from khmerid.limits import LONGEST_FIELD
from khmerid.misreading import Misreadings
from khmerid.misreading.channel import Channel
from khmerid.misreading.sights import Sight, see
from khmerid.mrz.check_digit import FILLER
from khmerid.mrz.formats import TD1
from khmerid.notes import Code
from khmerid.raw_card import Origin, RawCard
from khmerid.reading import Reading
from khmerid.recovery.find import find_mrz, source_lines
from khmerid.recovery.recovered import WITH_A_DIGIT
from khmerid.resolve.card_noise import CardNoise
from khmerid.resolve.critical import BEHIND_NUMBER, PRINTED_DATE
from khmerid.resolve.evidence import in_print
from khmerid.resolve.printed_once import BEHIND_HEIGHT
from khmerid.resolve.resolved import Source
from khmerid.rules import issues_of

Told = tuple[str, LaidText]  # the field that a text tells of, and the text

# Texts that are read as a whole and are not, character by character, what the card prints.
_OTHER_FORMS: Final = {Code.OTHER_DATE_FORM, Code.LATIN_WORD}
# Where the origin of a printed text is, if not under the name of its field.
_PRINTED_AS: Final = {"height_cm": "height", "surname": "name_latin", "given_names": "name_latin"}
# The line of the MRZ that a field stands in, if not in the middle one.
_UPPER, _MIDDLE, _LOWER = range(3)
_LINE_OF: Final = {
    "document_number": _UPPER,
    "issuing_state": _UPPER,
    "surname": _LOWER,
    "given_names": _LOWER,
}
_NAMES_OF_LINES: Final = ("mrz.upper", "mrz.middle", "mrz.lower")


@attrs.frozen(kw_only=True, repr=False)
class PictureTexts:
    """What was received and read of one picture, and the values that it is laid along.

    ``best`` has for each field of the report its value, else the likeliest candidate, else ``None``.
    """

    raw: RawCard
    card: Card
    picture: int
    best: Mapping[str, Any]
    noise: CardNoise
    misreadings: Misreadings

    def told(self) -> list[Told]:
        """Return the field and the text of everything that was received, print before MRZ."""
        found = [
            *self._printed_numerals(),
            *self._numerals_of_mrz(),
            self._issue_of_expiry(),
            *self._letters(),
        ]
        lines = self._lines_of_mrz()
        return [
            (field, attrs.evolve(text, origin=self._origin(field, text.side, lines)))
            for field, text in found
            if text.text
        ]

    def _printed_numerals(self) -> Iterator[Told]:
        card, best = self.card, self.best
        latin, khmer = self.misreadings.printed_latin, self.misreadings.printed_khmer
        for field, reading, behind, channel in (
            ("document_number", card.document_number, BEHIND_NUMBER, latin),
            ("date_of_birth", card.date_of_birth, None, khmer),
            ("height_cm", card.height_cm, BEHIND_HEIGHT, khmer),
            ("date_of_issue", card.date_of_issue, None, khmer),
            ("date_of_expiry", card.date_of_expiry, None, khmer),
        ):
            text = behind.sub("", reading.cleaned) if behind else reading.cleaned
            yield field, self._printed(field, reading, text, channel, best[field])

    def _issue_of_expiry(self) -> Told:
        """Return the printed issue, laid along the day from which the rule leads to the expiry."""
        issue, expiry = self.card.date_of_issue, self.best["date_of_expiry"]
        by_rule = () if expiry is None else issues_of(expiry)
        day = issue.value if issue.value in by_rule else next(iter(by_rule), None)
        khmer = self.misreadings.printed_khmer
        laid = self._printed("date_of_issue", issue, issue.cleaned, khmer, day)
        return "date_of_expiry", attrs.evolve(laid, side=Source.RULE)

    def _printed(
        self, field: str, reading: Reading[Any], text: str, channel: Channel, value: object
    ) -> LaidText:
        numerals = in_print(value)
        template = PRINTED_DATE if isinstance(value, dt.date) else "0" * len(numerals)
        sight = None
        if value is not None and not _is_in_another_form(reading):
            sight = see(channel, template, text)
        return self._laid(self._received(Source.VIZ, reading.raw), sight, numerals, field)

    def _numerals_of_mrz(self) -> Iterator[Told]:
        for field in WITH_A_DIGIT:
            reading, value = getattr(self.card.mrz, field), self.best[field]
            numerals, sight = "", None
            if value is not None:
                numerals = with_check_digit(value)
                is_open = field == "document_number" and not self.card.mrz.head
                template = "0" * len(numerals)
                sight = see(self.misreadings.mrz, template, reading.cleaned, open_start=is_open)
            yield field, self._laid(self._received(Source.MRZ, reading.raw), sight, numerals, field)

    def _laid(self, received: LaidText, sight: Sight | None, numerals: str, field: str) -> LaidText:
        if sight is None:
            return received
        laid = lay_numerals(sight, numerals, self.noise.rates(sight.channel, (field,)))
        expected = to_printed_numerals(sight.template, numerals, sight.channel)
        return attrs.evolve(received, expected=expected, positions=with_all_of(received.text, laid))

    def _letters(self) -> Iterator[Told]:
        for field, raw, expected in self._printed_letters():
            yield field, self._in_letters(Source.VIZ, raw, expected)
        mrz, best = self.card.mrz, self.best
        sex, line = best["sex"], _line_of_names(self._names())
        for field, raw, expected in (
            ("sex", mrz.sex.raw, sex and str(sex)),
            ("surname", mrz.name_line, line),
            ("given_names", mrz.name_line, line),
            ("issuing_state", mrz.issuing_state, best["issuing_state"]),
            ("nationality", mrz.nationality, best["nationality"]),
        ):
            yield field, self._in_letters(Source.MRZ, raw, expected)

    def _printed_letters(self) -> Iterator[tuple[str, str | None, str | None]]:
        """Yield each printed field of letters, its text as received, and what stands there if it is right."""
        card, best = self.card, self.best
        sex, name, marks = best["sex"], " ".join(self._names()), best["distinguishing_marks"]
        yield "sex", card.sex.raw, None if sex is None or _is_in_another_form(card.sex) else WORDS[sex]
        yield "surname", card.name_latin.raw, name
        yield "given_names", card.name_latin.raw, name
        yield "name_khmer", card.name_khmer.raw, best["name_khmer"]
        for field in ("place_of_birth", "address"):
            yield field, getattr(card, field).raw, best[field] and to_printed(best[field])
        yield "distinguishing_marks", card.distinguishing_marks.raw, marks and marks.text

    def _names(self) -> list[str]:
        return [self.best[field] for field in ("surname", "given_names") if self.best[field]]

    def _in_letters(self, side: Source, raw: str | None, expected: str | None) -> LaidText:
        received = self._received(side, raw)
        if not expected or received.characters > LONGEST_FIELD:
            return received
        return attrs.evolve(received, expected=expected, positions=lay_letters(expected, received.text))

    def _received(self, side: Source, raw: str | None) -> LaidText:
        text = raw or ""
        return LaidText(side=side, text=text[:LONGEST_FIELD], characters=len(text), picture=self.picture)

    def _origin(self, field: str, side: Source, lines: Sequence[Origin | None]) -> Origin | None:
        if side is Source.MRZ:
            return lines[_LINE_OF.get(field, _MIDDLE)]
        return self.raw.origins.get("date_of_issue" if side is Source.RULE else _PRINTED_AS.get(field, field))

    def _lines_of_mrz(self) -> list[Origin | None]:
        """Return the origins of the upper, the middle and the lower line, as far as they are known."""
        looks, origins = self.misreadings.look_alikes, self.raw.origins
        found = find_mrz(source_lines(self.raw.mrz, looks), looks)
        lines = found.lines if found else (None,) * len(_NAMES_OF_LINES)
        return [
            origins.get(name) or (None if line is None else origins.get(f"mrz.{line.indexes[0]}"))
            for name, line in zip(_NAMES_OF_LINES, lines, strict=True)
        ]


def _is_in_another_form(reading: Reading[Any]) -> bool:
    return any(note.code in _OTHER_FORMS for note in reading.notes)


def _line_of_names(names: Sequence[str]) -> str | None:
    """Return the lower line of a name, as Doc 9303-3, 4.6 has it."""
    if not names:
        return None
    line = (FILLER * 2).join(name.replace(" ", FILLER) for name in names)
    return line[: TD1.length].ljust(TD1.length, FILLER)
