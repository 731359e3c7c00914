"""The words of the field as numbers: provinces, offices, posts, standings, stages.  Declarations only."""

from enum import IntEnum

PROVINCES = (
    "Pyongyang",
    "South Pyongan",
    "North Pyongan",
    "Jagang",
    "South Hwanghae",
    "North Hwanghae",
    "Kangwon",
    "South Hamgyong",
    "North Hamgyong",
    "Ryanggang",
)
CENTRE = len(PROVINCES)
PLACES = (*PROVINCES, "centre")
"""Provinces in the order of `counties.place`; the Centre, a county of its own, stands last."""


class Sex(IntEnum):
    MAN = 0
    WOMAN = 1


class Songbun(IntEnum):
    """Family political background."""

    HOSTILE = 0
    WAVERING = 1
    CORE = 2


class Schooling(IntEnum):
    SECONDARY = 0
    COLLEGE = 1
    UNIVERSITY = 2


class Job(IntEnum):
    """The official place in the state's order, whatever a person lives on."""

    NONE = 0
    CHILD = 1
    FARM = 2
    INDUSTRY = 3
    SERVICES = 4
    OFFICIAL = 5
    RETIRED = 6


class Party(IntEnum):
    OUTSIDE = 0
    CANDIDATE = 1
    MEMBER = 2
    EXPELLED = 3


class Standing(IntEnum):
    """Where a person is."""

    FREE = 0
    DETAINED = 1
    LABOUR_TRAINING = 2
    PRISON = 3
    CAMP = 4
    DEAD = 5
    ABROAD = 6
    MISSING = 7
    UNBORN = 8  # a spare row, kept for somebody who is yet to be born


class Purge(IntEnum):
    """What becomes of a cadre whom the ruler strikes down."""

    DEMOTED = 0
    SENT_TO_CAMP = 1
    EXECUTED = 2


class Target(IntEnum):
    """What made a cadre the ruler's target."""

    NOTHING = 0  # sheer arbitrariness
    CHALLENGE = 1
    KNOWN_TIES = 2
    ASSOCIATION = 3
    EXPOSURE = 4


class Office(IntEnum):
    """Kinds of organisation."""

    FACTORY = 0
    PARTY_COMMITTEE = 1
    PROSECUTION = 2
    POLICE = 3
    SECURITY = 4
    MARKET = 5
    FARM = 6
    WOMENS_UNION = 7
    FISHERIES = 8
    MILITARY_BASE = 9
    TRADE_COMPANY = 10
    ADMINISTRATION = 11
    CENTRAL_PARTY = 12
    CABINET = 13
    ARMY_COMMAND = 14
    MISSION = 15


class Post(IntEnum):
    """Kinds of post."""

    MANAGER = 0
    PARTY_SECRETARY = 1
    HEAD = 2
    INVESTIGATOR = 3
    TRIAL_PROSECUTOR = 4
    OFFICER = 5
    DEPARTMENT_HEAD = 6
    INSTRUCTOR = 7
    MARKET_MANAGER = 8
    UNIT_LEADER = 9
    VILLAGE_SECRETARY = 10
    UNION_CADRE = 11
    STATION_CHIEF = 12
    CAPTAIN = 13
    STAFF_CADRE = 14
    CENTRAL_CADRE = 15


class Line(IntEnum):
    """A donju's line of business."""

    WORKSHOP = 0
    TRADE = 1
    TRANSPORT = 2
    BUILDING = 3
    LENDING = 4


class Tie(IntEnum):
    """What a tie joins."""

    CADRES = 0
    CLIENT = 1
    UPWARD = 2


class Favour(IntEnum):
    """What one side of a tie does for the other."""

    NONE = 0
    MARKET = 1
    FORGIVEN = 2
    VEHICLE = 3
    LICENCE = 4
    TRANSFER = 5
    UNIVERSITY = 6
    CASE = 7


class Ground(IntEnum):
    """What a case rests on."""

    DOSSIER = 0
    COUNTER_CHARGE = 1
    ARREST = 2
    PROBE = 3
    ANTI_SOCIALIST = 4


class Fate(IntEnum):
    """What becomes of the official who loses a dispute."""

    TRANSFERRED = 0
    DISMISSED = 1
    TRIED = 2


class Stage(IntEnum):
    """How far a case has come."""

    COMPLAINT = 0
    INVESTIGATION = 1
    PRELIMINARY = 2
    VERDICT = 3
    ENDED = 4


class Cell(IntEnum):
    """Kinds of Party cell: places are given away within each, so men and women seldom compete for the same one."""

    MEN_AT_WORK = 0
    WOMEN_AT_WORK = 1
    NEIGHBOURHOOD = 2


class Bought(IntEnum):
    """What a person has arranged about his duties, as flags that are added up."""

    WORK = 1  # bought off attendance at the workplace ('8.3')
    FINED = 2  # away from a workplace he is not bought off from
    SESSIONS = 4  # pays for the sessions his trips make him miss
    PARTY_LIFE = 8  # wants '8.3 Party life'
    UNION = 16  # bought off the duties of the Women's Union
    UNION_TRADER = 32  # in the Women's Union and at the market
    MARKED_PRESENT = 64  # absent, and present in the books of his cell


class Aim(IntEnum):
    """What a Party secretary means to do about the donju of the head of his office."""

    NOTHING = 0
    COURT = 1
    QUARREL = 2


ALL_MONTH = 5
"""`people.weeks_away` of those who are away all month for a fisheries station or a trade company: no market days, no trips."""

LEGAL_OFFICES = (Office.PROSECUTION, Office.POLICE, Office.SECURITY)
