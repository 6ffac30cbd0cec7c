"""The machine readable zone of a TD1 document, after ICAO Doc 9303 parts 3 and 5; nothing of Cambodia."""
