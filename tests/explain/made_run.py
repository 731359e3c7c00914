"""Writes run folders for tests: small, made up, with the files and columns of a real one.

`write_run(folder)` makes a country of ten provinces and two years in which donju rise, rent, are courted, quarrelled over, accused, and
released or sentenced.  `write_events(folder, rows)` makes one with just the events a test needs.
"""

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from allssam.observe.measures import MEASURES
from allssam.world import PLACES, PROVINCES, Event

EVENTS = pa.schema(
    [
        ("id", pa.int64()), ("month", pa.date32()), ("kind", pa.string()), ("rule", pa.string()), ("who", pa.int64()),
        ("whom", pa.int64()), ("org", pa.int64()), ("place", pa.string()), ("amount_won", pa.int64()), ("because", pa.int64()),
    ]
)  # fmt: skip
PEOPLE = pa.schema(
    [
        ("id", pa.int64()), ("sex", pa.string()), ("birth", pa.date32()), ("province", pa.string()), ("songbun", pa.string()),
        ("party", pa.string()), ("post", pa.string()), ("donju", pa.bool_()), ("standing", pa.string()),
    ]
)  # fmt: skip
MEASURES_SCHEMA = pa.schema(
    [
        ("month", pa.date32()), ("measure", pa.string()), ("place", pa.string()), ("group", pa.string()), ("value", pa.float64()),
        ("unit", pa.string()),
    ]
)  # fmt: skip
FLOWS = pa.schema(
    [
        ("month", pa.date32()),
        ("purpose", pa.string()),
        ("payer", pa.string()),
        ("payee", pa.string()),
        ("won", pa.int64()),
    ]
)
BALANCES = pa.schema([("month", pa.date32()), ("sector", pa.string()), ("won", pa.int64())])
SECTORS = ("households", "markets", "plants", "loyalty_funds", "state", "outside", "reform")
ROUTES = (
    ("consumption", "households", "markets", 900_000_000),
    ("market_income", "markets", "households", 980_000_000),
    ("outside_demand", "outside", "markets", 120_000_000),
    ("imports", "markets", "outside", 45_000_000),
    ("state_wage", "state", "households", 24_000_000),
    ("stall_fee", "households", "state", 12_000_000),
    ("rent", "households", "households", 9_000_000),
    ("patronage", "households", "households", 5_000_000),
    ("profit_share", "households", "plants", 2_500_000),
    ("loyalty_quota", "plants", "loyalty_funds", 1_400_000),
    ("loyalty_tribute", "loyalty_funds", "state", 900_000),
    ("plant_spending", "plants", "markets", 700_000),
    ("release_investigation", "households", "households", 450_000),
)


def write(folder: Path, table: str, rows: list[dict], schema: pa.Schema) -> None:
    columns = {name: [row.get(name) for row in rows] for name in schema.names}
    pq.write_table(pa.table(columns, schema=schema), folder / f"{table}.parquet", row_group_size=5_000)


def write_manifest(folder: Path, **changes) -> None:
    manifest = {
        "what": "allssam run", "name": "baseline",
        "version": "0.1.0", "rules": "b1946ac92492d234", "scenario": "0a1b", "seed": 7, "people": 250_000,
        "from": "2010-01", "to": "2011-12", "months": 24, "status": "done",
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps(manifest | changes), encoding="utf-8")


def write_events(folder: Path, rows: list[dict], people: list[dict] = ()) -> Path:
    """A folder with the given events; months as text, rules from the event's declaration, numbers from 1."""
    write_manifest(folder)
    full = []
    for number, row in enumerate(rows, 1):
        kind = Event.__members__.get(row["kind"].upper())
        made = {
            "id": number,
            "month": "2010-01",
            "rule": kind.telling.rule if kind else "",
            "place": "South Pyongan",
            **row,
        }
        full.append({**made, "month": date.fromisoformat(f"{made['month']}-01")})
    write(folder, "events", full, EVENTS)
    write(folder, "people", list(people), PEOPLE)
    return folder


def person(number: int, **changes) -> dict:
    row = {
        "id": number, "sex": "man", "birth": date(1970, 5, 1), "province": "South Pyongan", "songbun": "core", "party": "member",
        "post": None, "donju": False, "standing": "free",
    }  # fmt: skip
    return row | changes


