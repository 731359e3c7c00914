"""What can be seen of a run: measures (what is true), later instruments (what an outsider could see) and patterns (what was seen)."""

from allssam.observe.measures import MEASURES, Measure, observe_month

__all__ = ["MEASURES", "Measure", "observe_month"]
