"""Document codes and the codes of States and organizations (ICAO Doc 9303-3, 5; documents: parts 4 to 6).

Doc 9303, eighth edition (2021); ISO 3166-1 with its 249 alpha-3 codes of 2025. Issuing States may
depart from the rules (Doc 9303-3, 7): an unknown code is a finding, not a proof.

>>> "KHM" in STATES, "D" in STATES, "UT0" in STATES
(True, True, False)
>>> "ID" in DOCUMENT_CODES, "AI" in DOCUMENT_CODES, "AC" in DOCUMENT_CODES
(True, False, True)
"""

# Made from data/mrz/iso_3166_alpha_3.txt (ISO 3166-1, 2025); tests/mrz/test_mrz_codes.py compares.
_ISO_3166_ALPHA_3 = """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR
    BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG
    COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH
    FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY
    HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM
    KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL
    MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR
    NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU
    SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
    TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB
    VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""

_DOC_9303_CODES = """
    D GBD GBN GBO GBP GBS RKS
    EUE
    UNO UNA UNK
    XBA XIM XCC XCE XCO XEC XPO XES XMP XOM XDC
    XXA XXB XXC XXX
    ANT NTZ
    UTO
    IAO
"""  # Doc 9303-3, 5, parts A to H, one line each; F is deprecated but stands on old documents

STATES = frozenset(_ISO_3166_ALPHA_3.split()) | frozenset(_DOC_9303_CODES.split())

# Doc 9303-5, 4.2.2 note k, and 9303-6, 4.2.2: A, C or I; then the issuer's choice, but not V, not AI, and AC
# for crew only.
DOCUMENT_CODES = frozenset(
    first + second
    for first in "ACI"
    for second in ("", *"0123456789ABCDEFGHIJKLMNOPQRSTUWXYZ")
    if first + second != "AI"
)

# Doc 9303-4, 4.2.2: P; then a letter of the issuer's choice.
PASSPORT_CODES = frozenset("P" + second for second in ("", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
