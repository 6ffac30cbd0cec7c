"""What a character is misread as, per channel, and what that costs."""
