"""Distinguishing marks (ភិនភាគ): what, how large, and where.

Source: OCR output of cards under Sub-decree 60 of 2007.
They print ``<noun>[តូច]ចំ[.] <n>[,<n>]ស.ម <position>`` with few words, such as
``ប្រជ្រុយចំ.០,៥ស.ម លើចុងចិញ្ចើមឆ្វេង``. Because the words are few and far apart, a misread one is read as the
nearest known one, and said to be; what is not known stays as it was read. Nothing on the card can prove it.

>>> marks = read_marks("ប្រជ្រុយចំ.០,៥ស.ម លើចុងចិញ្ចើមឆ្វេង").value
>>> marks.mark, marks.size_cm, marks.position, marks.side
('mole', 0.5, 'on the end of the left eyebrow', 'left')
>>> read_marks("...").status
<Status.REJECTED: 3>
"""

import re
from typing import Final

import attrs

from khmerid.fields.mark_words import NOUNS, PRINTED, MarkWord, align_words, words_of_place
from khmerid.masking import Masked
from khmerid.notes import Code, Note, Status
from khmerid.reading import Reading
from khmerid.text.cleaning import Notes, read_cleaned
from khmerid.text.normal_form import explain, to_normal_form
from khmerid.text.numerals import to_khmer_digits, to_western_digits, unify_digits

#: Misread characters that still leave one word only that it can be; with more, a description is doubtful.
_FEW_FAULTS: Final = 2
_KHMER_DIGITS: Final = (Note(Code.KHMER_DIGITS),)
_SIZE = re.compile(r"([0-9])(?: ?[.,:]{1,2} ?([0-9]))?")
# A Western digit beside a Khmer one is the same numeral read twice, and a lone 9 is a misread ១.
_WESTERN = re.compile("[0-9]")
_WESTERN_TWIN = re.compile("(?<=[០-៩])[0-9]|[0-9](?=[០-៩])")
_WESTERN_LETTER = re.compile("[A-Za-z]")
_KHMER_LETTER = re.compile("[ក-អ]")
_KEPT = re.compile("[^ក-៓៝0-9]+")
_SIGN = re.compile("[^ក-៓៝0-9 .,]")


@attrs.frozen(kw_only=True)
class DistinguishingMarks(Masked):
    """A mark in Khmer and what it says in English; ``None`` where a part is not there or not known.

    ``mark`` is ``"none"`` where the card says that there is no mark. ``size_cm`` is in centimetres.

    >>> marks = read_marks("ប្រជ្រុយចំ. ១ស.ម លើថ្ងាស").value
    >>> marks.mark, marks.size_cm, marks.position, marks.side
    ('mole', 1.0, 'on the forehead', None)
    """

    text: str
    mark: str | None = None
    small: bool = False
    size_cm: float | None = None
    position: str | None = None
    side: str | None = None


def read_marks(text: str | None) -> Reading[DistinguishingMarks]:
    """Read the distinguishing marks, misread words as the nearest known ones, the rest as it is."""
    return read_cleaned(text, _marks_of)


def _marks_of(cleaned: str) -> tuple[DistinguishingMarks | None, Notes]:
    normal = to_normal_form(cleaned)
    notes: Notes = ()
    if normal != cleaned:
        notes = tuple(map(Note, dict.fromkeys(change.note.code for change in explain(cleaned))))
    if as_printed := PRINTED.fullmatch(normal):
        noun, small, size = as_printed.group("noun", "small", "size")
        words, is_small = words_of_place(*as_printed.group("relation", "part", "side")), small is not None
        marks = _describe(normal, NOUNS[noun], to_western_digits(size), words, is_small=is_small)
        return marks, notes + _KHMER_DIGITS
    digits, digit_notes = _read_digits(normal)
    notes += digit_notes
    solid = _KEPT.sub("", digits)
    if not _KHMER_LETTER.search(solid) or any(note.status >= Status.REJECTED for note in notes):
        return None, (*notes, Note(Code.UNREADABLE))
    aligned = align_words(solid)
    if aligned is None:
        return DistinguishingMarks(text=normal), (*notes, Note(Code.MARK_WORD_UNKNOWN))
    size, size_notes = _size(aligned, digits)
    faults = sum(word.faults for word in aligned)
    changed = faults > 0 or _SIGN.search(digits) is not None
    text = _compose(aligned, size) if changed else to_khmer_digits(digits)
    is_small = any(word.kind == "small" for word in aligned)
    marks = _describe(text, aligned[0].english, size, aligned, is_small=is_small)
    return marks, (*notes, *_doubts(aligned, digits, solid), *size_notes)


