"""Names of units in use beside the official ones.

>>> PROVINCE_ALIASES_LATIN["17"]
('Siem Reap', 'Siem Reab')

"""

from typing import Final

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
