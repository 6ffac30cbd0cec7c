"""Names as printed: the surname, one blank, the given names; in Khmer, and below in Latin capitals.

Source: images of cards under Sub-decree 60 of 2007. The Latin spelling is declared by its holder (directive
of the Ministry of Interior of 7 March 2024) and not derived from the Khmer one, so each is read for itself;
`name_comparison` says how well they go together and never corrects either.

>>> read_name_latin("2 SOK SOPHEA").value
'SOK SOPHEA'
>>> read_name_khmer("គោត្តនាមនិងនាម: សុខ សុភា").value
'សុខ សុភា'
>>> read_name_latin("- 7 -").status
<Status.REJECTED: 3>
"""

import re
from typing import Final

from khmerid.misreading import SHIPPED
from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.text.cleaning import Notes, read_cleaned
from khmerid.text.normal_form import explain, is_normal_form, to_normal_form
from khmerid.text.syllables import is_made_of_syllables, is_usual

_LOOK_ALIKES: Final = SHIPPED.look_alikes.in_printed_names
_TO_LETTER = str.maketrans(dict(_LOOK_ALIKES))
_FEWEST_LETTERS: Final = 3  # as in Y LY; with fewer, what is left of noise would be a name
_LATIN_LETTER, _LATIN_SIGN = re.compile("[A-Za-z]"), re.compile("[A-Za-z'-]")
_KHMER_LETTER, _KHMER_SIGN = re.compile("[ក-ឳ]"), re.compile("[ក-៓៝\u200c]")
# As the card prints them: two words or more and nothing besides, which needs no look at each sign. What may
# be the end of a label is not among the signs.
_PRINTED_LATIN = re.compile("[A-Z]+(?: [A-Z]+)+")
_PRINTED_KHMER = re.compile("[ក-\u17c7\u17c9-៓]+(?: [ក-\u17c7\u17c9-៓]+)+")
_FEWEST_SIGNS: Final = _FEWEST_LETTERS + 1  # of two words, with the blank between them
_SIGNS_AROUND = ".,:;·'’`\"-–—_~*"

# Only what is never a name: កញ្ញា and នាង are titles and names both, and stay.
_TITLES: Final = frozenset(
    {"លោក", "លោកស្រី", "អ្នកស្រី", "លោកជំទាវ", "ឯកឧត្តម", "ឧកញ៉ា", "អ្នកឧកញ៉ា", "សម្តេច", "វេជ្ជបណ្ឌិត", "បណ្ឌិត"}
)
# គោត្តនាមនិងនាម, however its letters were misread, ends in នាម or គាម and a colon.
_LABEL = re.compile(r"(?:[ក-៓ ]{0,24}?[នគ]ាម|ឈ្មោះ) ?[:៖ៈ] ?")


def read_name_latin(text: str | None) -> Reading[str]:
    """Read the Latin name in capitals, with one blank between its parts.

    Signs around the name are removed; a sign in place of a letter is read as that letter with a doubt.
    """
    return read_cleaned(text, _latin_name_of)


def _latin_name_of(cleaned: str) -> tuple[str | None, Notes]:
    if len(cleaned) >= _FEWEST_SIGNS and _PRINTED_LATIN.fullmatch(cleaned):
        return cleaned, ()
    tokens, codes = _keep_tokens(cleaned, _LATIN_LETTER, _LATIN_SIGN, _TO_LETTER)
    name = " ".join(tokens)
    if len(_LATIN_LETTER.findall(name)) < _FEWEST_LETTERS:
        return None, (Note(Code.UNREADABLE),)
    if name != name.upper():
        codes.append(Code.LETTER_CASE if name in (name.title(), name.lower()) else Code.MIXED_CASE)
    if len(tokens) < 2:
        codes.append(Code.ONE_NAME_ONLY)
    return name.upper(), tuple(map(Note, codes))


def read_name_khmer(text: str | None) -> Reading[str]:
    """Read the Khmer name, with one blank between its parts, without label and title.

    Its letters stay as they were read: nothing on the card could prove another spelling.
    """
    return read_cleaned(text, _khmer_name_of)


def _khmer_name_of(cleaned: str) -> tuple[str | None, Notes]:
    if len(cleaned) >= _FEWEST_SIGNS and _PRINTED_KHMER.fullmatch(cleaned) and _is_as_spelt(cleaned):
        return cleaned, ()
    label = _LABEL.match(cleaned)
    without_label = cleaned[label.end() :] if label else cleaned
    tokens, codes = _keep_tokens(without_label, _KHMER_LETTER, _KHMER_SIGN, {})
    if label:
        codes.insert(0, Code.LABEL_REMOVED)
    if tokens and tokens[0] in _TITLES:
        del tokens[0]
        codes.append(Code.TITLE_REMOVED)
    printed = " ".join(tokens)
    if len(_KHMER_SIGN.findall(printed)) < _FEWEST_LETTERS:
        return None, (Note(Code.UNREADABLE),)
    codes += dict.fromkeys(change.note.code for change in explain(printed))
    name = to_normal_form(printed)
    if not _is_well_spelt(name):
        codes.append(Code.UNUSUAL_SPELLING)
    if len(tokens) < 2:
        codes.append(Code.ONE_NAME_ONLY)
    return name, tuple(map(Note, codes))


def _is_as_spelt(name: str) -> bool:
    """Return whether a name is in normal form, without a title and with every sign in its place."""
    return name.partition(" ")[0] not in _TITLES and is_normal_form(name) and _is_well_spelt(name)


def _is_well_spelt(name: str) -> bool:
    return all(is_made_of_syllables(word) and is_usual(word) for word in name.split(" "))


def _keep_tokens(
    text: str, letter: re.Pattern[str], sign: re.Pattern[str], look_alikes: dict[int, str]
) -> tuple[list[str], list[Code]]:
    """Return the parts that have a letter, bare of all but the script's own signs, and what that took."""
    tokens = []
    codes = set()
    for token in text.split(" "):
        if not letter.search(token):
            codes.add(Code.NOISE_REMOVED)
            continue
        read = token.translate(look_alikes)
        bare = read.strip(_SIGNS_AROUND)
        kept = "".join(sign.findall(bare))
        steps = {
            Code.LOOK_ALIKE_REPLACED: read != token,
            Code.NOISE_REMOVED: bare != read,
            Code.OTHER_SCRIPT: kept != bare,
        }
        codes |= {code for code, was_done in steps.items() if was_done}
        tokens.append(kept)
    return tokens, sorted(codes, key=str)
