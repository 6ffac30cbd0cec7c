"""Units that older cards name otherwise: a card lives ten years, a place of birth for life.

The dates are those of the royal decrees and sub-decrees in the notes of the NCDD gazetteer (docs/places.md
has the acts); ``None`` where these do not say. What became a town (ស្រុក → ក្រុង) needs no row: the words for
the type do not count in a comparison. Parents of communes that the acts do not name were found from the
gaps in the numbering of the district that they left.

>>> [change.until.isoformat() for change in CHANGES if change.was == "កំពង់ចាម"]
['2013-12-31']

"""

import datetime as dt
from typing import Final, Literal

import attrs


@attrs.frozen
class Change:
    """What was printed until a day at one level, and the codes of the units of today below or at it."""

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
    Change("province", "កំពង់ចាម", dt.date(2013, 12, 31), ("25",)),
    Change("province", "កោះកុង", _TOWNS_2008, ("1804",)),
    Change("district", "កំពត", _TOWNS_2008, ("0707",)),
    Change("district", "កំពង់បាយ", _TOWNS_2008, ("0708",)),
    Change("district", "ស្មាច់មានជ័យ", _TOWNS_2008, ("0904",)),
    Change("district", "ត្បែងមានជ័យ", _TOWNS_2008, ("1308",)),
    Change("district", "សំពៅមាស", _TOWNS_2008, ("1505",)),
    Change("district", "ក្រចេះ", _TOWNS_2008, ("1006",)),
    Change("district", "ព្រៃវែង", _TOWNS_2008, ("1413",)),
    Change("district", "មិត្តភាព", _TOWNS_2008, ("1801", "1805")),
    Change("district", "ចន្ទ្រា", _TOWNS_2008, ("2008",)),
    Change("district", "ដង្កោ", dt.date(2011, 5, 18), ("1209", "1214")),
    Change("district", "កំពង់លាវ", dt.date(2011, 7, 25), ("1411",)),
    Change("district", "មានជ័យ", _KHANS_2013, ("1210",)),
    Change("district", "ឫស្សីកែវ", _KHANS_2013, ("1211",)),
    Change("district", "សែនសុខ", _KHANS_2013, ("1212",)),
    Change("district", "ពោធិ៍សែនជ័យ", _KHANS_2013, ("1212",)),
    Change("commune", "ចោមចៅ", _SANGKATS_2016, ("120916", "120917", "120918")),
    Change("commune", "កាកាប", _SANGKATS_2016, ("120914", "120915")),
    Change("commune", "ស្ទឹងមានជ័យ", _SANGKATS_2016, ("120608", "120609", "120610")),
    Change("commune", "បឹងទំពុន", _SANGKATS_2016, ("120611", "120612")),
    Change("commune", "ទួលសង្កែ", _SANGKATS_2016, ("120713", "120714")),
    Change("district", "សៀមរាប", dt.date(2016, 8, 30), ("170910",)),
    Change("district", "ចំការមន", dt.date(2019, 1, 8), ("1213",)),
    Change("district", "ពោធិ៍សែនជ័យ", dt.date(2019, 1, 8), ("1214",)),
    Change("district", "បារាយណ៍", None, ("0609",)),
    Change("district", "មោងឫស្សី", None, ("0214",)),
    Change("district", "ថាឡាបរិវ៉ាត់", None, ("1906",)),
    Change("district", "បាកាន", None, ("150701",)),
    Change("district", "ភ្នំក្រវ៉ាញ", None, ("150702",)),
    Change("district", "ព្រះសីហនុ", None, ("1805",)),
    Change("district", "ទឹកឈូ", None, ("0709",)),
    Change("district", "ព្រៃនប់", None, ("1806",)),
    Change("district", "កោះធំ", _KANDAL_2022, ("0812",)),
    Change("district", "ខ្សាច់កណ្ដាល", _KANDAL_2022, _FROM_KHSACH_KANDAL),
    Change("district", "ល្វាឯម", _KANDAL_2022, _FROM_LVEA_AEM),
    Change("district", "សំបូរ", _KANDAL_2022, ("1007",)),
    Change("district", "ឧដុង្គ", _KANDAL_2022, ("0509", "0510")),
    Change("district", "បន្ទាយស្រី", dt.date(2024, 1, 11), ("171501",)),
    Change("district", "ប្រាសាទបាគង", dt.date(2024, 1, 11), ("171502",)),
)
