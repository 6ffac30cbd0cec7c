"""What a machine may do with a card, and why it is not accepted."""

import enum

from khmerid.explained import Explained


class Decision(enum.Enum):
    """What a machine may do with the card."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"

    def __str__(self) -> str:
        return self.value


class Reason(Explained):
    """Why a card is not accepted."""

    NUMBER_NOT_SURE = (
        "document_number_not_sure",
        "The document number is not proven.",
        "លេខអត្តសញ្ញាណប័ណ្ណមិនទាន់មានភស្តុតាងបញ្ជាក់ទេ។",
    )
    BIRTH_NOT_SURE = (
        "date_of_birth_not_sure",
        "The date of birth is not proven.",
        "ថ្ងៃខែឆ្នាំកំណើតមិនទាន់មានភស្តុតាងបញ្ជាក់ទេ។",
    )
    SEX_NOT_SURE = "sex_not_sure", "The sex is not proven.", "ភេទមិនទាន់មានភស្តុតាងបញ្ជាក់ទេ។"
    EXPIRY_NOT_SURE = (
        "date_of_expiry_not_sure",
        "The date of expiry is not proven.",
        "ថ្ងៃផុតកំណត់មិនទាន់មានភស្តុតាងបញ្ជាក់ទេ។",
    )
    NAMES_CONFLICT = (
        "names_conflict",
        "The printed Latin name is not that of the MRZ.",
        "ឈ្មោះជាអក្សរឡាតាំងមិនត្រូវនឹង MRZ ទេ។",
    )
    NAME_DOUBTFUL = (
        "name_doubtful",
        "The Latin name was cleanly read neither in print nor in the MRZ.",
        "ឈ្មោះជាអក្សរឡាតាំងមិនត្រូវបានអានច្បាស់ទេ។",
    )
    NAME_MISSING = "name_missing", "No Latin name was read.", "មិនមានឈ្មោះជាអក្សរឡាតាំងត្រូវបានអានទេ។"
    ZONES_CONFLICT = (
        "zones_conflict",
        "Print and MRZ say different things: one is misread, or the card is altered.",
        "ព័ត៌មានដែលបោះពុម្ព និង MRZ ខុសគ្នា៖ មួយត្រូវបានអានខុស ឬប័ណ្ណត្រូវបានកែ។",
    )
    PICTURES_CONFLICT = (
        "pictures_conflict",
        "Two readings of the card say different things.",
        "ការអានប័ណ្ណពីរដងខុសគ្នា។",
    )
    CHECK_DIGIT_WRONG = (
        "check_digit_wrong",
        "A check digit of the MRZ is not that of the text it stands for.",
        "ខ្ទង់ផ្ទៀងផ្ទាត់ក្នុង MRZ មិនត្រឹមត្រូវ។",
    )
    VALIDITY_CONFLICTS = (
        "validity_conflicts",
        "Issue and expiry are not ten years less a day apart.",
        "ថ្ងៃចេញ និងថ្ងៃផុតកំណត់មិនខុសគ្នាដប់ឆ្នាំខ្វះមួយថ្ងៃទេ។",
    )
    AGE_CONFLICTS = (
        "age_conflicts",
        "The holder was not fifteen on the day of issue.",
        "ម្ចាស់ប័ណ្ណមិនទាន់គ្រប់ដប់ប្រាំឆ្នាំនៅថ្ងៃចេញប័ណ្ណ។",
    )
    OTHER_ISSUER = (
        "other_issuer",
        "The MRZ is that of another country's document.",
        "MRZ ជារបស់ឯកសារនៃប្រទេសផ្សេង។",
    )
    EXPIRED = "expired", "The card has expired.", "ប័ណ្ណផុតកំណត់ហើយ។"
    NOT_YET_ISSUED = (
        "not_yet_issued",
        "The card is issued after the day of presentation.",
        "ប័ណ្ណចេញក្រោយថ្ងៃបង្ហាញ។",
    )
    UNDER_AGE = (
        "under_age",
        "The holder is younger than the policy allows.",
        "ម្ចាស់ប័ណ្ណមានអាយុតិចជាងគោលការណ៍អនុញ្ញាត។",
    )
    IMAGE_UNCLEAR = (
        "image_result_unclear",
        "What the service says about the image cannot be understood, or contradicts itself.",
        "អ្វីដែលសេវានិយាយអំពីរូបភាពមិនអាចយល់បាន ឬផ្ទុយគ្នា។",
    )
    IMAGE_COPY = "image_copy", "The image is that of a photocopy.", "រូបភាពជារបស់ច្បាប់ចម្លង។"
    IMAGE_BORDER = (
        "image_border_incomplete",
        "The borders of the card are incomplete in the image.",
        "គែមប័ណ្ណមិនពេញក្នុងរូបភាព។",
    )
    IMAGE_BLOCKED = "image_blocked", "Something covers the card in the image.", "មានអ្វីបាំងប័ណ្ណក្នុងរូបភាព។"
    IMAGE_BLURRED = "image_blurred", "The image is blurred.", "រូបភាពមិនច្បាស់។"
    IMAGE_GLARE = "image_glare", "There is glare on the card.", "មានពន្លឺចាំងលើប័ណ្ណ។"
    IMAGE_TAMPERED = (
        "image_tampered",
        "The service says that the portrait was replaced.",
        "សេវាបញ្ជាក់ថារូបថតត្រូវបានប្តូរ។",
    )
    IMAGE_REPRODUCED = (
        "image_reproduced",
        "The image is a picture of a screen or a print.",
        "រូបភាពថតពីអេក្រង់ ឬក្រដាសបោះពុម្ព។",
    )
