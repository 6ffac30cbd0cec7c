"""The profile of an engine: what it misreads, counted on a team's own stored responses.

A profile holds counts of single characters, and no text of a card. With what was learned from our corpora as
the prior it gives the tables that cards are read with: a hundred cards move them, ten hardly do.

>>> profile = Profile(name="gate", cards=300, characters={"khmer": {"4": {"៤": 900.0, "៨": 100.0}}})
>>> shipped, own = SHIPPED.printed_khmer, profile.misreadings.printed_khmer
>>> [round(channel.rates("4")["៨"], 3) for channel in (shipped, own)]
[0.05, 0.075]
>>> Profile.from_json(profile.to_json()) == profile
True
"""

import functools
import hashlib
import json
import math
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn, Self

import attrs

from khmerid.frozen import EMPTY, FrozenMapping
from khmerid.json_text import with_escapes, without_duplicates
from khmerid.misreading.channel import SHIPPED, UNSEEN, Channel, Misreadings
from khmerid.misreading.conditions import CONDITIONS
from khmerid.packaged import packaged_text
from khmerid.text.numerals import ASCII_DIGITS

Counts = Mapping[str, Mapping[str, Mapping[str, float]]]  # by channel, printed character, character read
Words = Mapping[tuple[int, int], tuple[float, float]]  # by edits, and how many more: right, wrong
OnCards = Mapping[str, tuple[int, int]]  # what may be on a card: on how many it was, and of how many

FORMAT: Final = 1
#: Cards below which nothing is learned: fewer say less of an engine than of their own few faults.
FEWEST_CARDS: Final = 10
#: Characters, words and pictures that what was learned before counts for. Set by hand: a card has two or
#: three of each numeral on each side, so from some hundred cards on a numeral is the engine's own. Fewer, and
#: what is rare is forgotten that these cards do not happen to have; more, and a strange engine stays strange.
_CHARACTERS: Final = 1000.0
_WORDS: Final = 50.0
_PICTURES: Final = 100.0
#: The most that anything is counted: beyond it, arithmetic is not exact.
_MOST: Final = 1e12
#: The largest file that is read; a profile of all characters that engines return has less than a tenth.
_LONGEST: Final = 1_000_000
#: The engines of our corpora: smart-kh-ocr, and Tesseract field by field and by lines.
SHIPPED_PROFILES: Final = ("smart-kh-ocr", "tesseract-fields", "tesseract-lines")
#: What may be noted of a card, by kind, so that nothing that was on one can stand there.
_WHAT: Final = re.compile(
    "row unreadable"
    f"|picture (?:{'|'.join(condition.name for condition in CONDITIONS)})"
    "|(?:khmer|latin|mrz) (?:[0-9]|at least [0-9]) misread"
    "|(?:document_number|date_of_birth|sex|date_of_issue|date_of_expiry|name_khmer|name_latin|address|mrz)"
    " (?:missing|differs)"
)
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")
_CHANNELS: Final = {
    "khmer": "printed_khmer",
    "latin": "printed_latin",
    "mrz": "mrz",
}
#: What may be printed: letters are left to the shipped tables, since they settle what conflicts.
_PRINTED: Final = frozenset(("", ".", *ASCII_DIGITS))


@attrs.frozen
class ProfileUsed:
    """By which profile a card was read: its name, and the digest of what it holds."""

    name: str
    digest: str


def _frozen_counts(counts: Counts) -> Counts:
    return FrozenMapping(
        {
            channel: FrozenMapping(
                {printed: FrozenMapping(dict(row.items())) for printed, row in table.items()}
            )
            for channel, table in counts.items()
        }
    )


def _frozen_conditions(counts: Iterable[float]) -> tuple[float, ...]:
    return tuple(counts)


def _frozen_words(words: Words) -> Words:
    return FrozenMapping(words)


def _frozen_on_cards(on_cards: OnCards) -> OnCards:
    given: Mapping[str, Any] = on_cards  # from JSON they are lists, of any length
    return FrozenMapping({what: tuple(counts) for what, counts in given.items()})


