"""Names of units besides the official ones of today: those in use, and those of before a reform.

Older cards print former names: a card is valid for ten years, a place of birth for life. The dates are those
of the royal decrees and sub-decrees in the notes of the NCDD gazetteer (docs/places.md lists the acts), and
``None`` where the notes have no date. A srok that became a town (ស្រុក → ក្រុង) needs no row, because
comparisons leave out the type. Where the acts do not name the former district of a commune, it was found from
the gap in that district's numbering.

>>> PROVINCE_ALIASES_LATIN["17"]
('Siem Reap', 'Siem Reab')
>>> [change.until.isoformat() for change in CHANGES if change.was == "កំពង់ចាម"]
['2013-12-31']
"""

import datetime as dt
from typing import Final, Literal

import attrs

from khmerid.masking import Masked

# By the code of the province.
PROVINCE_ALIASES: Final = {
    "11": ("មណ្ឌលគីរី",),
    "16": ("រតនៈគិរី",),
    "18": ("កំពង់សោម",),
}

# Those of ISO 3166-2:KH, of the press and of French.
PROVINCE_ALIASES_LATIN: Final = {
    "01": ("Banteay Mean Chey",),
    "02": ("Bat Dambang",),
    "06": ("Kompong Thom", "Kampong Thum"),
    "09": ("Kaoh Kong",),
    "10": ("Kratié", "Kracheh"),
    "11": ("Mondulkiri", "Mondolkiri"),
    "14": ("Prey Veaeng",),
    "15": ("Pousat", "Pouthisat"),
    "16": ("Ratanakiri", "Rattanakiri", "Rotanak Kiri"),
    "17": ("Siem Reap", "Siem Reab"),
    "18": ("Preah Sihanouk", "Kampong Som"),
    "19": ("Stueng Traeng",),
    "21": ("Ta Kaev",),
    "22": ("Oddar Meanchey", "Otdar Mean Chey"),
    "23": ("Kaeb",),
    "25": ("Tbong Khmum", "Thbong Khmum"),
}

# By the code of the commune: the sangkats of Sihanoukville are also listed by the bare numeral.
COMMUNE_ALIASES: Final = {
    "180101": ("១",),
    "180102": ("២",),
    "180103": ("៣",),
    "180104": ("៤",),
}


@attrs.frozen
class UnitChange(Masked):
    """A name printed at one level until a day, and the codes of the units of today at or below it."""

    level: Literal["province", "district", "commune"]
    was: str
    until: dt.date | None
    today: tuple[str, ...]


_TOWNS_2008 = dt.date(2008, 12, 30)
_KHANS_2013 = dt.date(2013, 12, 25)
_SANGKATS_2016 = dt.date(2016, 7, 18)
_KANDAL_2022 = dt.date(2022, 12, 23)
_FROM_KHSACH_KANDAL = ("081301", "081302", "081303", "081304", "081305", "081306")
_FROM_LVEA_AEM = ("081307", "081308", "081309", "081310", "081311")

CHANGES: Final = (
    UnitChange("province", "កំពង់ចាម", dt.date(2013, 12, 31), ("25",)),
    UnitChange("province", "កោះកុង", _TOWNS_2008, ("1804",)),
    UnitChange("district", "កំពត", _TOWNS_2008, ("0707",)),
    UnitChange("district", "កំពង់បាយ", _TOWNS_2008, ("0708",)),
    UnitChange("district", "ស្មាច់មានជ័យ", _TOWNS_2008, ("0904",)),
    UnitChange("district", "ត្បែងមានជ័យ", _TOWNS_2008, ("1308",)),
    UnitChange("district", "សំពៅមាស", _TOWNS_2008, ("1505",)),
    UnitChange("district", "ក្រចេះ", _TOWNS_2008, ("1006",)),
    UnitChange("district", "ព្រៃវែង", _TOWNS_2008, ("1413",)),
    UnitChange("district", "មិត្តភាព", _TOWNS_2008, ("1801", "1805")),
    UnitChange("district", "ចន្ទ្រា", _TOWNS_2008, ("2008",)),
    UnitChange("district", "ដង្កោ", dt.date(2011, 5, 18), ("1209", "1214")),
    UnitChange("district", "កំពង់លាវ", dt.date(2011, 7, 25), ("1411",)),
    UnitChange("district", "មានជ័យ", _KHANS_2013, ("1210",)),
    UnitChange("district", "ឫស្សីកែវ", _KHANS_2013, ("1211",)),
    UnitChange("district", "សែនសុខ", _KHANS_2013, ("1212",)),
    UnitChange("district", "ពោធិ៍សែនជ័យ", _KHANS_2013, ("1212",)),
    UnitChange("commune", "ចោមចៅ", _SANGKATS_2016, ("120916", "120917", "120918")),
    UnitChange("commune", "កាកាប", _SANGKATS_2016, ("120914", "120915")),
    UnitChange("commune", "ស្ទឹងមានជ័យ", _SANGKATS_2016, ("120608", "120609", "120610")),
    UnitChange("commune", "បឹងទំពុន", _SANGKATS_2016, ("120611", "120612")),
    UnitChange("commune", "ទួលសង្កែ", _SANGKATS_2016, ("120713", "120714")),
    UnitChange("district", "សៀមរាប", dt.date(2016, 8, 30), ("170910",)),
    UnitChange("district", "ចំការមន", dt.date(2019, 1, 8), ("1213",)),
    UnitChange("district", "ពោធិ៍សែនជ័យ", dt.date(2019, 1, 8), ("1214",)),
    UnitChange("district", "បារាយណ៍", None, ("0609",)),
    UnitChange("district", "មោងឫស្សី", None, ("0214",)),
    UnitChange("district", "ថាឡាបរិវ៉ាត់", None, ("1906",)),
    UnitChange("district", "បាកាន", None, ("150701",)),
    UnitChange("district", "ភ្នំក្រវ៉ាញ", None, ("150702",)),
    UnitChange("district", "ព្រះសីហនុ", None, ("1805",)),
    UnitChange("district", "ទឹកឈូ", None, ("0709",)),
    UnitChange("district", "ព្រៃនប់", None, ("1806",)),
    UnitChange("district", "កោះធំ", _KANDAL_2022, ("0812",)),
    UnitChange("district", "ខ្សាច់កណ្ដាល", _KANDAL_2022, _FROM_KHSACH_KANDAL),
    UnitChange("district", "ល្វាឯម", _KANDAL_2022, _FROM_LVEA_AEM),
    UnitChange("district", "សំបូរ", _KANDAL_2022, ("1007",)),
    UnitChange("district", "ឧដុង្គ", _KANDAL_2022, ("0509", "0510")),
    UnitChange("district", "បន្ទាយស្រី", dt.date(2024, 1, 11), ("171501",)),
    UnitChange("district", "ប្រាសាទបាគង", dt.date(2024, 1, 11), ("171502",)),
)
