"""The sounds of names, which are compared across the scripts."""

from collections.abc import Sequence

import pytest

from khmerid.checks.name_sounds import Sound, khmer_sounds, latin_sounds


def said(sounds: Sequence[Sound]) -> str:
    return " ".join(sound.letters for sound in sounds)


def free(sounds: Sequence[Sound]) -> str:
    """Return the sounds that cost next to nothing where the other script has none."""
    return " ".join(sound.letters for sound in sounds if sound.omission <= 0.1)


@pytest.mark.parametrize(
    ("name", "sounds", "mute"),
    [
        ("សុភា", "S OU P AE", ""),
        ("សុខ", "S OU K", ""),  # the last consonant has no vowel
        ("សុខភា", "S OU K AEOU P AE", "AEOU"),  # one inside has the inherent one, which is not written
        ("ពេជ្រ", "P EIY C R", "R"),  # of two final consonants the second is mute
        ("ជាតិ", "C AE T EIY", "EIY"),  # so is the vowel
        ("ចន្ទ័", "C AEOU N T AEO", "AEOU"),
        ("ម៉ៅ", "M AOU V", "V"),
        ("នាំ", "N AE M", ""),  # a nikahit is M
        ("ចាំង", "C AE G", ""),  # but not in ANG
        ("ប្រុស", "P R OU S", ""),
        ("សុខហេង", "S OU K AEOU H EIY G", "AEOU H"),  # SOKHENG: K and H may be one letter
        ("ភារៈ", "P AE R K", "R K"),
        ("ឧត្តម", "OU T AEOU M", "AEOU"),  # an independent vowel; of two alike the second is not said
        ("សិរីរ័ត្ន", "S EIY R EIY R AEO T N", "N"),
        ("ឫទ្ធី", "R EIOU T EIY", ""),  # an independent vowel with a consonant
        ("ឯក", "AE K", ""),
        ("ឥន្ទ", "EI N T", "T"),
        ("សៅរ៍", "S AOU V", "V"),  # a silenced consonant
    ],
)
def test_the_sounds_of_a_khmer_name(name: str, sounds: str, mute: str) -> None:
    found = khmer_sounds(name)
    assert (said(found), free(found)) == (sounds, mute)


@pytest.mark.parametrize(
    ("name", "sounds", "mute"),
    [
        ("SOPHEA", "S O P EA", ""),
        ("CHHAY", "C AY", ""),  # a Y behind a vowel is of it
        ("MAYA", "M A Y A", ""),  # between two it is a consonant
        ("SOKHENG", "S O K E G", ""),
        ("SOKKHEANG", "S O K K EA G", "K"),  # of two alike the second is mute
        ("NHANH", "J A J", ""),
        ("THORN", "T O R N", ""),
        ("HENG", "H E G", "H"),
    ],
)
def test_the_sounds_of_a_latin_name(name: str, sounds: str, mute: str) -> None:
    found = latin_sounds(name)
    assert (said(found), free(found)) == (sounds, mute)


def test_vowels_and_consonants_are_told_apart() -> None:
    assert [sound.vowel for sound in khmer_sounds("ម៉ៅ")] == [False, True, False]
    assert [sound.vowel for sound in latin_sounds("MAOV")] == [False, True, False]


def test_what_is_often_not_written_costs_less_than_a_consonant() -> None:
    consonant, vowel = khmer_sounds("សា")
    assert consonant.omission > vowel.omission
    r, n = latin_sounds("ORN")[1:]
    assert r.omission < n.omission


#: What a sound costs that has no partner: `!` one that is spoken, `+` one that is added in Latin, `~` one
#: that is often mute, `'` a vowel of Latin, `-` one that mostly is mute, `_` one that is not written.
COSTS = {"!": 0.8, "+": 0.6, "~": 0.3, "'": 0.15, "-": 0.1, "_": 0.02}


def costed(sounds: Sequence[Sound]) -> str:
    signs = {cost: sign for sign, cost in COSTS.items()}
    return " ".join(sound.letters + signs[sound.omission] for sound in sounds)


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("សុភា", "S! OU~ P! AE~"),
        ("សុខ", "S! OU~ K!"),
        ("សុខភា", "S! OU~ K! AEOU_ P! AE~"),
        # A RO, VO or YO that closes a syllable is mostly mute, and not one that begins it.
        ("ធារ", "T! AE~ R-"),
        ("សាយ", "S! AE~ Y-"),
        ("សុវណ្ណ", "S! OU~ V- AEOU_ N!"),
        ("កវី", "K! AEOU_ V! EIY~"),
        ("សេរីហ៊ន", "S! EIY~ R! EIY~ H! AEOU_ N!"),
        # Of two final consonants the second is mute, and one within a word often.
        ("ពេជ្រ", "P! EIY~ C! R-"),
        ("ឥន្ទ", "EI~ N! T-"),
        ("វិចិត្រ", "V! EIY~ C! EIY~ T! R-"),
        ("សម្បត្តិ", "S! AEOU_ M! P~ AEOU_ T! EIY_"),
        ("ចន្ទ្រា", "C! AEOU_ N! T! R! AE~"),
        ("មិត្តភាព", "M! EIY~ T! AEOU_ P! AE~ P!"),
        # A short I at the end is not written, and one within is.
        ("ជាតិ", "C! AE~ T! EIY_"),
        ("ជាតិណា", "C! AE~ T! EIY~ N! AE~"),
        # An H behind a stop may be of it.
        ("សុខហេង", "S! OU~ K! AEOU_ H- EIY~ G!"),
        ("ខ្ហ", "K! H- AEOU_"),
        ("កុហា", "K! OU~ H! AE~"),
        # Signs.
        ("ព្រះ", "P! R! AEOU_ H-"),
        ("ភារៈ", "P! AE~ R- K-"),
        ("សុំ", "S! OU~ M!"),
        ("ចាំ", "C! AE~ M!"),
        ("អាំង", "AE~ G!"),
        ("សៅរ៍", "S! AOU~ V_"),
        ("អ្នក", "N! AEOU_ K!"),
        ("ឫទ្ធី", "R! EIOU~ T! EIY~"),
    ],
)
def test_what_each_sound_of_a_khmer_name_costs_that_has_no_partner(name: str, sounds: str) -> None:
    assert costed(khmer_sounds(name)) == sounds


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("SOPHEA", "S+ O' P+ EA'"),
        ("CHHAY", "C+ AY'"),
        ("MAYA", "M+ A' Y+ A'"),
        ("YUTH", "Y+ U' T+"),
        ("THORN", "T+ O' R' N+"),  # the R of ORN is a vowel's
        ("HENG", "H- E' G+"),
        ("SOKKHEANG", "S+ O' K+ K- EA' G+"),  # of two alike the second
        ("PHANNY", "P+ A' N+ N- Y'"),
        ("GNANY", "J+ A' N+ Y'"),
        ("NGY", "G+ Y'"),
        ("SHAW", "S+ A' V+"),
        ("CKQX", "K+ K- S+"),
    ],
)
def test_what_each_sound_of_a_latin_name_costs_that_has_no_partner(name: str, sounds: str) -> None:
    assert costed(latin_sounds(name)) == sounds
