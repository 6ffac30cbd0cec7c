"""Other names of units that are in use beside the official ones.

>>> PROVINCE_ALIASES["17"]
('Siem Reap', 'Siem Reab')

"""

from typing import Final

# By the code of the province; the Latin ones are those of ISO 3166-2:KH, of the press and of French.
PROVINCE_ALIASES: Final = {
    "01": ("Banteay Mean Chey",),
    "02": ("Bat Dambang",),
    "04": ("Kampong Chnang",),
    "06": ("Kompong Thom", "Kampong Thum"),
    "08": ("Kandaal",),
    "09": ("Kaoh Kong", "Kaoh Kung"),
    "10": ("Kratié", "Kracheh"),
    "11": ("មណ្ឌលគីរី", "Mondulkiri", "Mondolkiri"),
    "14": ("Prey Veaeng",),
    "15": ("Pousat", "Pouthisat"),
    "16": ("រតនៈគិរី", "Ratanakiri", "Rattanakiri", "Rotanak Kiri"),
    "17": ("Siem Reap", "Siem Reab"),
    "18": ("កំពង់សោម", "Preah Sihanouk", "Kampong Som", "Sihanouk Ville"),
    "19": ("Stung Traeng", "Stueng Traeng"),
    "21": ("Takéo", "Ta Kaev"),
    "22": ("Oddar Meanchey", "Otdar Mean Chey"),
    "23": ("Kaeb",),
    "24": ("Krong Pailin",),
    "25": ("Tbong Khmum", "Thbong Khmum"),
}

# By the code of the commune: the sangkats of Sihanoukville are also listed by the bare numeral.
COMMUNE_ALIASES: Final = {
    "180101": ("១",),
    "180102": ("២",),
    "180103": ("៣",),
    "180104": ("៤",),
}
