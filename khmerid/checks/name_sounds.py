r"""The sounds of a name, from its Khmer spelling and from its Latin one, so that the two can be compared.

The Latin spelling of a Cambodian name is conventional and declared by its holder; what the two spellings
have in common is the order of their consonants, by class, and roughly their vowels. Some sounds are written
in one script and often left out in the other, such as the last of two final consonants, or the RO that
closes a syllable: those cost little where they have no partner. The classes are those of the tables of
conventional transcription (Ding and others, PACLING 2017; UNGEGN 1972), both series joined.

>>> " ".join(sound.letters for sound in khmer_sounds("សុភា"))
'S OU P AE'
>>> " ".join(sound.letters for sound in latin_sounds("SOPHEA"))
'S O P EA'
"""

import functools
import re
from typing import Final, NamedTuple

from khmerid.text.normal_form import to_normal_form


class Sound(NamedTuple):
    """A consonant by its class or a vowel by its letters, and the cost of its having no partner."""

    letters: str
    vowel: bool
    omission: float


# The consonants by their class. អ carries a vowel and has no sound of its own.
_CONSONANTS: Final = {
    letter: sound
    for letters, sound in (
        ("កខគឃ", "K"),
        ("ង", "G"),
        ("ចឆជឈ", "C"),
        ("ញ", "J"),
        ("ដឋឌឍតថទធ", "T"),
        ("ណន", "N"),
        ("បផពភ", "P"),
        ("ម", "M"),
        ("យ", "Y"),
        ("រ", "R"),
        ("លឡ", "L"),
        ("វ", "V"),
        ("សឝឞ", "S"),
        ("ហ", "H"),
        ("ឫឬ", "R"),  # independent vowels that begin with a consonant
        ("ឭឮ", "L"),
    )
    for letter in letters
}
# The letters with which a vowel is written, for both series of consonants and all habits of holders; at the
# end those of the independent vowels.
_VOWELS: Final = {
    "ា": "AE",
    "ិ": "EIY",
    "ី": "EIY",
    "ឹ": "EIOU",
    "ឺ": "EIOU",
    "ុ": "OU",
    "ូ": "OU",
    "ួ": "OU",
    "ើ": "AEOU",
    "ឿ": "AEOU",
    "ៀ": "AEI",
    "េ": "EIY",
    "ែ": "AE",
    "ៃ": "AEIY",
    "ោ": "AOU",
    "ៅ": "AOU",
    "័": "AEO",
    "ឥ": "EI",
    "ឦ": "EI",
    "ឧ": "OU",
    "ឩ": "OU",
    "ឪ": "AOU",
    "ឳ": "AOU",
    "ឯ": "AE",
    "ឰ": "AEIY",
    "ឱ": "AOU",
    "ឫ": "EIOU",
    "ឬ": "EIOU",
    "ឭ": "EIOU",
    "ឮ": "EIOU",
}
_SIGNS: Final = {"\u17c7": "H", "\u17c8": "K"}  # reahmuk, yuukaleapintu

# A base with its robat, coengs, shifter, vowels and signs, in the order of the normal form.
_SYLLABLE = re.compile(
    "([\u1780-\u17b3])\u17cc?((?:\u17d2[\u1780-\u17a2])*)[\u17c9\u17ca]?([\u17b6-\u17c5\u17d0]*)"
    "([\u17c6-\u17d1\u17dd]*)",
)
_LATIN = re.compile(
    "([AEIOU]+(?:Y(?![AEIOU]))?|Y(?![AEIOU]))"
    "|(CHH?|CK|KH|GNH|GN(?=[AEIOU])|GH|NGH?|NY(?=[AEIOU])|NH|TH|DH|PH|BH|SH|[B-Z])"
)
_LATIN_CONSONANTS: Final = {
    spelling: sound
    for spellings, sound in (
        (("K", "KH", "G", "GH", "CK", "Q"), "K"),
        (("NG", "NGH"), "G"),
        (("C", "CH", "CHH", "J"), "C"),
        (("NH", "NY", "GN", "GNH"), "J"),
        (("T", "TH", "D", "DH"), "T"),
        (("P", "PH", "B", "BH", "F"), "P"),
        (("V", "W"), "V"),
        (("S", "SH", "Z", "X"), "S"),
    )
    for spelling in spellings
}

#: The cost of a sound without a partner: of a Khmer consonant, a Latin one, one that is often mute, one that
#: mostly is, and a vowel that is not written. Set by hand, as `khmerid.checks.name_comparison` says; higher,
#: and habits of spelling are taken for misreadings.
_SPOKEN, _ADDED, _OFTEN_MUTE, _MUTE, _UNWRITTEN = 0.8, 0.6, 0.3, 0.1, 0.02

