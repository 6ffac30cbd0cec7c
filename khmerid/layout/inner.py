"""Cutting the two printed lines that hold more than one field.

The birth line has date, sex and height, the validity line date of issue and date of expiry. Their labels
inside the line are short and often lost; what is there without them is a date, a word and a number, in the
printed order.

>>> text = "99.06.9869 ing: ស្រី កំពស់៖ ១៦០ ស.ម"
>>> {field: text[start:end] for field, (start, end) in cut_birth_line(text, 0).items()}
{'date_of_birth': '99.06.9869', 'sex': 'ស្រី', 'height': '១៦០ ស.ម'}
>>> text = "១៣.០៧.២០២៥ ពល់ថ្ងៃ ១២.0|"
>>> {field: text[start:end] for field, (start, end) in cut_validity_line(text, 0).items()}
{'date_of_issue': '១៣.០៧.២០២៥', 'date_of_expiry': '១២.0|'}

"""

from typing import Final

import regex

from khmerid.layout.labels import Label, find_label, find_printed_label
from khmerid.layout.shapes import Span, full_dates, numeric_runs, sex_word

_DIGIT = regex.compile(r"[0-9០-៩]")
_AFTER_COLON = regex.compile(r"[:ៈ៖]\s*([^\s:ៈ៖]+)")
_WORD = regex.compile(r"[^\s:ៈ៖]+")
_REST_OF_LABEL = regex.compile(r"ថ\S{0,4}\s+")  # of ដល់ថ្ងៃ, when only ដល់ was read well
_UNTIL_MISREAD = regex.compile(r"ថ\S{0,3}ៃ")
_ANYWHERE: Final = 1_000


def cut_birth_line(text: str, start: int) -> dict[str, Span]:
    """Return where date, sex and height stand after ``start``, those of which there is a trace."""
    height_label = find_label(text, "height", start, _ANYWHERE)
    end = height_label.start if height_label else len(text)
    sex_label = find_printed_label(text[:end], "sex", start) or find_label(
        text[:end], "sex", start, _ANYWHERE
    )
    date = _birth_date(text, start, sex_label.start if sex_label else end, labelled=sex_label is not None)
    rest = sex_label.end if sex_label else date[1] if date else start
    sex = _sex(text, rest, end, labelled=sex_label is not None, bounded=height_label is not None)
    height = _height(text, height_label, sex[1] if sex else rest)
    found = {"date_of_birth": date, "sex": sex, "height": height}
    return {field: span for field, span in found.items() if span and span[0] < span[1]}


def _birth_date(text: str, start: int, end: int, *, labelled: bool) -> Span | None:
    return _first_date(text, start, end) or (stripped(text, start, end) if labelled else None)


def _first_date(text: str, start: int, end: int) -> Span | None:
    """Find the first whole date, or the first words that are mostly digits."""
    dates = full_dates(text, start, end)
    runs = dates or numeric_runs(text, start, end)
    return runs[0] if runs else None


def _sex(text: str, start: int, end: int, *, labelled: bool, bounded: bool) -> Span | None:
    word = sex_word(text, start, end)
    if word:
        return word
    runs = numeric_runs(text, start, end)
    if runs and not bounded:
        end = runs[0][0]
    if labelled:
        first = _WORD.search(text, start, end)
        return first.span() if first else None
    after = _AFTER_COLON.search(text, start, end)
    if after:
        return after.span(1)
    words = list(_WORD.finditer(text, start, end))
    return words[-1].span() if words and bounded else None


def _height(text: str, label: Label | None, start: int) -> Span | None:
    if label:
        return stripped(text, label.end, len(text))
    colon = max(text.rfind(mark, start) for mark in ":ៈ៖")  # of a label that was not recognised
    digit = _DIGIT.search(text, max(start, colon)) or _DIGIT.search(text, start)
    return stripped(text, digit.start(), len(text)) if digit else None


def cut_validity_line(text: str, start: int) -> dict[str, Span]:
    """Return where the dates of issue and of expiry stand after ``start``."""
    until = find_label(text, "date_of_expiry", start, _ANYWHERE)
    if until:
        found = {
            "date_of_issue": _date(text, start, until.start),
            "date_of_expiry": _date(text, until.end, len(text)),
        }
    elif misread := _UNTIL_MISREAD.search(text, start):
        found = {
            "date_of_issue": _first_date(text, start, misread.start()),
            "date_of_expiry": _date(text, misread.end(), len(text)),
        }
    else:
        found = _two_dates(text, start)
    return {field: span for field, span in found.items() if span and span[0] < span[1]}


def _date(text: str, start: int, end: int) -> Span | None:
    found = _first_date(text, start, end)
    if found:
        return found
    rest = _REST_OF_LABEL.match(text, start, end)
    return stripped(text, rest.end() if rest else start, end)


def _two_dates(text: str, start: int) -> dict[str, Span | None]:
    """Tell the dates apart without the word between them: the first whole date ends the first field."""
    whole = full_dates(text, start)
    runs = numeric_runs(text, start)
    if whole:
        later = whole[1:] or numeric_runs(text, whole[0][1])
        if not later and not start:  # one date and no label: it could be either
            return {}
        return {"date_of_issue": whole[0], "date_of_expiry": later[-1] if later else None}
    return {
        "date_of_issue": runs[0] if runs and start else None,
        "date_of_expiry": runs[-1] if len(runs) > 1 else None,
    }


def stripped(text: str, start: int, end: int) -> Span:
    """Return the span without the blanks at both ends."""
    held = text[start:end]
    return start + len(held) - len(held.lstrip()), start + len(held.rstrip())
