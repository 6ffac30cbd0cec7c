"""The MRZ by ICAO Doc 9303 alone, parts 3 to 6: formats, check digits, codes, dates, parsing, writing."""
