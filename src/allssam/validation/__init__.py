"""Validation: an ensemble against the patterns of the register, seen through the instruments of those who observed them."""

from allssam.validation import patterns  # declares who watches and who scores
from allssam.validation.ensemble import PEOPLE, RUNS, carry_out
from allssam.validation.notes import Notes
from allssam.validation.scoring import SCORERS, Part, Score, score
from allssam.validation.telling import as_record, lines

__all__ = [
    "PEOPLE",
    "RUNS",
    "SCORERS",
    "Notes",
    "Part",
    "Score",
    "as_record",
    "carry_out",
    "lines",
    "patterns",
    "score",
]
