"""Names as printed: the surname, one blank, the given names; in Khmer, and below in Latin capitals.

The Latin spelling is declared by its holder and not derived from the Khmer one, so each is read for
itself; `compare_names` says how well they go together and never corrects either.

>>> read_name_latin("2 SOK SOPHEA").value
'SOK SOPHEA'
>>> read_name_khmer("គោត្តនាមនិងនាម: សុខ សុភា").value
'សុខ សុភា'
>>> read_name_latin("- 7 -").status
<Status.REJECTED: 3>

"""

from typing import Final

import regex

from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.text.cleaning import clean

# Signs that Latin engines return for a letter of the card's typeface, where one letter looks like them.
_LOOK_ALIKES: Final = {
    "0": "O",
    "1": "I",
    "5": "S",
    "8": "B",
    "$": "S",
    "|": "I",
    "!": "I",
    "£": "E",
    "€": "E",
    "¥": "Y",
}
_TO_LETTER = str.maketrans(_LOOK_ALIKES)
_SIGNS_AROUND = ".,:;·'’`\"-–—_~*"

# Only what is never a name: កញ្ញា and នាង are titles and names both, and stay.
_TITLES: Final = frozenset(
    {"លោក", "លោកស្រី", "អ្នកស្រី", "លោកជំទាវ", "ឯកឧត្តម", "ឧកញ៉ា", "អ្នកឧកញ៉ា", "សម្តេច", "វេជ្ជបណ្ឌិត", "បណ្ឌិត"}
)
# គោត្តនាមនិងនាម, however its letters were misread, ends in នាម or គាម and a colon.
_LABEL = regex.compile(r"(?:[ក-៓ ]{0,24}?[នគ]ាម|ឈ្មោះ) ?[:៖ៈ] ?")


def read_name_latin(text: str | None) -> Reading[str]:
    """Read the Latin name in capitals, with one blank between its parts.

    Signs around the name are removed; a sign in place of a letter is read as that letter with a doubt.
    """
    cleaned, notes = clean(text)
    if not cleaned:
        return Reading(text, None, notes)
    tokens, token_notes = _keep_tokens(cleaned.translate(_TO_LETTER), cleaned, "[A-Za-z]", "[A-Za-z'-]")
    codes = [note.code for note in (*notes, *token_notes)]
    name = " ".join(tokens)
    if sum(character.isalpha() for character in name) < 3:
        return Reading(text, None, (*notes, Note(Code.UNREADABLE)))
    if name != name.upper():
        codes.append(Code.LETTER_CASE if name in (name.title(), name.lower()) else Code.MIXED_CASE)
    if len(tokens) < 2:
        codes.append(Code.ONE_NAME_ONLY)
    return Reading(text, name.upper(), (*notes, *(Note(code) for code in codes[len(notes) :])))


def read_name_khmer(text: str | None) -> Reading[str]:
    """Read the Khmer name, with one blank between its parts, without label and title.

    Its letters stay as they were read: nothing on the card could prove another spelling.
    """
    cleaned, notes = clean(text)
    if not cleaned:
        return Reading(text, None, notes)
    codes = []
    if label := _LABEL.match(cleaned):
        cleaned = cleaned[label.end() :]
        codes.append(Code.LABEL_REMOVED)
    tokens, token_notes = _keep_tokens(cleaned, cleaned, "[ក-ឳ]", "[ក-៓៝\u200c]")
    codes += [note.code for note in token_notes]
    if tokens and tokens[0] in _TITLES:
        del tokens[0]
        codes.append(Code.TITLE_REMOVED)
    name = " ".join(tokens)
    if len(name) < 3:
        return Reading(text, None, (*notes, Note(Code.UNREADABLE)))
    if len(tokens) < 2:
        codes.append(Code.ONE_NAME_ONLY)
    return Reading(text, name, (*notes, *(Note(code) for code in codes)))


def _keep_tokens(text: str, original: str, letter: str, allowed: str) -> tuple[list[str], tuple[Note, ...]]:
    """Return the parts that have a letter, bare of other signs, and what that took."""
    tokens = []
    codes = set()
    for token, before in zip(text.split(" "), original.split(" "), strict=True):
        if not regex.search(letter, before):
            codes.add(Code.NOISE_REMOVED)
            continue
        if token != before:
            codes.add(Code.LOOK_ALIKE_REPLACED)
        bare = token.strip(_SIGNS_AROUND)
        if bare != token:
            codes.add(Code.NOISE_REMOVED)
        kept = "".join(regex.findall(allowed, bare))
        if kept != bare:
            codes.add(Code.OTHER_SCRIPT)
        if kept:
            tokens.append(kept)
    return tokens, tuple(Note(code) for code in sorted(codes, key=str))