def a_fall(accused: int = 500) -> list[dict]:
    """From a lease to a prison sentence in eleven events, with two that lie beside the chain."""
    manager, secretary, investigator, prosecutor = 60, 61, 62, 63
    return [
        {"kind": "lease_begun", "month": "2010-02", "who": accused, "whom": manager, "org": 12, "amount_won": 410_000},
        {
            "kind": "per_diem_begun",
            "month": "2010-03",
            "who": accused,
            "whom": manager,
            "amount_won": 82_000,
            "because": 1,
        },
        {"kind": "courted", "month": "2010-08", "who": secretary, "whom": accused, "amount_won": 123_000, "because": 2},
        {"kind": "court_refused", "month": "2010-08", "who": accused, "whom": secretary, "because": 3},
        {"kind": "tie_formed", "month": "2010-09", "who": secretary, "whom": investigator},
        {"kind": "quarrel", "month": "2010-10", "who": secretary, "whom": manager, "org": 12, "because": 4},
        {"kind": "dossier_written", "month": "2010-11", "who": secretary, "whom": accused, "because": 6},
        {"kind": "dossier_filed", "month": "2010-12", "who": secretary, "whom": manager, "because": 7},
        {"kind": "case_opened", "month": "2011-01", "who": accused, "whom": investigator, "because": 8},
        {"kind": "preliminary_finding", "month": "2011-02", "who": accused, "whom": investigator, "because": 9},
        {"kind": "convicted", "month": "2011-03", "who": accused, "whom": prosecutor, "because": 10},
        {"kind": "confiscated", "month": "2011-03", "who": accused, "amount_won": 9_840_000, "because": 11},
        {"kind": "sentenced_prison", "month": "2011-03", "who": accused, "because": 11},
    ]


def the_people_of_a_fall(accused: int = 500) -> list[dict]:
    return [
        person(60, post="manager"),
        person(61, post="party_secretary"),
        person(62, post="investigator"),
        person(63, post="trial_prosecutor"),
        person(accused, sex="woman", party="outside", songbun="wavering", standing="prison"),
    ]


# ----------------------------------------------------------------------------------------------------- a whole country


