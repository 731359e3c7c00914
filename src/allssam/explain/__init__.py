"""Answers read off the event log: why something happened, the life of a person, the news of a month, the stories of a run."""

from allssam.explain.biography import Biography, biography
from allssam.explain.newspaper import Newspaper, newspaper
from allssam.explain.record import Happening, Log, Record
from allssam.explain.rules import ClaimSaid, RuleSaid, SourceSaid, rule_said
from allssam.explain.stories import Story, stories
from allssam.explain.telling import Teller
from allssam.explain.twins import Parting, Twin, compare, parting, twin
from allssam.explain.why import Aggregate, Chain, Link, aggregate, chains, why, why_sentenced

__all__ = [
    "Aggregate",
    "Biography",
    "Chain",
    "ClaimSaid",
    "Happening",
    "Link",
    "Log",
    "Newspaper",
    "Parting",
    "Record",
    "RuleSaid",
    "SourceSaid",
    "Story",
    "Teller",
    "Twin",
    "aggregate",
    "biography",
    "chains",
    "compare",
    "newspaper",
    "parting",
    "rule_said",
    "stories",
    "twin",
    "why",
    "why_sentenced",
]
