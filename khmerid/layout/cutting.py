"""The fields in the placed rows, as read: labels and clutter are left out, nothing is repaired.

The birth line has date, sex and height, the validity line date of issue and date of expiry. Their labels
inside the line are short and often lost; what is there without them is a date, a word and a number, in the
printed order.

>>> text = "99.06.9869 ing: ស្រី កំពស់៖ ១៦០ ស.ម"
>>> {field: text[start:end] for field, (start, end) in cut_birth_line(text, 0).items()}
{'date_of_birth': '99.06.9869', 'sex': 'ស្រី', 'height': '១៦០ ស.ម'}
>>> text = "១៣.០៧.២០២៥ ពល់ថ្ងៃ ១២.0|"
>>> {field: text[start:end] for field, (start, end) in cut_validity_line(text, 0).items()}
{'date_of_issue': '១៣.០៧.២០២៥', 'date_of_expiry': '១២.0|'}
>>> from khmerid.layout.rows import Row
>>> rows = Row("អាសយដ្ឋាន: ភូមិព្រៃធំ", ((0, 0),)), Row("> ឃុំដំរិល", ((0, 1),))
>>> address = PlacedRow(PrintedLine.ADDRESS, rows[0], 11, labelled=True)
>>> cut_fields([address, PlacedRow(PrintedLine.ADDRESS_END, rows[1])])["address"][0].text
'ភូមិព្រៃធំ ឃុំដំរិល'
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from khmerid.gazetteer.units import UnitType
from khmerid.layout import shapes
from khmerid.layout.labels import (
    LABELS,
    FoundLabel,
    PrintedLine,
    begins_with_marks,
    find_label,
    find_printed_label,
)
from khmerid.layout.placing import PlacedRow
from khmerid.layout.rows import Row
from khmerid.layout.shapes import Span, strip_span

# An enumeration's member is slow to look up.
_NUMBER: Final = PrintedLine.NUMBER
_NAME_KHMER: Final = PrintedLine.NAME_KHMER
_NAME_LATIN: Final = PrintedLine.NAME_LATIN
_BIRTH: Final = PrintedLine.BIRTH
_ADDRESS_END: Final = PrintedLine.ADDRESS_END
_VALIDITY: Final = PrintedLine.VALIDITY
_MRZ: Final = PrintedLine.MRZ
_FIELDS: Final = {
    PrintedLine.NAME_KHMER: "name_khmer",
    PrintedLine.PLACE: "place_of_birth",
    PrintedLine.ADDRESS: "address",
    PrintedLine.ADDRESS_END: "address_end",  # joined to the address
    PrintedLine.MARKS: "distinguishing_marks",
}
_ANYWHERE: Final = 1_000  # characters before a label inside a line: no row has more

# The two lines after their labels, as printed. Where one is, none of its parts need be looked for.
_SEX_LABEL, _HEIGHT_LABEL, _UNTIL = (LABELS[field][0][0] for field in ("sex", "height", "date_of_expiry"))
_BIRTH_AS_PRINTED = re.compile(
    rf"(?P<date_of_birth>{shapes.PRINTED_DATE}) {_SEX_LABEL}[:៖] ?(?P<sex>{shapes.PRINTED_SEX})"
    rf" {_HEIGHT_LABEL}[:៖] ?(?P<height>{shapes.PRINTED_HEIGHT})"
)
_VALIDITY_AS_PRINTED = re.compile(
    rf"(?P<date_of_issue>{shapes.PRINTED_DATE}) {_UNTIL} (?P<date_of_expiry>{shapes.PRINTED_DATE})"
)
_DIGIT = re.compile(r"[0-9០-៩]")
_WORD = re.compile(r"[^\s:ៈ៖]+")
_WORD_AFTER_COLON = re.compile(r"[:ៈ៖]\s*([^\s:ៈ៖]+)")
_REST_OF_UNTIL = re.compile(r"ថ\S{0,4}\s+")  # of ដល់ថ្ងៃ, when only ដល់ was read well
_MISREAD_UNTIL = re.compile(r"ថ\S{0,3}ៃ")

# Clutter of the portrait before a line without label: words that are no Khmer, or a single Khmer letter.
_CLUTTER = re.compile(r"(?:(?:[^\sក-៿]{1,3}|[ក-៿])\s+)+(?=[ក-៿]{2})")
# What is left of a label: a word in another script, one with a colon, the end of one (it begins with a sign).
_GARBLED_LABEL = re.compile(r"(?:[^\sក-៿]{2,8}\s+|\S{1,16}[:ៈ៖]\s*)(?=\S)")
_END_OF_LABEL = re.compile(r"\S{1,9}\s+(?=\S)")  # where it begins with a mark
# The words that a birth place, an address or a mark begins with, as printed and as they are often misread.
_COMMUNE = re.compile(f"{UnitType.KHUM.value}|{UnitType.SANGKAT.value}")
_FIRST_WORDS: Final = {
    PrintedLine.PLACE: _COMMUNE,
    PrintedLine.ADDRESS: re.compile(r"ផ្ទ|ផ្ល|ភូមិ|ភុមិ|កូមិ|ក្រុម|ក្រម|លេខ"),
    PrintedLine.ADDRESS_END: _COMMUNE,
    PrintedLine.MARKS: re.compile(r"ប្រជ្រ|ស្លាក|ស្នាម|សំលាក|គ្មាន"),
}
_TWO_WORDS_AT_END = re.compile(r"[ក-ឳ][ក-៓\u200B]*\s+\S+\s*$")
_AROUND_LETTER: Final = "~-_=.,:;'!|/()[]{}<>«»“”‘’°*"


@attrs.frozen(repr=False)
class FieldText:
    """The raw text of a field, the OCR line it begins on, the lines of its row, and if a label named it."""

    text: str
    line: int
    lines: tuple[int, ...]
    labelled: bool


def cut_fields(placed: Sequence[PlacedRow]) -> dict[str, list[FieldText]]:
    """Return all the texts of each field, and of ``mrz``, in the order of the rows.

    The second line of an address is joined to the first.
    """
    mrz = [one.row for one in placed if one.line is _MRZ]
    texts = defaultdict(list, mrz=[FieldText(row.text, *row.lines_at(0), labelled=False) for row in mrz])
    for one in placed:
        if one.line is _MRZ:
            continue
        for field, (start, end) in _spans(one, mrz):
            if start < end:
                text = FieldText(one.row.text[start:end], *one.row.lines_at(start), one.labelled)
                texts[field].append(text)
    ends = texts.pop("address_end", [])
    if ends and "address" in texts:
        first, *_ = texts["address"]
        joined = f"{first.text} {ends[0].text}"
        texts["address"][0] = attrs.evolve(first, text=joined, lines=first.lines + ends[0].lines)
    elif ends:
        texts["address"] = ends
    return texts


def _spans(one: PlacedRow, mrz: Sequence[Row]) -> Iterable[tuple[str, Span]]:
    text = one.row.text
    if one.line is _BIRTH:
        return cut_birth_line(text, one.value_start).items()
    if one.line is _VALIDITY:
        return cut_validity_line(text, one.value_start).items()
    if one.line is _NUMBER:
        number = shapes.find_document_number(text) or strip_span(text, one.value_start, len(text))
        return [("document_number", number)]
    if one.line is _NAME_LATIN:
        return [("name_latin", _cut_latin_name(text, mrz))]
    start = one.value_start if one.labelled else _start_without_label(one.line, text)
    return [(_FIELDS[one.line], strip_span(text, start, len(text)))]


def cut_birth_line(text: str, start: int) -> dict[str, Span]:
    """Return where date, sex and height stand after ``start``, those of which there is a trace."""
    printed = _BIRTH_AS_PRINTED.fullmatch(text, start)
    if printed:
        return {field: printed.span(field) for field in _BIRTH_AS_PRINTED.groupindex}
    height_label = find_label(text, "height", start, _ANYWHERE)
    end = height_label.start if height_label else len(text)
    before_height = text[:end]
    sex_label = find_printed_label(before_height, "sex", start) or find_label(
        before_height, "sex", start, _ANYWHERE
    )
    date = _first_date(text, start, sex_label.start if sex_label else end)
    if sex_label:
        date = date or strip_span(text, start, sex_label.start)
        after_date = sex_label.value_start
    else:
        after_date = date[1] if date else start
    sex = _sex(text, after_date, end, labelled=sex_label is not None, bounded=height_label is not None)
    height = _height(text, height_label, sex[1] if sex else after_date)
    return _not_empty({"date_of_birth": date, "sex": sex, "height": height})


def _first_date(text: str, start: int, end: int) -> Span | None:
    """Return the first whole date, or the first words that are mostly digits."""
    found = shapes.find_dates(text, start, end) or shapes.find_figures(text, start, end)
    return found[0] if found else None


def _sex(text: str, start: int, end: int, *, labelled: bool, bounded: bool) -> Span | None:
    """Return where the sex stands; ``bounded`` says that the label of the height ends the search."""
    word = shapes.find_sex_word(text, start, end)
    if word:
        return word
    figures = shapes.find_figures(text, start, end)
    if figures and not bounded:
        end = figures[0][0]
    if labelled:
        first = _WORD.search(text, start, end)
        return first.span() if first else None
    after_colon = _WORD_AFTER_COLON.search(text, start, end)
    if after_colon:
        return after_colon.span(1)
    words = list(_WORD.finditer(text, start, end))
    return words[-1].span() if words and bounded else None


def _height(text: str, label: FoundLabel | None, start: int) -> Span | None:
    if label:
        return strip_span(text, label.value_start, len(text))
    colon = max(text.rfind(mark, start) for mark in ":ៈ៖")  # of a label that was not recognised
    digit = _DIGIT.search(text, max(start, colon)) or _DIGIT.search(text, start)
    return strip_span(text, digit.start(), len(text)) if digit else None


def cut_validity_line(text: str, start: int) -> dict[str, Span]:
    """Return where the dates of issue and of expiry stand after ``start``."""
    printed = _VALIDITY_AS_PRINTED.fullmatch(text, start)
    if printed:
        return {field: printed.span(field) for field in _VALIDITY_AS_PRINTED.groupindex}
    until = find_label(text, "date_of_expiry", start, _ANYWHERE)
    if until:
        issue: Span | None = _date(text, start, until.start)
        expiry: Span | None = _date(text, until.value_start, len(text))
    elif misread := _MISREAD_UNTIL.search(text, start):
        issue = _first_date(text, start, misread.start())
        expiry = _date(text, misread.end(), len(text))
    else:
        issue, expiry = _two_dates(text, start)
    return _not_empty({"date_of_issue": issue, "date_of_expiry": expiry})


def _date(text: str, start: int, end: int) -> Span:
    found = _first_date(text, start, end)
    if found:
        return found
    rest = _REST_OF_UNTIL.match(text, start, end)
    return strip_span(text, rest.end() if rest else start, end)


def _two_dates(text: str, start: int) -> tuple[Span | None, Span | None]:
    """Return the dates without the word between them: the first whole date ends the first field."""
    whole = shapes.find_dates(text, start)
    if whole:
        later = whole[1:] or shapes.find_figures(text, whole[0][1])
        if not later and not start:  # one date and no label: it could be either
            return None, None
        return whole[0], later[-1] if later else None
    figures = shapes.find_figures(text, start)
    return figures[0] if figures and start else None, figures[-1] if len(figures) > 1 else None


def _not_empty(spans: Mapping[str, Span | None]) -> dict[str, Span]:
    return {field: span for field, span in spans.items() if span and span[0] < span[1]}


def _start_without_label(line: PrintedLine, text: str) -> int:
    """Return where a value begins, after what is left of its label or after clutter of the portrait."""
    word = _FIRST_WORDS[line].search(text) if line in _FIRST_WORDS else None
    if word:
        return word.start()
    garbled = _garbled_label(text) if line is not _ADDRESS_END else None
    before = garbled or _CLUTTER.match(text)
    start = before.end() if before else 0
    if line is _NAME_KHMER:
        # A surname, a blank, a given name: what stands before the two is left of the label.
        two = _TWO_WORDS_AT_END.search(text, start)
        return two.start() if two else start
    return start


def _garbled_label(text: str) -> re.Match[str] | None:
    return _GARBLED_LABEL.match(text) or (_END_OF_LABEL.match(text) if begins_with_marks(text) else None)


def _cut_latin_name(text: str, mrz: Sequence[Row]) -> Span:
    """Return where the Latin name stands, without a single letter before it that the MRZ does not have."""
    start, end = shapes.find_latin_name(text) or strip_span(text, 0, len(text))
    first, _, rest = text[start:end].partition(" ")
    letter = first.strip(_AROUND_LETTER)
    alone = len(letter) == 1 and not any(row.text.startswith(f"{letter}<") for row in mrz)
    if alone and shapes.find_latin_name(rest):
        start = end - len(rest.lstrip())
    return start, end