class Telling:
    """Collects events month by month and numbers them in order."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.rows: list[dict] = []

    def tell(self, month: date, kind: str, place: str, because: int | None = None, **rest) -> int:
        number = len(self.rows) + 1
        rule = Event[kind.upper()].telling.rule
        self.rows.append(
            {"id": number, "month": month, "kind": kind, "rule": rule, "place": place, "because": because, **rest}
        )
        return number


def write_run(folder: Path, seed: int = 7, months: int = 24, donju_a_month: int = 3, **manifest) -> Path:
    """A whole made-up run."""
    write_manifest(folder, seed=seed, months=months, **manifest)
    calendar = [date(2010 + number // 12, number % 12 + 1, 1) for number in range(months)]
    told = Telling(seed)
    people = _officials()
    pending: dict[date, list] = {month: [] for month in calendar}
    for number, month in enumerate(calendar):
        for place in PROVINCES:
            for _ in range(told.dice.randrange(donju_a_month + 1)):
                people.append(person(10_000 + len(people), province=place, donju=True, post=None, party="outside"))
                pending[month].append(_life(told, place, people[-1], PROVINCES.index(place)))
        following = calendar[number + 1] if number + 1 < months else None
        told.dice.shuffle(pending[month])
        for life in pending[month]:
            if _goes_on(life, month) and following:
                pending[following].append(life)
    write(folder, "events", told.rows, EVENTS)
    write(folder, "people", [row for row in people if row["id"] in _named(told.rows)], PEOPLE)
    write(folder, "measures", _measures(calendar, told), MEASURES_SCHEMA)
    flows = _flows(calendar, told.dice)
    write(folder, "flows", flows, FLOWS)
    write(folder, "balances", _balances(calendar, flows), BALANCES)
    (folder / "scenario.yaml").write_text(
        "name: baseline\nquestion: What follows if the articles are right?\nfrom: 2010-01\nto: 2011-12\n",
        encoding="utf-8",
    )
    return folder


def _goes_on(life: Iterator, month: date) -> bool:
    """Lives one month; says whether there is another."""
    try:
        life.send(month)
    except StopIteration:
        return False
    return True


def _officials() -> list[dict]:
    posts = ("manager", "party_secretary", "investigator", "trial_prosecutor", "head")
    return [
        person(100 + 10 * number + rank, province=place, post=post)
        for number, place in enumerate(PLACES)
        for rank, post in enumerate(posts)
    ]


def _named(rows: list[dict]) -> set[int]:
    return {row.get(part) for row in rows for part in ("who", "whom")}


def _life(told: Telling, place: str, donju: dict, number: int):
    """What befalls one donju: a generator that is told each month and yields while the life goes on."""
    life = _course(told, place, donju, number)
    next(life)
    return life


def _course(told: Telling, place: str, donju: dict, number: int):
    dice, me = told.dice, donju["id"]
    manager, secretary, investigator, prosecutor, head = (100 + 10 * number + rank for rank in range(5))
    plant = 40 + number

    month = yield True
    told.tell(month, "donju_risen", place, who=me, amount_won=8_200 * dice.randrange(4_000, 30_000))
    tie = told.tell(month, "tie_formed", place, who=me, whom=manager)
    month = yield True
    lease = told.tell(
        month, "lease_begun", place, tie, who=me, whom=manager, org=plant, amount_won=8_200 * dice.randrange(30, 300)
    )
    month = yield True
    diem = told.tell(
        month, "per_diem_begun", place, lease, who=me, whom=manager, amount_won=8_200 * dice.randrange(5, 60)
    )
    month = yield True
    courted = told.tell(month, "courted", place, diem, who=secretary, whom=me, amount_won=8_200 * dice.randrange(5, 40))
    if dice.random() < 0.45:
        told.tell(month, "tie_formed", place, courted, who=me, whom=secretary)
        yield True
        return
    refused = told.tell(month, "court_refused", place, courted, who=me, whom=secretary)
    month = yield True
    quarrel = told.tell(month, "quarrel", place, refused, who=secretary, whom=manager, org=plant)
    if dice.random() < 0.3:
        told.tell(
            month, "bribe_coerced", place, quarrel, who=me, whom=secretary, amount_won=8_200 * dice.randrange(50, 400)
        )
        yield True
        return
    written = told.tell(month, "dossier_written", place, quarrel, who=secretary, whom=me)
    month = yield True
    if dice.random() < 0.25:
        told.tell(month, "dossier_withheld", place, written, who=secretary, whom=me)
        yield True
        return
    filed = told.tell(month, "dossier_filed", place, written, who=secretary, whom=me)
    if dice.random() < 0.4:
        warned = told.tell(month, "tipped_off", place, filed, who=head, whom=manager)
        counter = told.tell(month, "counter_filed", place, warned, who=manager, whom=secretary)
        won = told.tell(month, "dispute_won", place, counter, who=manager, whom=secretary, org=plant)
        told.tell(month, "dismissed", place, won, who=secretary, org=plant)
    month = yield True
    case = told.tell(month, "case_opened", place, filed, who=me, whom=investigator)
    luck = dice.random()
    month = yield True
    if luck < 0.5:
        price = 8_200 * dice.randrange(200, 5_000)
        told.tell(month, "release_bought_investigation", place, case, who=me, whom=investigator, amount_won=price)
        yield True
        return
    finding = told.tell(month, "preliminary_finding", place, case, who=me, whom=investigator)
    month = yield True
    if luck < 0.62:
        price = 8_200 * dice.randrange(200, 7_000)
        told.tell(month, "release_bought_verdict", place, finding, who=me, whom=prosecutor, amount_won=price)
        yield True
        return
    if luck < 0.68:
        told.tell(month, "acquitted", place, finding, who=me)
        yield True
        return
    guilty = told.tell(month, "convicted", place, finding, who=me, whom=prosecutor)
    told.tell(month, "confiscated", place, guilty, who=me, amount_won=8_200 * dice.randrange(1_000, 20_000))
    fate = "sentenced_labour" if luck < 0.82 else "sentenced_prison" if luck < 0.97 else "sentenced_camp"
    told.tell(month, fate, place, guilty, who=me)
    donju["standing"] = {"sentenced_labour": "labour_training", "sentenced_prison": "prison"}.get(fate, "camp")
    donju["donju"] = False
    told.tell(month, "donju_fallen", place, guilty, who=me)


def _measures(calendar: list[date], told: Telling) -> list[dict]:
    levels = {
        "population": (25_000, 20), "market_share_of_income": (0.72, 0.002), "donju": (45, 0.8), "leases": (12, 0.9),
        "ties": (150, 3), "patrons_per_donju": (1.0, 0.02), "patronage_share_of_profit": (0.05, 0.001), "release_price_usd": (1_200, 25),
    }  # fmt: skip
    counted = {"cases_opened": "case_opened", "convictions": "convicted"}
    alone = {"market_share_of_income", "patrons_per_donju", "patronage_share_of_profit", "release_price_usd"}
    rows = []

    def add(month: date, measure: str, place: str, value: float) -> None:
        unit = MEASURES[measure].unit if measure in MEASURES else "USD"
        rows.append({"month": month, "measure": measure, "place": place, "group": "all", "value": value, "unit": unit})

    for at, month in enumerate(calendar):
        for measure, (level, slope) in levels.items():
            values = [max(0.0, (level + slope * at) * (0.6 + 0.8 * told.dice.random())) for _ in PROVINCES]
            whole = sum(values) / len(values) if measure in alone else sum(values)
            add(month, measure, "country", whole)
            for place, value in zip(PROVINCES, values, strict=True):
                if measure not in alone:
                    add(month, measure, place, value)
        for measure, kind in counted.items():
            where = [row["place"] for row in told.rows if row["kind"] == kind and row["month"] == month]
            add(month, measure, "country", len(where))
            for place in PLACES:
                add(month, measure, place, where.count(place))
    return rows


def _flows(calendar: list[date], dice: random.Random) -> list[dict]:
    return [
        {
            "month": month,
            "purpose": purpose,
            "payer": payer,
            "payee": payee,
            "won": round(won * (0.8 + 0.4 * dice.random())),
        }
        for month in calendar
        for purpose, payer, payee, won in ROUTES
    ]


def _balances(calendar: list[date], flows: list[dict]) -> list[dict]:
    held = dict.fromkeys(SECTORS, 4_000_000_000)
    rows = []
    for month in calendar:
        for row in flows:
            if row["month"] == month:
                held[row["payer"]] -= row["won"]
                held[row["payee"]] += row["won"]
        rows += [{"month": month, "sector": sector, "won": won} for sector, won in held.items()]
    return rows
