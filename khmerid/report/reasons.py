"""What a machine may do with a card, and why it is not accepted."""

from khmerid.explained import Explained, Word


class Decision(Word):
    """What a machine may do with the card.

    >>> Decision("review")
    <Decision.REVIEW: 'review'>
    """

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


class Reason(Explained):
    """Why a card is not accepted: its name in JSON and its sentence.

    >>> Reason.EXPIRED.sentence
    'The card has expired.'
    """

    NUMBER_NOT_SURE = "document_number_not_sure", "The document number is not proven."
    BIRTH_NOT_SURE = "date_of_birth_not_sure", "The date of birth is not proven."
    SEX_NOT_SURE = "sex_not_sure", "The sex is not proven."
    EXPIRY_NOT_SURE = "date_of_expiry_not_sure", "The date of expiry is not proven."
    ISSUING_STATE_NOT_SURE = "issuing_state_not_sure", "It is not proven that Cambodia issued the document."
    NATIONALITY_NOT_SURE = "nationality_not_sure", "It is not proven that the nationality is Cambodian."
    NAMES_CONFLICT = "names_conflict", "The printed Latin name is not that of the MRZ."
    NAME_DOUBTFUL = "name_doubtful", "The Latin name was cleanly read neither in print nor in the MRZ."
    NAME_MISSING = "name_missing", "No Latin name was read."
    ZONES_CONFLICT = (
        "zones_conflict",
        "Print and MRZ say different things: one is misread, or the card is altered.",
    )
    SEVERAL_CARDS = (
        "several_cards",
        "The texts are of more than one card: numbers, dates or names differ by more than misreading.",
    )
    PICTURES_CONFLICT = "pictures_conflict", "Two readings of the card say different things."
    CHECK_DIGIT_WRONG = "check_digit_wrong", "A check digit of the MRZ is not that of the text it stands for."
    VALIDITY_CONFLICTS = "validity_conflicts", "Issue and expiry are not ten years less a day apart."
    ISSUE_CONFLICTS = (
        "issue_conflicts",
        "A numeral of the printed issue is not what the expiry gives, which print and MRZ agree on.",
    )
    AGE_CONFLICTS = "age_conflicts", "The holder was not fifteen on the day of issue."
    OTHER_ISSUER = "other_issuer", "The MRZ is that of another country's document."
    EXPIRED = "expired", "The card has expired."
    NOT_YET_ISSUED = "not_yet_issued", "The card is issued after the day of presentation."
    UNDER_AGE = "under_age", "The holder is younger than the policy allows."
    IMAGE_UNCLEAR = (
        "image_result_unclear",
        "What the service says about the image cannot be understood, or contradicts itself.",
    )
    IMAGE_COPY = "image_copy", "The image is that of a photocopy."
    IMAGE_BORDER = "image_border_incomplete", "The borders of the card are incomplete in the image."
    IMAGE_BLOCKED = "image_blocked", "Something covers the card in the image."
    IMAGE_BLURRED = "image_blurred", "The image is blurred."
    IMAGE_GLARE = "image_glare", "There is glare on the card."
    IMAGE_TAMPERED = "image_tampered", "The service says that the portrait was replaced."
    IMAGE_REPRODUCED = "image_reproduced", "The image is a picture of a screen or a print."
    REVIEWER_REJECTS = "reviewer_rejects", "A reviewer rejected the card."
    REVIEWER_CANNOT_READ = "reviewer_cannot_read", "A reviewer could not read the card in this picture."
    REVIEWERS_CONFLICT = "reviewers_conflict", "Two reviewers typed or decided different things."
