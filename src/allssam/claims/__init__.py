"""Claims that run: every claim of the sources put to a running model, with a figure that could have come out otherwise.

registry      what a check is, and its bands
pasts         what is kept of a run: measures, events, payments, and how everybody stood each December
laboratory    the worlds claims are put to
checks        the checks themselves, by subsystem
verdicts      claim, rules, check, figure, verdict
"""

from allssam.claims.laboratory import BRIEF, WORLDS, Laboratory, Setting
from allssam.claims.registry import CHECKS, LOOPS, Check, Reading
from allssam.claims.verdicts import FAILS, HOLDS, NOT_CHECKED, Verdict, claims_without_check, judge

__all__ = [
    "BRIEF",
    "CHECKS",
    "FAILS",
    "HOLDS",
    "LOOPS",
    "NOT_CHECKED",
    "WORLDS",
    "Check",
    "Laboratory",
    "Reading",
    "Setting",
    "Verdict",
    "claims_without_check",
    "judge",
]