def _read_digits(text: str) -> tuple[str, Notes]:
    """Return the text with its digits in ASCII, misread ones put right, and what was noted."""
    digits, notes = unify_digits(text)
    if not _WESTERN.search(text):
        return digits, notes
    if Note(Code.MIXED_DIGITS) not in notes:
        notes = (*notes, Note(Code.WESTERN_DIGITS))
    digits, _ = unify_digits(_WESTERN_TWIN.sub("", text).replace("9", "១"))
    return digits, notes


def _doubts(words: tuple[MarkWord, ...], digits: str, solid: str) -> list[Note]:
    """Note what was not read as it stands."""
    notes = []
    if _WESTERN_LETTER.search(digits):  # what it stands for is lost
        notes.append(Note(Code.OTHER_SCRIPT))
    elif _SIGN.search(digits):
        notes.append(Note(Code.NOISE_REMOVED))
    faults = sum(word.faults for word in words)
    last = words[-1]
    cut = last.kind == "part" and last.faults > 0 and not solid.endswith(last.khmer[-1])
    if cut or any(word.kind == "unknown" for word in words):  # of a side only a letter may be left
        notes.append(Note(Code.MARK_WORD_UNKNOWN))
    elif faults:
        notes.append(Note(Code.SPELLING_REPAIRED if faults <= _FEW_FAULTS else Code.MARK_WORD_REPAIRED))
    return notes


def _describe(
    text: str, mark: str, size: str, words: tuple[MarkWord, ...], *, is_small: bool
) -> DistinguishingMarks:
    """Put the words into English; ``size`` is in ASCII."""
    side = next((word.english for word in words if word.kind == "side"), None)
    return DistinguishingMarks(
        text=text,
        mark=mark,
        small=is_small,
        size_cm=float(size.replace(",", ".")) if size else None,
        position=_position(words, side),
        side=side,
    )


def _size(words: tuple[MarkWord, ...], digits: str) -> tuple[str, Notes]:
    """Return the size as it is printed but in ASCII, ``""`` where there is none, and what was noted."""
    size = next((word.khmer for word in words if word.kind == "size"), None)
    if size is None:
        return "", ()
    match = _SIZE.search(digits)
    if match and size.strip("0") and size == match[1] + (match[2] or ""):  # nothing is 0 cm large
        return match[1] + ("," + match[2] if match[2] else ""), ()
    return "", (Note(Code.SIZE_UNREADABLE),)


def _compose(words: tuple[MarkWord, ...], size: str) -> str:
    """Write the description as the card prints it."""
    printed = {"spot": "ចំ.", "unit": "ស.ម "}
    parts = [
        to_khmer_digits(size or word.khmer) if word.kind == "size" else printed.get(word.kind, word.khmer)
        for word in words
    ]
    return "".join(parts).strip()


def _position(words: tuple[MarkWord, ...], side: str | None) -> str | None:
    """Return in English where the mark is, or ``None`` where that is not said or not known."""
    part = next((word.english for word in words if word.kind == "part"), None)
    if part is None:
        return None
    relations = [word.english for word in words if word.kind == "relation" and word.english]
    article = "the" if side is None else f"the {side}"
    return " ".join([*relations, article, part]).replace("on at the end", "on the end")
