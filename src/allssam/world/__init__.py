"""The state of the country: tables, places, flows, events.  Declarations only."""

from allssam.engine import Schema
from allssam.world.events import Event
from allssam.world.flows import Flow, Sector
from allssam.world.kinds import (
    ALL_MONTH,
    CENTRE,
    LEGAL_OFFICES,
    PLACES,
    PROVINCES,
    Aim,
    Bought,
    Cell,
    Fate,
    Favour,
    Ground,
    Job,
    Line,
    Office,
    Party,
    Post,
    Purge,
    Schooling,
    Sex,
    Songbun,
    Stage,
    Standing,
    Target,
    Tie,
)  # fmt: skip
from allssam.world.tables import INDEXES, TABLES

SCHEMA = Schema(
    tables=TABLES,
    indexes=INDEXES,
    sectors=Sector,
    flows=Flow,
    events=Event,
    enums={
        item.__name__: item
        for item in (
            Sex,
            Songbun,
            Schooling,
            Job,
            Party,
            Standing,
            Office,
            Post,
            Line,
            Tie,
            Favour,
            Ground,
            Stage,
            Fate,
            Purge,
            Target,
            Aim,
            Bought,
            Cell,
        )
    },
)

__all__ = [
    "ALL_MONTH", "CENTRE", "INDEXES", "LEGAL_OFFICES", "PLACES", "PROVINCES", "SCHEMA", "TABLES", "Aim", "Bought", "Cell", "Event",
    "Fate", "Favour", "Flow", "Ground",
    "Job", "Line", "Office", "Party", "Post", "Purge", "Schooling", "Sector", "Sex", "Songbun", "Stage", "Standing",
    "Target", "Tie",
]  # fmt: skip
