"""The catalogue of all that can be noted of a reading, in English and in Khmer.

A code is declared once, with the best status that a reading with this note can have.
Programs branch on the code; a note's detail is for people, is never parsed, and never quotes the card.

>>> Code.NO_SUCH_DAY.status
<Status.REJECTED: 3>
>>> Code("no_such_day"), Code.NO_SUCH_DAY.sentence
(<Code.NO_SUCH_DAY: 'no_such_day'>, 'The calendar has no such day.')

"""

import enum

import attrs

from khmerid.explained import Explained


class Status(enum.IntEnum):
    """How a text became a value, from best to worst."""

    CLEAN = 0
    REPAIRED = 1
    DOUBTFUL = 2
    REJECTED = 3
    ABSENT = 4

    def __str__(self) -> str:
        return self.name.lower()


class Code(Explained):
    """Everything that can be noted: its name, the status it leaves, its sentence in English and in Khmer."""

    status: Status

    # Any text
    MISSING = "missing", Status.ABSENT, "Nothing was read.", "មិនមានអ្វីត្រូវបានអានទេ។"
    TOO_LONG = (
        "too_long",
        Status.REJECTED,
        "The text is longer than any such field.",
        "អត្ថបទវែងជាងវាលប្រភេទនេះ។",
    )
    NOT_TEXT = (
        "not_text",
        Status.ABSENT,
        "The service sent something other than text.",
        "សេវាបានផ្ញើអ្វីផ្សេងពីអត្ថបទ។",
    )
    INVISIBLE_REMOVED = (
        "invisible_removed",
        Status.CLEAN,
        "Invisible characters were removed.",
        "តួអក្សរមើលមិនឃើញត្រូវបានដកចេញ។",
    )
    NOISE_REMOVED = (
        "noise_removed",
        Status.REPAIRED,
        "Characters that do not belong to the field were removed.",
        "តួអក្សរដែលមិនមែនជារបស់វាលនេះត្រូវបានដកចេញ។",
    )
    UNREADABLE = (
        "unreadable",
        Status.REJECTED,
        "The text does not have the form of this field.",
        "អត្ថបទមិនមានទម្រង់នៃវាលនេះទេ។",
    )

    # Numerals
    KHMER_DIGITS = "khmer_digits", Status.CLEAN, "Written in Khmer numerals.", "សរសេរជាលេខខ្មែរ។"
    MIXED_DIGITS = (
        "mixed_digits",
        Status.DOUBTFUL,
        "Numerals of two scripts in one number are the sign of a misreading.",
        "លេខពីរប្រភេទក្នុងចំនួនតែមួយជាសញ្ញានៃការអានខុស។",
    )
    LETTER_FOR_DIGIT = (
        "letter_for_digit",
        Status.DOUBTFUL,
        "A letter stands where a numeral belongs.",
        "អក្សរមួយនៅកន្លែងដែលត្រូវជាលេខ។",
    )
    WESTERN_DIGITS = (
        "western_digits",
        Status.DOUBTFUL,
        "Western numerals stand where the card prints Khmer ones.",
        "មានលេខអារ៉ាប់នៅកន្លែងដែលប័ណ្ណបោះពុម្ពជាលេខខ្មែរ។",
    )
    FOREIGN_DIGITS = (
        "foreign_digits",
        Status.DOUBTFUL,
        "Numerals of another script, such as Thai or Lao, were read.",
        "លេខនៃអក្សរផ្សេង ដូចជាថៃ ឬឡាវ ត្រូវបានអាន។",
    )
    DIVINATION_NUMERALS = (
        "divination_numerals",
        Status.REJECTED,
        "The numerals of divination (U+17F0 to U+17F9) are not digits.",
        "លេខសម្រាប់ទស្សន៍ទាយ (U+17F0 ដល់ U+17F9) មិនមែនជាលេខធម្មតាទេ។",
    )

    # Dates
    NO_SUCH_DAY = "no_such_day", Status.REJECTED, "The calendar has no such day.", "ប្រតិទិនមិនមានថ្ងៃនេះទេ។"
    YEAR_OUT_OF_BOUNDS = (
        "year_out_of_bounds",
        Status.REJECTED,
        "The year cannot stand on a card of this kind.",
        "ឆ្នាំនេះមិនអាចមាននៅលើអត្តសញ្ញាណប័ណ្ណប្រភេទនេះទេ។",
    )
    SEPARATOR_REPAIRED = (
        "separator_repaired",
        Status.REPAIRED,
        "The separators are not the full stops of the card.",
        "សញ្ញាខណ្ឌមិនមែនជាសញ្ញាចុចនៅលើប័ណ្ណទេ។",
    )
    UNUSUAL_DATE_FORM = (
        "unusual_date_form",
        Status.DOUBTFUL,
        "The date is not exactly two, two and four numerals with separators.",
        "កាលបរិច្ឆេទមិនមែនជាលេខពីរខ្ទង់ ពីរខ្ទង់ និងបួនខ្ទង់ ដែលមានសញ្ញាខណ្ឌទេ។",
    )
    OTHER_DATE_FORM = (
        "other_date_form",
        Status.REPAIRED,
        "The date is complete, but not written in the form of the card.",
        "កាលបរិច្ឆេទពេញលេញ ប៉ុន្តែមិនសរសេរតាមទម្រង់នៃប័ណ្ណទេ។",
    )
    BUDDHIST_ERA = (
        "buddhist_era",
        Status.REPAIRED,
        "The year of the Buddhist era was converted.",
        "ឆ្នាំពុទ្ធសករាជត្រូវបានបម្លែងជាគ្រិស្តសករាជ។",
    )
    BUDDHIST_YEAR_AMBIGUOUS = (
        "buddhist_year_ambiguous",
        Status.DOUBTFUL,
        "This year of the Buddhist era falls into two years of the common era.",
        "ឆ្នាំពុទ្ធសករាជនេះអាចត្រូវនឹងឆ្នាំគ្រិស្តសករាជពីរ។",
    )
    LUNAR_DATE = (
        "lunar_date",
        Status.REJECTED,
        "This is a date of the lunar calendar.",
        "នេះជាកាលបរិច្ឆេទតាមចន្ទគតិ។",
    )

    # Sex, height, document number
    SPELLING_REPAIRED = (
        "spelling_repaired",
        Status.REPAIRED,
        "A misspelt word was read as the one word it can be.",
        "ពាក្យដែលសរសេរខុសត្រូវបានអានជាពាក្យតែមួយគត់ដែលអាចទៅរួច។",
    )
    SPELLING_DOUBTFUL = (
        "spelling_doubtful",
        Status.DOUBTFUL,
        "A misspelt word was read as the word it is nearer to.",
        "ពាក្យសរសេរខុសត្រូវបានអានជាពាក្យដែលជិតជាង។",
    )
    LATIN_WORD = (
        "latin_word",
        Status.REPAIRED,
        "Written in Latin letters where the card has Khmer.",
        "សរសេរជាអក្សរឡាតាំង ខណៈដែលប័ណ្ណមានអក្សរខ្មែរ។",
    )
    UNIT_ASSUMED = (
        "unit_assumed",
        Status.REPAIRED,
        "The unit is missing; centimetres are assumed.",
        "មិនមានឯកតាទេ ដោយសន្មតថាជាសង់ទីម៉ែត្រ។",
    )
    UNIT_REPAIRED = "unit_repaired", Status.REPAIRED, "The unit was misread.", "ឯកតាត្រូវបានអានខុស។"
    UNUSUAL_HEIGHT = (
        "unusual_height",
        Status.DOUBTFUL,
        "The height is outside 130 to 220 cm.",
        "កម្ពស់នៅក្រៅចន្លោះ ១៣០ ដល់ ២២០ ស.ម។",
    )
    HEIGHT_OUT_OF_BOUNDS = (
        "height_out_of_bounds",
        Status.REJECTED,
        "The height is outside 50 to 250 cm.",
        "កម្ពស់នៅក្រៅចន្លោះ ៥០ ដល់ ២៥០ ស.ម។",
    )
    SUFFIX_REMOVED = (
        "suffix_removed",
        Status.CLEAN,
        "A suffix such as (01) is not part of the number.",
        "បច្ច័យដូចជា (01) មិនមែនជាផ្នែកនៃលេខទេ។",
    )
    SUFFIX_GLUED = (
        "suffix_glued",
        Status.REPAIRED,
        "A suffix 01 that was glued to the number was removed.",
        "បច្ច័យ 01 ដែលជាប់នឹងលេខត្រូវបានដកចេញ។",
    )
    BLANKS_REMOVED = (
        "blanks_removed",
        Status.REPAIRED,
        "Blanks between numerals were removed.",
        "ចន្លោះរវាងលេខត្រូវបានដកចេញ។",
    )
    WRONG_LENGTH = (
        "wrong_length",
        Status.REJECTED,
        "The number does not have nine numerals.",
        "លេខមិនមានប្រាំបួនខ្ទង់ទេ។",
    )

    # Names
    LABEL_REMOVED = (
        "label_removed",
        Status.REPAIRED,
        "The label of the field was removed.",
        "ស្លាកឈ្មោះវាលត្រូវបានដកចេញ។",
    )
    TITLE_REMOVED = (
        "title_removed",
        Status.REPAIRED,
        "A title is not part of the name and was removed.",
        "គោរមងារមិនមែនជាផ្នែកនៃឈ្មោះទេ ហើយត្រូវបានដកចេញ។",
    )
    LETTER_CASE = (
        "letter_case",
        Status.REPAIRED,
        "Small letters were read as the capitals that the card prints.",
        "អក្សរតូចត្រូវបានអានជាអក្សរធំដូចដែលប័ណ្ណបោះពុម្ព។",
    )
    MIXED_CASE = (
        "mixed_case",
        Status.DOUBTFUL,
        "A small letter among capitals is the sign of a misreading.",
        "អក្សរតូចក្នុងចំណោមអក្សរធំជាសញ្ញានៃការអានខុស។",
    )
    LOOK_ALIKE_REPLACED = (
        "look_alike_replaced",
        Status.DOUBTFUL,
        "A numeral or sign was read as the letter that it looks like.",
        "លេខ ឬសញ្ញាមួយត្រូវបានអានជាអក្សរដែលមើលទៅដូចគ្នា។",
    )
    ONE_NAME_ONLY = (
        "one_name_only",
        Status.DOUBTFUL,
        "Surname and given name are not told apart.",
        "នាមត្រកូល និងនាមខ្លួនមិនត្រូវបានញែកពីគ្នាទេ។",
    )
    MATCHES_LATIN = (
        "matches_latin",
        Status.CLEAN,
        "The Khmer and the Latin name go together.",
        "ឈ្មោះជាអក្សរខ្មែរត្រូវគ្នានឹងឈ្មោះជាអក្សរឡាតាំង។",
    )
    NEARLY_MATCHES_LATIN = (
        "nearly_matches_latin",
        Status.DOUBTFUL,
        "The Khmer and the Latin name differ by a letter or so; one may be misread.",
        "ឈ្មោះជាអក្សរខ្មែរ និងអក្សរឡាតាំងខុសគ្នាប្រហែលមួយតួ ហើយមួយអាចត្រូវបានអានខុស។",
    )
    ORDER_DIFFERS_FROM_LATIN = (
        "order_differs_from_latin",
        Status.DOUBTFUL,
        "Surname and given name stand in another order than in Latin.",
        "នាមត្រកូល និងនាមខ្លួនមានលំដាប់ខុសពីអក្សរឡាតាំង។",
    )
    DIFFERS_FROM_LATIN = (
        "differs_from_latin",
        Status.DOUBTFUL,
        "The Khmer and the Latin name do not go together.",
        "ឈ្មោះជាអក្សរខ្មែរ និងអក្សរឡាតាំងមិនត្រូវគ្នាទេ។",
    )
    UNUSUAL_SPELLING = (
        "unusual_spelling",
        Status.DOUBTFUL,
        "The signs stand where Khmer spelling does not have them.",
        "សញ្ញាស្ថិតនៅកន្លែងដែលអក្ខរាវិរុទ្ធខ្មែរមិនប្រើ។",
    )
    OTHER_SCRIPT = (
        "other_script",
        Status.DOUBTFUL,
        "A character does not belong to the script of the field.",
        "មានតួអក្សរដែលមិនមែនជារបស់អក្សរនៃវាលនេះ។",
    )

    # Places
    PATH_REPAIRED = (
        "path_repaired",
        Status.REPAIRED,
        "A misread path was matched to the one official path that comes near.",
        "អាសយដ្ឋានអានខុសត្រូវបានផ្គូផ្គងទៅនឹងអាសយដ្ឋានផ្លូវការតែមួយដែលនៅជិត។",
    )
    PATH_DOUBTFUL = (
        "path_doubtful",
        Status.DOUBTFUL,
        "Another official path is nearly as likely, or too much is misread.",
        "មានអាសយដ្ឋានផ្លូវការផ្សេងទៀតដែលអាចត្រូវដែរ ឬអានខុសច្រើនពេក។",
    )
    PATH_INCOMPLETE = (
        "path_incomplete",
        Status.CLEAN,
        "The text names a district or a province and no commune.",
        "អត្ថបទបញ្ជាក់តែស្រុក ឬខេត្ត ដោយគ្មានឃុំ។",
    )
    PATH_UNKNOWN = (
        "path_unknown",
        Status.DOUBTFUL,
        "The text names no official unit and is kept as it is.",
        "អត្ថបទមិនបញ្ជាក់អង្គភាពផ្លូវការណាមួយទេ ហើយត្រូវបានរក្សាទុកដដែល។",
    )
    FORMER_NAME = (
        "former_name",
        Status.CLEAN,
        "The text names a unit as it was before a reform; the unit of today is given.",
        "អត្ថបទប្រើឈ្មោះអង្គភាពមុនកំណែទម្រង់ ហើយអង្គភាពសព្វថ្ងៃត្រូវបានផ្ដល់ជូន។",
    )
    NEAR_SIBLING = (
        "near_sibling",
        Status.CLEAN,
        "The name of the commune differs by one letter from another one that can stand there.",
        "ឈ្មោះឃុំខុសគ្នាតែមួយតួពីឈ្មោះមួយទៀតដែលអាចនៅទីនោះ។",
    )
    VILLAGE_REPAIRED = (
        "village_repaired",
        Status.REPAIRED,
        "A misread village was matched to the one village of the commune that comes near.",
        "ភូមិអានខុសត្រូវបានផ្គូផ្គងទៅនឹងភូមិតែមួយក្នុងឃុំដែលនៅជិត។",
    )
    VILLAGE_UNKNOWN = (
        "village_unknown",
        Status.CLEAN,
        "No village of the commune is named clearly; the text is kept.",
        "គ្មានភូមិណាមួយក្នុងឃុំត្រូវបានបញ្ជាក់ច្បាស់ទេ ហើយអត្ថបទត្រូវបានរក្សាទុក។",
    )
    PART_UNREAD = (
        "part_unread",
        Status.REPAIRED,
        "A part of the line before the units is kept as text only.",
        "ផ្នែកមួយនៃបន្ទាត់មុនអង្គភាពត្រូវបានរក្សាទុកជាអត្ថបទប៉ុណ្ណោះ។",
    )

    # Distinguishing marks
    MARK_WORD_REPAIRED = (
        "mark_word_repaired",
        Status.DOUBTFUL,
        "A misspelt word was read as the nearest word of the known ones.",
        "ពាក្យដែលសរសេរខុសត្រូវបានអានជាពាក្យដែលស្រដៀងបំផុតក្នុងចំណោមពាក្យដែលស្គាល់។",
    )
    MARK_WORD_UNKNOWN = (
        "mark_word_unknown",
        Status.DOUBTFUL,
        "Part of the description is not known and was left as read.",
        "ផ្នែកខ្លះនៃការពិពណ៌នាមិនស្គាល់ ហើយទុកដូចដែលបានអាន។",
    )
    SIZE_UNREADABLE = (
        "size_unreadable",
        Status.DOUBTFUL,
        "The size of the mark could not be read.",
        "ទំហំនៃស្នាមមិនអាចអានបាន។",
    )

    # Khmer text
    DEPRECATED_REPLACED = (
        "deprecated_replaced",
        Status.CLEAN,
        "A deprecated character was replaced by its successor.",
        "តួអក្សរដែលលែងប្រើត្រូវបានជំនួសដោយតួអក្សរថ្មី។",
    )
    MARKS_REORDERED = (
        "marks_reordered",
        Status.CLEAN,
        "The signs of a syllable were put into their order.",
        "សញ្ញានៃព្យាង្គត្រូវបានរៀបតាមលំដាប់។",
    )
    DOUBLED_MARK = (
        "doubled_mark",
        Status.REPAIRED,
        "A sign that stood twice was kept once.",
        "សញ្ញាដែលមានពីរដងត្រូវបានទុកតែមួយ។",
    )
    VOWEL_HALVES_JOINED = (
        "vowel_halves_joined",
        Status.CLEAN,
        "A vowel typed in two halves was joined.",
        "ស្រៈដែលវាយជាពីរផ្នែកត្រូវបានភ្ជាប់ជាស្រៈតែមួយ។",
    )
    SHIFTER_RESTORED = (
        "shifter_restored",
        Status.CLEAN,
        "A vowel -u that stood for a shifter was replaced by it.",
        "ស្រៈ ុ ដែលជំនួសមូសិកទន្ត ឬត្រីសព្ទ ត្រូវបានកែជាសញ្ញានោះវិញ។",
    )
    COENG_RO_LAST = (
        "coeng_ro_last",
        Status.CLEAN,
        "The subscript RO was put behind the other subscripts.",
        "ជើង រ ត្រូវបានដាក់នៅក្រោយជើងផ្សេងទៀត។",
    )
    COENG_DA_AS_TA = (
        "coeng_da_as_ta",
        Status.CLEAN,
        "The subscript DA is stored as the subscript TA, which looks the same.",
        "ជើង ដ ត្រូវបានរក្សាទុកជាជើង ត ដែលមើលទៅដូចគ្នា។",
    )
    LUNAR_SIGN = (
        "lunar_sign",
        Status.CLEAN,
        "A lunar day was stored as its one sign.",
        "ថ្ងៃចន្ទគតិត្រូវបានរក្សាទុកជាសញ្ញាតែមួយ។",
    )

    # Machine readable zone
    MRZ_NO_ZONE = (
        "mrz_no_zone",
        Status.ABSENT,
        "No machine readable zone was found.",
        "រកមិនឃើញតំបន់សម្រាប់ម៉ាស៊ីនអានទេ។",
    )
    MRZ_LINE_COUNT = (
        "mrz_line_count",
        Status.REJECTED,
        "A machine readable zone of this kind has three lines.",
        "តំបន់សម្រាប់ម៉ាស៊ីនអានប្រភេទនេះមានបីបន្ទាត់។",
    )
    MRZ_LINE_LENGTH = (
        "mrz_line_length",
        Status.REJECTED,
        "A machine readable line of this kind has thirty characters.",
        "បន្ទាត់សម្រាប់ម៉ាស៊ីនអានប្រភេទនេះមានសាមសិបតួអក្សរ។",
    )
    MRZ_CHARACTERS = (
        "mrz_characters",
        Status.REJECTED,
        "Only capital letters, numerals and the filler stand in a machine readable zone.",
        "តំបន់សម្រាប់ម៉ាស៊ីនអានមានតែអក្សរឡាតាំងធំ លេខ និងសញ្ញាបំពេញប៉ុណ្ណោះ។",
    )
    MRZ_CHECK_DIGIT_CONFLICTS = (
        "mrz_check_digit_conflicts",
        Status.DOUBTFUL,
        "A check digit does not agree with what it is taken over.",
        "លេខផ្ទៀងផ្ទាត់មិនត្រូវនឹងទិន្នន័យដែលវាការពារទេ។",
    )
    MRZ_CHECK_DIGIT_UNDECIDED = (
        "mrz_check_digit_undecided",
        Status.DOUBTFUL,
        "A check digit is absent or cannot be read.",
        "លេខផ្ទៀងផ្ទាត់មិនមាន ឬមិនអាចអានបាន។",
    )
    MRZ_FILLER_COUNTED = (
        "mrz_filler_counted",
        Status.DOUBTFUL,
        "The check digit of a long number agrees only when the filler at position 15 is counted.",
        "លេខផ្ទៀងផ្ទាត់នៃលេខវែងត្រូវតែពេលរាប់បញ្ចូលសញ្ញាបំពេញនៅទីតាំង ១៥។",
    )
    MRZ_DOCUMENT_CODE_NOT_ALLOWED = (
        "mrz_document_code_not_allowed",
        Status.DOUBTFUL,
        "Such a document code is not allowed.",
        "កូដឯកសារបែបនេះមិនត្រូវបានអនុញ្ញាតទេ។",
    )
    MRZ_STATE_UNKNOWN = (
        "mrz_state_unknown",
        Status.DOUBTFUL,
        "The code of the issuing State or of the nationality is not a known one.",
        "កូដរដ្ឋចេញឯកសារ ឬសញ្ជាតិមិនត្រូវបានស្គាល់ទេ។",
    )
    MRZ_SEX_NOT_ALLOWED = (
        "mrz_sex_not_allowed",
        Status.DOUBTFUL,
        "Sex is F, M or the filler in a machine readable zone.",
        "ក្នុងតំបន់សម្រាប់ម៉ាស៊ីនអាន ភេទគឺ F, M ឬសញ្ញាបំពេញ។",
    )
    MRZ_NO_SUCH_DATE = (
        "mrz_no_such_date",
        Status.DOUBTFUL,
        "A date of the machine readable zone is no day of the calendar.",
        "កាលបរិច្ឆេទក្នុងតំបន់សម្រាប់ម៉ាស៊ីនអានមិនមែនជាថ្ងៃក្នុងប្រតិទិនទេ។",
    )
    MRZ_NAME_MALFORMED = (
        "mrz_name_malformed",
        Status.DOUBTFUL,
        "The line of the name does not have the form of a name.",
        "បន្ទាត់ឈ្មោះមិនមានទម្រង់ជាឈ្មោះទេ។",
    )
    MRZ_NAME_MAY_BE_CUT = (
        "mrz_name_may_be_cut",
        Status.CLEAN,
        "The name fills its line and may have been cut.",
        "ឈ្មោះពេញបន្ទាត់ ហើយអាចត្រូវបានកាត់។",
    )
    CENTURY_INFERRED = (
        "century_inferred",
        Status.CLEAN,
        "The century is not written; it is inferred from the latest possible day.",
        "សតវត្សមិនត្រូវបានសរសេរទេ ដោយសន្និដ្ឋានពីថ្ងៃចុងក្រោយដែលអាចមាន។",
    )
    DATE_PARTS_UNKNOWN = (
        "date_parts_unknown",
        Status.REJECTED,
        "Parts of the date are unknown to the issuer.",
        "អ្នកចេញឯកសារមិនស្គាល់ផ្នែកខ្លះនៃកាលបរិច្ឆេទ។",
    )
    MRZ_REPAIRED = (
        "mrz_repaired",
        Status.REPAIRED,
        "Characters of the machine readable zone were repaired.",
        "តួអក្សរក្នុងតំបន់សម្រាប់ម៉ាស៊ីនអានត្រូវបានជួសជុល។",
    )
    MRZ_AMBIGUOUS = (
        "mrz_ambiguous",
        Status.DOUBTFUL,
        "More than one machine readable zone fits what was read.",
        "តំបន់សម្រាប់ម៉ាស៊ីនអានច្រើនជាងមួយត្រូវនឹងអ្វីដែលបានអាន។",
    )
    MRZ_LINES_LEFT_OUT = (
        "mrz_lines_left_out",
        Status.REPAIRED,
        "Lines that do not belong to the machine readable zone were left out.",
        "បន្ទាត់ដែលមិនមែនជារបស់តំបន់សម្រាប់ម៉ាស៊ីនអានត្រូវបានទុកចោល។",
    )
    MRZ_LINE_MISSING = (
        "mrz_line_missing",
        Status.DOUBTFUL,
        "A line of the machine readable zone was not found.",
        "បន្ទាត់មួយនៃតំបន់សម្រាប់ម៉ាស៊ីនអានរកមិនឃើញទេ។",
    )
    MRZ_OTHER_ISSUER = (
        "mrz_other_issuer",
        Status.DOUBTFUL,
        "The zone does not follow the rules of the expected issuer.",
        "តំបន់នេះមិនតាមវិធាននៃអ្នកចេញឯកសារដែលរំពឹងទុកទេ។",
    )

    # Responses and lines
    CONFIDENCE_UNUSABLE = (
        "confidence_unusable",
        Status.CLEAN,
        "The service's confidence is not a number from 0 to 1.",
        "កម្រិតទំនុកចិត្តរបស់សេវាមិនមែនជាចំនួនពី 0 ដល់ 1 ទេ។",
    )
    IMAGE_RESULT_UNEXPECTED = (
        "image_result_unexpected",
        Status.DOUBTFUL,
        "A result on the image does not have the documented form.",
        "លទ្ធផលអំពីរូបភាពមិនមានទម្រង់ដូចក្នុងឯកសារណែនាំទេ។",
    )
    ALARM_AGAINST_SCORE = (
        "alarm_against_score",
        Status.DOUBTFUL,
        "An alarm on the image and its score say the opposite; the alarm was taken.",
        "ការព្រមានអំពីរូបភាពនិងពិន្ទុរបស់វាផ្ទុយគ្នា ដោយយកតាមការព្រមាន។",
    )
    LABEL_LOST = (
        "label_lost",
        Status.CLEAN,
        "The label was not read; the value was found by its form and its place.",
        "ស្លាកមិនត្រូវបានអានទេ ដោយរកឃើញតម្លៃតាមទម្រង់និងទីតាំងរបស់វា។",
    )
    READ_TWICE = (
        "read_twice",
        Status.DOUBTFUL,
        "The field was read more than once, and not the same each time.",
        "វាលនេះត្រូវបានអានច្រើនជាងមួយដង ហើយលទ្ធផលមិនដូចគ្នាទេ។",
    )
    LINES_LEFT_OUT = (
        "lines_left_out",
        Status.DOUBTFUL,
        "There are more lines than on any card; the last ones were left out.",
        "មានបន្ទាត់ច្រើនជាងនៅលើប័ណ្ណណាមួយ ដោយបន្ទាត់ចុងក្រោយត្រូវបានទុកចោល។",
    )

    # Two zones and the rules of the card
    MRZ_DIGIT_AGAINST = (
        "mrz_digit_against",
        Status.DOUBTFUL,
        "The check digit of the zone is not that of this element.",
        "ខ្ទង់ផ្ទៀងផ្ទាត់ក្នុង MRZ មិនត្រូវនឹងធាតុនេះ។",
    )
    MRZ_DIGIT_UNREADABLE = (
        "mrz_digit_unreadable",
        Status.DOUBTFUL,
        "The check digit of this element of the zone cannot be read.",
        "ខ្ទង់ផ្ទៀងផ្ទាត់នៃធាតុនេះក្នុង MRZ មិនអាចអានបាន។",
    )
    HEAD_LOST = (
        "head_lost",
        Status.DOUBTFUL,
        "The head of the zone's line is lost, so the place of its number is not certain.",
        "ដើមបន្ទាត់ MRZ បាត់ ដូច្នេះទីតាំងនៃលេខមិនប្រាកដ។",
    )
    NAME_LINE_DAMAGED = (
        "name_line_damaged",
        Status.DOUBTFUL,
        "The name was taken from a line of the zone that is damaged.",
        "ឈ្មោះត្រូវបានយកពីបន្ទាត់ MRZ ដែលខូច។",
    )
    RECOVERED = (
        "recovered",
        Status.DOUBTFUL,
        "The value was recovered from damaged text in the light of all the evidence.",
        "តម្លៃត្រូវបានស្ដារពីអត្ថបទខូចដោយផ្អែកលើភស្តុតាងទាំងអស់។",
    )
    ZONES_CONFLICT = (
        "zones_conflict",
        Status.DOUBTFUL,
        "The printed value and that of the zone differ, and both are well formed.",
        "តម្លៃដែលបោះពុម្ព និងក្នុង MRZ ខុសគ្នា ហើយទាំងពីរមានទម្រង់ត្រឹមត្រូវ។",
    )
    RULE_CONFLICTS = (
        "rule_conflicts",
        Status.DOUBTFUL,
        "The printed value is not what the ten-year rule gives.",
        "តម្លៃដែលបោះពុម្ពមិនត្រូវនឹងវិធានដប់ឆ្នាំ។",
    )
    INFERRED_BY_RULE = (
        "inferred_by_rule",
        Status.DOUBTFUL,
        "The value was not read; the ten-year rule gives it.",
        "តម្លៃមិនត្រូវបានអានទេ ដោយបានមកពីវិធានដប់ឆ្នាំ។",
    )
    RIVAL_NEAR = (
        "rival_near",
        Status.DOUBTFUL,
        "Another value fits the evidence nearly as well.",
        "តម្លៃមួយទៀតត្រូវនឹងភស្តុតាងស្ទើរតែដូចគ្នា។",
    )
    RIVAL_FITS_BETTER = (
        "rival_fits_better",
        Status.DOUBTFUL,
        "The damaged text of the other zone suggests another value.",
        "អត្ថបទខូចនៃតំបន់ម្ខាងទៀតបង្ហាញតម្លៃផ្សេង។",
    )
    CHECK_DIGIT_AGAINST = (
        "check_digit_against",
        Status.DOUBTFUL,
        "The check digit of the zone speaks against this value.",
        "ខ្ទង់ផ្ទៀងផ្ទាត់ក្នុង MRZ ប្រឆាំងនឹងតម្លៃនេះ។",
    )
    COMPOSITE_AGAINST = (
        "composite_against",
        Status.DOUBTFUL,
        "The composite check digit speaks against number, birth and expiry together.",
        "ខ្ទង់ផ្ទៀងផ្ទាត់រួមប្រឆាំងនឹងលេខ ថ្ងៃកំណើត និងថ្ងៃផុតកំណត់រួមគ្នា។",
    )
    NAMES_CONFLICT = (
        "names_conflict",
        Status.DOUBTFUL,
        "The printed Latin name and that of the zone differ by a letter or more.",
        "ឈ្មោះជាអក្សរឡាតាំងដែលបោះពុម្ព និងក្នុង MRZ ខុសគ្នាមួយអក្សរឬច្រើន។",
    )
    LIKELIEST_TAKEN = (
        "likeliest_taken",
        Status.DOUBTFUL,
        "The value is the likeliest that the damaged text can have been.",
        "តម្លៃនេះជាតម្លៃដែលទំនងបំផុតនៃអត្ថបទខូច។",
    )

    def __init__(
        self, name: str, status: Status = Status.CLEAN, sentence: str = "", sentence_khmer: str = ""
    ) -> None:
        super().__init__(name, sentence, sentence_khmer)
        self.status = status


@attrs.frozen
class Note:
    """One thing done or doubted: its code, and what a person may want to know besides."""

    code: Code
    detail: str = ""

    @property
    def status(self) -> Status:
        """The best status that a reading with this note can have."""
        return self.code.status


@attrs.frozen
class Finding:
    """A note and where it belongs: the name of a field, or a path such as ``mrz.middle``."""

    where: str
    note: Note
