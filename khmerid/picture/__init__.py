"""Pictures of a card, read without a service; needs the extra ``picture``."""
