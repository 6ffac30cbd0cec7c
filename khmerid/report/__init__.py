"""The report of a card: reasons, policy, decision, and the report as JSON."""
