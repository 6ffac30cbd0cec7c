"""Your own engine: its profile learned from stored responses, and what changed since.

No labels are needed: the redundancy of the card is the label. Two sides, four check digits, ten years between
issue and expiry, a letter and a word for the sex tell what is printed, mostly beyond doubt.
"""