@attrs.frozen(kw_only=True, repr=False)
class Profile:
    """What an engine misreads, counted on so many ``cards``.

    ``characters`` are how often each character was read as each: by channel, by printed character (``""``
    where nothing is printed) and by what was read (``""`` where it was lost). ``sex_words`` are how often
    the nearer of the two words was right and wrong, by its edits and by how many more the other has.
    ``conditions`` are how many pictures were in each of the `CONDITIONS`. ``on_cards`` is on how many cards
    something was, such as a numeral misread or a field missing: what `khmerid.calibration.drift` holds other
    cards against. ``tables`` is the digest of the tables that it was counted beside. Raises ``ValueError``
    for what no profile can hold.
    """

    name: str
    cards: int
    characters: Counts = attrs.field(default=EMPTY, converter=_frozen_counts)
    sex_words: Words = attrs.field(default=EMPTY, converter=_frozen_words)
    conditions: tuple[float, ...] = attrs.field(default=(), converter=_frozen_conditions)
    on_cards: OnCards = attrs.field(default=EMPTY, converter=_frozen_on_cards)
    tables: str = attrs.field(factory=lambda: SHIPPED.digest)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.name, str) or not _NAME.fullmatch(self.name):
            _refuse("the name of a profile has letters, numerals, blanks and . _ - only, at most 64 of them")
        if type(self.cards) is not int or not FEWEST_CARDS <= self.cards <= _MOST:
            _refuse(f"a profile is learned from at least {FEWEST_CARDS} cards")
        if self.tables != SHIPPED.digest:
            _refuse("the profile was learned beside tables of another version of khmerid: learn it again")
        _require_counts(self)

    def __repr__(self) -> str:
        return f"Profile({self.name!r}, {self.cards} cards)"

    @functools.cached_property
    def misreadings(self) -> Misreadings:
        """The tables that cards of this engine are read with."""
        own: dict[str, Any] = {
            attribute: _merged(getattr(SHIPPED, attribute), self.characters.get(name, {}))
            for name, attribute in _CHANNELS.items()
        }
        own |= {"sex_words": _merged_words(self.sex_words), "conditions": self._conditions}
        return attrs.evolve(SHIPPED, **own)

    @property
    def _conditions(self) -> tuple[float, ...]:
        counts = self.conditions or (0.0,) * len(CONDITIONS)
        total = sum(counts) + _PICTURES
        return tuple(
            (count + _PICTURES * condition.often) / total
            for count, condition in zip(counts, CONDITIONS, strict=True)
        )

    @functools.cached_property
    def used(self) -> ProfileUsed:
        """The name, and the SHA-256 of all that it holds besides, whatever the order in it."""
        said = json.dumps(self._plain(), sort_keys=True, ensure_ascii=True)
        return ProfileUsed(self.name, f"sha256:{hashlib.sha256(said.encode()).hexdigest()}")

    def _plain(self) -> dict[str, Any]:
        return {
            "cards": self.cards,
            "tables": self.tables,
            "conditions": [*map(float, self.conditions)],
            "on_cards": {what: list(counts) for what, counts in self.on_cards.items()},
            "sex_words": sorted([*edits, *map(float, counts)] for edits, counts in self.sex_words.items()),
            "characters": {
                channel: {
                    printed: {read: float(count) for read, count in row.items()}
                    for printed, row in table.items()
                }
                for channel, table in self.characters.items()
            },
        }

    def to_json(self) -> str:
        """Return the profile as JSON, which `from_json` reads; the same counts give the same text."""
        head = {"format": FORMAT, "name": self.name, "digest": self.used.digest}
        said = json.dumps(head | self._plain(), ensure_ascii=False, indent=1, sort_keys=True)
        return with_escapes(said) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the profile that ``to_json`` wrote; raise ``ValueError`` for anything else.

        >>> Profile.from_json("{}")
        Traceback (most recent call last):
        ValueError: not a profile: it has no format
        """
        try:
            said = json.loads(text, object_pairs_hook=without_duplicates)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict) or "format" not in said:
            _refuse(f"not a profile: {'it has no format' if isinstance(said, dict) else 'no object of JSON'}")
        if said["format"] != FORMAT:
            _refuse("the profile is of another version of khmerid: learn it again")
        if said.keys() - {"format", "digest", *(field.name for field in attrs.fields(cls))}:
            _refuse("the profile is damaged: it has a part that none has")
        try:
            words = {(row[0], row[1]): tuple(row[2:]) for row in said["sex_words"]}
            profile = cls(
                name=said["name"],
                cards=said["cards"],
                characters=said["characters"],
                sex_words=words,
                conditions=said["conditions"],
                on_cards=said["on_cards"],
                tables=said["tables"],
            )
        except (AttributeError, LookupError, TypeError):
            profile = None
        if profile is None:
            _refuse("the profile is damaged: a part of it is missing or of another kind")
        if profile.used.digest != said.get("digest"):
            _refuse("the profile is damaged or was edited: its digest is not that of what it holds")
        return profile

    @classmethod
    def shipped(cls, name: str) -> Self:
        """Return the profile of an engine that comes with the package; raise ``KeyError`` for none of these.

        >>> SHIPPED_PROFILES
        ('smart-kh-ocr', 'tesseract-fields', 'tesseract-lines')
        >>> Profile.shipped("smart-kh-ocr")
        Profile('smart-kh-ocr', 600 cards)
        """
        if name not in SHIPPED_PROFILES:
            raise KeyError(name)
        return cls.from_json(packaged_text("khmerid.misreading", f"profiles/{name}.json"))

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Self:
        """Return the profile in a file.

        Raises ``OSError`` where it cannot be read, ``ValueError`` where it is no profile.
        """
        with Path(path).open("rb") as stream:
            held = stream.read(_LONGEST + 1)
        if len(held) > _LONGEST:
            _refuse("not a profile: the file is too long")
        try:
            text = held.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = None
        if text is None:  # refused here and not in the handler, because its error holds the whole file
            _refuse("not a profile: the file is not UTF-8")
        return cls.from_json(text)


def require_profile(profile: object) -> None:
    """Raise ``TypeError`` unless it is a profile or ``None``.

    >>> require_profile("gate.json")
    Traceback (most recent call last):
    TypeError: profile is a Profile, not str
    """
    if profile is not None and not isinstance(profile, Profile):
        message = f"profile is a Profile, not {type(profile).__name__}"
        raise TypeError(message)


def tables_of(profile: Profile | None) -> Misreadings:
    """Return the tables of a profile; the shipped ones where there is none."""
    return SHIPPED if profile is None else profile.misreadings


def _refuse(why: str) -> NoReturn:
    raise ValueError(why)


def _require_counts(profile: Profile) -> None:
    """Raise ``ValueError`` unless there are only counts, of single characters, in channels that there are."""
    if unknown := [one for one in profile.characters if one not in _CHANNELS]:
        _refuse(f"a profile has the channels {', '.join(_CHANNELS)}, and {len(unknown)} other")
    tables = [table for channel in profile.characters.values() for table in channel.items()]
    if any(len(one) > 1 for printed, row in tables for one in (printed, *row)):
        _refuse("a profile holds single characters only")
    if any(printed not in _PRINTED for printed, _ in tables):
        _refuse("a profile holds what numerals and full stops are read as, and nothing of letters")
    for what, counts in profile.on_cards.items():
        if (
            not _WHAT.fullmatch(what)
            or len(counts) != 2
            or any(type(one) is not int for one in counts)
            or not 0 <= counts[0] <= counts[1] <= _MOST
        ):
            _refuse("on how many cards something was, and of how many: whole numbers under a known name")
    words = profile.sex_words.items()
    if any(
        len(counts) != 2 or any(type(one) is not int or one < 0 for one in edits) for edits, counts in words
    ):
        _refuse("the words of a profile are counted by their edits: whole numbers")
    rows = [row.values() for _, row in tables] + [counts for _, counts in words] + [profile.conditions]
    if not all(_is_count(count) for row in rows for count in row):
        _refuse("a profile holds counts: numbers from zero to a million million")
    if profile.conditions and len(profile.conditions) != len(CONDITIONS):
        _refuse(f"a profile has {len(CONDITIONS)} conditions of a picture, or none")


def _is_count(count: object) -> bool:
    return isinstance(count, int | float) and not isinstance(count, bool) and 0 <= count <= _MOST


def _merged(shipped: Channel, counts: Mapping[str, Mapping[str, float]]) -> Channel:
    """Return a channel with the rates of the counts, where the shipped ones count as so many characters.

    Those of one character are rounded costs, of which some add up to a little more than one: they count for
    no more characters than there are.
    """
    if not counts:
        return shipped
    numerals = sum(sum(row.values()) for printed, row in counts.items() if printed)
    costs = {}
    for printed in sorted({*shipped.costs, *counts}):
        before, seen = shipped.rates(printed), counts.get(printed, {})
        weight = _CHARACTERS / max(sum(before.values()), 1.0)
        total = max(sum(seen.values()), 0.0 if printed else numerals) + _CHARACTERS
        rates = {
            read: (seen.get(read, 0.0) + weight * before.get(read, 0.0)) / total
            for read in sorted({*before, *seen})
        }
        costs[printed] = {
            read: -math.log(rate) for read, rate in rates.items() if rate > 0 and -math.log(rate) < UNSEEN
        }
    return Channel(shipped.name, costs, shipped.doubled)


def _merged_words(counts: Words) -> Mapping[tuple[int, int], float]:
    """Return the log odds of the nearer word, where the shipped ones count as so many words."""
    merged = dict(SHIPPED.sex_words)
    for edits in _known(counts):
        odds = merged[edits]
        right = counts[edits][0] + _WORDS / (1 + math.exp(-odds))
        wrong = counts[edits][1] + _WORDS / (1 + math.exp(odds))
        merged[edits] = max(math.log(right / wrong), 0.0)
    return merged


def _known(counts: Words) -> Iterable[tuple[int, int]]:
    """Return the edits that were counted, of which something was known before: others weigh nothing."""
    return [edits for edits in sorted(counts) if edits in SHIPPED.sex_words]
