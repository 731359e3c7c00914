"""Patterns by subsystem: for each band of the register, what is noted during a run and how the figure follows from the notes."""

from allssam.validation import instruments
from allssam.validation.patterns import justice, markets, party, patronage, rivalry, rule, sacrifice

__all__ = ["instruments", "justice", "markets", "party", "patronage", "rivalry", "rule", "sacrifice"]