_INHERENT: Final = (Sound("AEOU", vowel=True, omission=_UNWRITTEN),)
_FINAL_V: Final = Sound("V", vowel=False, omission=_UNWRITTEN)  # POV, SAO


@functools.lru_cache(maxsize=128)  # few sounds make up all names
def _consonant(letters: str, omission: float) -> Sound:
    return Sound(letters, vowel=False, omission=omission)


@functools.lru_cache(maxsize=128)
def _vowel(letters: str, omission: float) -> Sound:
    return Sound(letters, vowel=True, omission=omission)


def khmer_sounds(name: str) -> list[Sound]:
    """Return the sounds of one Khmer name in the order in which they are spoken."""
    syllables: list[tuple[str, str, str, str]] = _SYLLABLE.findall(to_normal_form(name))
    sounds: list[Sound] = []
    for number, syllable in enumerate(syllables, 1):
        after = syllables[number][0] if number < len(syllables) else ""
        _add_sounds_of_syllable(sounds, syllable, after, is_first=number == 1)
    return sounds


def _add_sounds_of_syllable(
    sounds: list[Sound], syllable: tuple[str, str, str, str], after: str, *, is_first: bool
) -> None:
    """Add the sounds of a syllable to those before it; ``after`` is the base that follows."""
    base, coengs, vowels, signs = syllable
    if "\u17cd" in signs:  # toandakhiat silences its consonant, with what hangs on it
        return
    closes = not is_first and not vowels and "\u17c6" not in signs
    mute_vowel = not after and vowels == "ិ"  # ជាតិ, សម្បត្តិ
    before = sounds[-1] if sounds else None
    sound = _CONSONANTS.get(base, "")
    if sound:
        is_mute = (closes and sound in "RVY") or (sound == "H" and before and _is_stop(before))
        before = _consonant(sound, _MUTE if is_mute else _SPOKEN)
        sounds.append(before)
    for letter in coengs[1::2]:
        sound = _CONSONANTS.get(letter, "")
        if not sound or (before and before.letters == sound):
            continue
        omission = _SPOKEN
        if closes or mute_vowel:  # of two final consonants the second is mute: ពេជ្រ
            omission = _OFTEN_MUTE if after else _MUTE
        elif sound == "H" and before and _is_stop(before):
            omission = _MUTE
        before = _consonant(sound, omission)
        sounds.append(before)
    sounds += _vowels(base, vowels, mute=mute_vowel, ends=closes and not after)
    if signs:
        # Nikahit is M, but ាំង is ANG.
        if "\u17c6" in signs and not (vowels == "ា" and after == "ង"):
            sounds.append(_consonant("M", _SPOKEN))
        sounds += [_consonant(_SIGNS[sign], _MUTE) for sign in signs if sign in _SIGNS]


def latin_sounds(name: str) -> list[Sound]:
    """Return the sounds of one Latin name, which is in capitals."""
    sounds: list[Sound] = []
    before = ""
    for vowel, consonant in _LATIN.findall(name):
        sound = _latin_sound(vowel, consonant, before)
        before = sound.letters
        sounds.append(sound)
    return sounds


@functools.lru_cache(maxsize=1024)  # few letters stand beside each other
def _latin_sound(vowel: str, consonant: str, before: str) -> Sound:
    sound = vowel or _LATIN_CONSONANTS.get(consonant, consonant)
    omission = _ADDED
    if vowel or consonant == "R":  # -ORN, -EURN
        omission = _OFTEN_MUTE / 2
    elif consonant == "H" or before == sound:
        omission = _MUTE
    return Sound(sound, vowel=bool(vowel), omission=omission)


def _vowels(base: str, vowels: str, *, mute: bool, ends: bool) -> tuple[Sound, ...]:
    """Return the vowel of a syllable: the one written, or the inherent one unless the word ends there."""
    letters = _VOWELS.get(base, "")
    for vowel in vowels:
        letters += _VOWELS[vowel]
    if not letters:
        return () if ends else _INHERENT
    written = _vowel(letters, _UNWRITTEN if mute else _OFTEN_MUTE)
    return (written, _FINAL_V) if vowels == "ៅ" else (written,)


def _is_stop(before: Sound) -> bool:
    """Return whether no vowel is written before: there -KH- can be K and H, as in SOKHENG."""
    return not before.vowel or before.omission == _UNWRITTEN
