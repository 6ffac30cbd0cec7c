"""The official units: 25 provinces, 210 districts, 1,661 communes and their villages.

The names and codes are those that the Ministry of Economy and Finance published in 2025 (NOTICE has the
attribution). ``units.tsv`` has them, a line for each unit down to the commune, with its villages behind it
and what the name of each leaves in doubt; ``data/write_gazetteer.py`` writes it. It is read on first use,
not at import, and the villages of a commune when they are asked for.

>>> path = gazetteer()["210901"]
>>> path.commune.name_khmer, path.district.name_khmer, path.province.name_latin
('អង្គតាសោម', 'ត្រាំកក់', 'Takeo')
>>> path.commune.unit_type, path.district.unit_type
(<UnitType.KHUM: 'ឃុំ'>, <UnitType.SROK: 'ស្រុក'>)
>>> path.villages[1].name_khmer
'ព្រៃដំរី'
"""

import enum
import functools
import threading
from collections.abc import Mapping
from typing import Final

import attrs

from khmerid.masking import Masked
from khmerid.packaged import packaged_text

CODES_SYSTEM = "mef"  # the Ministry's numbering: other lists number some districts differently

# What the name of a village leaves in doubt.
EASILY_MISREAD: Final = "m"  # for that of another one of its commune: a letter or a number apart
TOLD_BY_ITS_WORD: Final = "w"  # without the word for a village it is also a unit above, or another one's end


class UnitType(enum.Enum):
    """The type of a unit, and the word for it that is printed before the name."""

    KHAET = "ខេត្ត"
    REACH_THEANI = "រាជធានី"
    KRONG = "ក្រុង"
    SROK = "ស្រុក"
    KHAN = "ខណ្ឌ"
    KHUM = "ឃុំ"
    SANGKAT = "សង្កាត់"
    PHUM = "ភូមិ"

    def __str__(self) -> str:
        return self.name.lower()

    @property
    def latin(self) -> str:
        """The word in Latin letters.

        >>> UnitType.REACH_THEANI.latin
        'Reach Theani'
        """
        return self.name.replace("_", " ").title()


@attrs.frozen(kw_only=True)
class Unit(Masked):
    """One administrative unit: its code (in the numbering ``CODES_SYSTEM``), its names and its type."""

    code: str
    name_khmer: str
    name_latin: str
    unit_type: UnitType

    def __repr__(self) -> str:
        return f"Unit({self.unit_type})"

    @property
    def printed(self) -> str:
        """The unit as an address line prints it: type and name in one word."""
        return f"{self.unit_type.value}{self.name_khmer}"


@attrs.frozen(kw_only=True)
class UnitPath(Masked):
    """A province and, as far down as it goes, a district and a commune."""

    province: Unit
    district: Unit | None = None
    commune: Unit | None = None

    @property
    def code(self) -> str:
        """The code of the lowest unit."""
        return (self.commune or self.district or self.province).code

    @property
    def printed(self) -> str:
        """The path as an address line prints it, lowest unit first."""
        below = [unit.printed for unit in (self.commune, self.district) if unit]
        return " ".join([*below, self.province.name_khmer])

    @property
    def villages(self) -> tuple[Unit, ...]:
        """The villages of the commune; none where the path does not go down to one."""
        return _villages(self.commune.code)[0] if self.commune else ()

    @property
    def village_doubts(self) -> tuple[str, ...]:
        """What the name of each village leaves in doubt: `EASILY_MISREAD`, `TOLD_BY_ITS_WORD`, or neither."""
        return _villages(self.commune.code)[1] if self.commune else ()


# The towns; the districts of the capital are khans, and every other district is a srok. By the sub-decrees
# of 2008 to 2024 (docs/places.md), because the source of the codes does not have the types.
# fmt: off
_KRONG = frozenset((
    "0106", "0110", "0203", "0305", "0403", "0502", "0509", "0603", "0708", "0709", "0811",
    "0812", "0813", "0904", "1002", "1105", "1308", "1410", "1505", "1602", "1710", "1715",
    "1801", "1805", "1806", "1904", "2006", "2008", "2108", "2204", "2302", "2401", "2506",
))
# fmt: on
_CAPITAL = "12"
_LOCK = threading.Lock()


def gazetteer() -> Mapping[str, UnitPath]:
    """Return every path by the code of its lowest unit; the first call reads them, in 10 ms."""
    with _LOCK:  # two threads that ask at the same time get the same one
        return _load()[0]


def communes_of(district: str) -> Mapping[str, Unit]:
    """Return the communes of a district by their codes; none where there is no such district.

    >>> [commune.name_latin for commune in communes_of("2301").values()]
    ['Angkaol', 'Pong Tuek']
    """
    with _LOCK:
        return _communes().get(district, {})


@functools.cache
def _load() -> tuple[Mapping[str, UnitPath], Mapping[str, str]]:
    """Return the paths, and the villages of each commune as they are written behind it."""
    provinces: dict[str, Unit] = {}
    districts: dict[str, Unit] = {}
    paths: dict[str, UnitPath] = {}
    villages: dict[str, str] = {}
    _, *lines = packaged_text("khmerid.gazetteer", "units.tsv").splitlines()
    for line in lines:  # provinces, then districts, then communes
        code, khmer, latin, *rest = line.split("\t", 3)
        unit = _unit(code, khmer, latin)
        if len(code) == 2:
            provinces[code] = unit
            paths[code] = UnitPath(province=unit)
        elif len(code) == 4:
            districts[code] = unit
            paths[code] = UnitPath(province=provinces[code[:2]], district=unit)
        else:
            paths[code] = UnitPath(province=provinces[code[:2]], district=districts[code[:4]], commune=unit)
            villages[code] = "".join(rest)  # two communes have none
    return paths, villages


@functools.cache
def _communes() -> Mapping[str, Mapping[str, Unit]]:
    found: dict[str, dict[str, Unit]] = {}
    for code, path in _load()[0].items():
        if path.commune:
            found.setdefault(code[:4], {})[code] = path.commune
    return found


@functools.cache
def _villages(commune: str) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    """Return the villages of a commune, and what the name of each leaves in doubt."""
    with _LOCK:
        row = _load()[1][commune]
    cells = row.split("\t") if row else []
    codes, khmer, latin, doubts = (cells[column::4] for column in range(4))
    return tuple(map(_unit, codes, khmer, latin)), tuple(doubts)


def _unit(code: str, name_khmer: str, name_latin: str) -> Unit:
    return Unit(code=code, name_khmer=name_khmer, name_latin=name_latin, unit_type=unit_type_of(code))


def unit_type_of(code: str) -> UnitType:
    """Return the type of the unit with this code: of two digits a province, of eight a village.

    >>> [str(unit_type_of(code)) for code in ("12", "1201", "120101", "2109", "210901", "21090102")]
    ['reach_theani', 'khan', 'sangkat', 'srok', 'khum', 'phum']
    """
    if len(code) == 2:
        return UnitType.REACH_THEANI if code == _CAPITAL else UnitType.KHAET
    if len(code) == 8:
        return UnitType.PHUM
    if code.startswith(_CAPITAL):
        district = UnitType.KHAN
    else:
        district = UnitType.KRONG if code[:4] in _KRONG else UnitType.SROK
    if len(code) == 4:
        return district
    return UnitType.KHUM if district is UnitType.SROK else UnitType.SANGKAT
