"""Twins: where two worlds with the same people and the same dice part, who fares otherwise, and which measures differ by how much."""

from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any

import duckdb
import pyarrow as pa

from allssam.engine import InputError, RunFolderError, nearest
from allssam.evidence import spelled
from allssam.explain.record import Happening, Record
from allssam.explain.telling import Teller
from allssam.explain.words import SIMULATED, as_sentence, counted, listed, month_words, percent
from allssam.runs import pairs, twins
from allssam.runs.records import EVENTS, MEASURES

MOST_ROWS = 40
SHARED_BY = "month, kind, coalesce(who, -1) as who, coalesce(whom, -1) as whom"


@dataclass(frozen=True)
class Parting:
    """The first event that happens in one world and not in the other, and how the worlds drift apart from there."""

    month: str
    measured: str
    in_a: Happening | None
    says_a: str
    in_b: Happening | None
    says_b: str
    years: tuple[tuple[int, int, int, int], ...]

    def data(self) -> dict[str, Any]:
        return {
            "month": self.month or None,
            "first_month_a_measure_differs": self.measured or None,
            "only_in_a": _told(self.in_a, self.says_a),
            "only_in_b": _told(self.in_b, self.says_b),
            "events_by_year": [
                dict(zip(("year", "in_a", "in_b", "in_both"), year, strict=True)) for year in self.years
            ],
        }


def _told(event: Happening | None, says: str) -> dict[str, Any] | None:
    return None if event is None else {"event": asdict(event), "sentence": says}


@dataclass(frozen=True)
class Twin:
    """Two worlds side by side."""

    names: tuple[str, str]
    folders: tuple[Path, Path]
    difference: tuple[str, ...]
    people: int
    first: str
    last: str
    settle: int
    seeds: tuple[int, ...]
    parting: Parting
    fates: tuple[dict[str, Any], ...]
    table: pa.Table
    assumed: tuple[int, ...] = ()

    def differences(self, place: str = "country", group: str = "all", figure: str = pairs.MEAN) -> list[dict[str, Any]]:
        """The paired difference of every measure, for a place and a group."""
        return [
            row
            for row in self.table.to_pylist()
            if (row["place"], row["group"], row["figure"]) == (place, group, figure)
        ]

    def of(self, measure: str, place: str = "country", group: str = "all", figure: str = pairs.MEAN) -> dict[str, Any]:
        """The paired difference of one measure.  Raises InputError where there is none."""
        for row in self.differences(place, group, figure):
            if row["measure"] == measure:
                return row
        known = sorted({row["measure"] for row in self.table.to_pylist()})
        raise InputError(f"{measure} has no difference for {place}, {group}, {figure}.{nearest(measure, known)}")

    @property
    def clear(self) -> list[dict[str, Any]]:
        """Measures whose interval leaves zero out, the clearest first; with one pair all that differ, the most changed first."""
        return sorted((row for row in self.differences() if pairs.differs(row)), key=_clearness, reverse=True)

    def data(self) -> dict[str, Any]:
        return {
            "note": SIMULATED,
            "a": {"name": self.names[0], "folder": str(self.folders[0])},
            "b": {"name": self.names[1], "folder": str(self.folders[1])},
            "difference": list(self.difference),
            "people": self.people,
            "from": self.first,
            "to": self.last,
            "seeds": list(self.seeds),
            "assumed_parameters": list(self.assumed),
            "parting": self.parting.data(),
            "fates": list(self.fates),
            "differences": self.table.to_pylist(),
        }

    # ------------------------------------------------------------------------------------------------------ in words

    def text(self) -> str:
        lines = [f"{self.names[0]} (a) and {self.names[1]} (b): the same people, the same dice"]
        for said in self.difference:
            lines += wrap(f"b: {said}", 120, initial_indent="  ", subsequent_indent="     ")
        many = "one pair of runs" if len(self.seeds) == 1 else f"{len(self.seeds)} pairs of runs"
        assumed = f", {max(self.assumed)} assumed parameters" if self.assumed else ""
        lines += [f"{many}, {self.people:,} people, {self.first} to {self.last}{assumed}; {SIMULATED}"]
        return "\n".join([*lines, "", *self._parting_lines(), "", *self._fate_lines(), "", *self._measure_lines()])

    def _parting_lines(self) -> list[str]:
        parting = self.parting
        lines = [f"Where they part (seed {self.seeds[0]})"]
        if not parting.month:
            if not parting.measured:
                return [*lines, "  Nowhere: the same events, the same figures."]
            return [*lines, f"  The same events; figures differ from {month_words(parting.measured)} on."]
        lines.append(f"  {month_words(parting.month)}")
        for world, item, says in (("a", parting.in_a, parting.says_a), ("b", parting.in_b, parting.says_b)):
            if item is not None:
                lines += wrap(
                    f"only in {world}: {says}  [event {item.id}]",
                    110,
                    initial_indent="    ",
                    subsequent_indent="      ",
                )
        if parting.month == self.first and self.settle:
            lines += wrap(
                f"They part in the first month recorded: the difference held already in the {self.settle} months of settling before it.",
                110, initial_indent="  ", subsequent_indent="  ",
            )  # fmt: skip
        shares = [f"{percent(both / max(1, in_a))} in {year}" for year, in_a, _, both in parting.years]
        if shares:
            lines += wrap(
                f"Of what happens in a there happens in b too: {listed(shares)}.",
                110,
                initial_indent="  ",
                subsequent_indent="  ",
            )
        return lines

    def _fate_lines(self) -> list[str]:
        if not self.fates:
            return ["Who fares otherwise", "  Nobody whom the events name."]
        several = len(self.seeds) > 1
        width = max(len(row["says"]) for row in self.fates)
        mean = ", mean over pairs" if several else ""
        lines = [f"Who fares otherwise (people{mean})", f"  {'':{width}}  in both   only a   only b  b − a"]
        for row in self.fates:
            reach = f" [{_number(row['low'])}, {_number(row['high'])}]" if row["low"] is not None else ""
            counts = "  ".join(f"{_number(row[key]):>7}" for key in ("both", "only_a", "only_b"))
            lines.append(f"  {row['says']:{width}}  {counts}  {_number(row['difference'])}{reach}")
        return lines

    def _measure_lines(self) -> list[str]:
        rows, everything = self.clear, self.differences()
        if len(self.seeds) == 1:
            lines = ["What differs (mean over the run; one pair has no interval, so that much of this may be chance)"]
        else:
            lines = [
                f"What differs (mean over the run; 95 % interval of the mean difference over {len(self.seeds)} pairs)"
            ]
        width = max((len(row["measure"]) for row in rows[:MOST_ROWS]), default=0)
        for row in rows[:MOST_ROWS]:
            reach = f" [{_number(row['low'])}, {_number(row['high'])}]" if row["low"] is not None else ""
            lines.append(
                f"  {row['measure']:{width}}  {_number(row['a']):>9} → {_number(row['b']):>9}  "
                f"{_number(row['difference'])}{reach} {row['unit']}"
            )
        if len(rows) > MOST_ROWS:
            lines.append(
                f"  and {counted(len(rows) - MOST_ROWS, 'other measure', 'other measures')}; see differences.parquet"
            )
        if len(self.seeds) > 1:
            lines += wrap(
                f"{len(rows)} of {len(everything)} measures; about {len(everything) * (1 - pairs.CONFIDENCE):.0f} of them would leave zero "
                "out by chance if nothing differed.", 110, initial_indent="  ", subsequent_indent="  ",
            )  # fmt: skip
        elif not rows:
            lines.append("  No measure.")
        return lines


def _number(value: float | None) -> str:
    return spelled(value).replace("-", "−")


def _clearness(row: dict[str, Any]) -> float:
    if row["low"] is None:
        return abs(row["difference"]) / max(abs(row["a"]), abs(row["b"]), 1e-12)
    return abs(row["difference"]) / max(row["high"] - row["low"], 1e-12 * max(1.0, abs(row["difference"])))


# ------------------------------------------------------------------------------------------------- making one


def twin(folder: str | Path) -> Twin:
    """A twin that was carried out.  Raises RunFolderError."""
    folder = Path(folder)
    manifest, differences, fates = twins.read(folder)
    records = tuple(Record(folder / name) for name in ("a", "b"))
    names = manifest["name"]
    return Twin(
        names=(names[0], names[1]) if names[0] != names[1] else (names[0], f"{names[0]} otherwise"),
        folders=(folder / "a", folder / "b"),
        difference=tuple(manifest["difference"]),
        people=manifest["people"],
        first=manifest["from"],
        last=manifest["to"],
        settle=manifest.get("settle", 0),
        seeds=tuple(manifest["seeds_done"]),
        parting=parting(*records),
        fates=tuple(pairs.fates_in_all(fates)),
        table=differences,
        assumed=tuple(manifest.get("assumed_parameters", ())),
    )


def compare(a: str | Path | Any, b: str | Path | Any) -> Twin:
    """Two runs, or two ensembles by their seeds, that begin with the same people.  Raises RunFolderError where they do not."""
    folders = [Path(getattr(run, "folder", run)) for run in (a, b)]
    if folders[0].resolve() == folders[1].resolve():
        raise RunFolderError(f"{folders[0]} is named twice. Name two runs.")
    found = pairs.pairs_of(*folders)
    figures = pairs.together(
        pairs.figures(folder, seed, world)
        for seed, *both in found
        for world, folder in zip(("a", "b"), both, strict=True)
    )
    fates = pairs.together(
        pairs.fates(pairs.befallen(Record(one)), pairs.befallen(Record(other)), seed) for seed, one, other in found
    )
    records = (Record(found[0][1]), Record(found[0][2]))
    said = [record.manifest for record in records]
    names = [str(item["name"]) for item in said]
    return Twin(
        names=(names[0], names[1]) if names[0] != names[1] else (str(folders[0]), str(folders[1])),
        folders=(found[0][1], found[0][2]),
        difference=tuple(_difference(*records)),
        people=said[0]["people"],
        first=said[0]["from"],
        last=said[0].get("reached") or said[0]["to"],
        settle=int(records[0].scenario.get("settle", 0) or 0),
        seeds=tuple(seed for seed, _, _ in found),
        parting=parting(*records),
        fates=tuple(pairs.fates_in_all(fates)),
        table=pairs.differences(figures),
        assumed=tuple(item["assumed_parameters"] for item in said if "assumed_parameters" in item),
    )


def _difference(a: Record, b: Record) -> list[str]:
    """What their scenarios say otherwise; and whether other rules made them."""
    from allssam.engine import AllssamError
    from allssam.runs.simulate import scenario_of

    found = []
    if a.manifest.get("rules") != b.manifest.get("rules"):
        found.append("made by other rules (another version of the model, or mechanisms of one's own)")
    try:
        found += twins.difference_of(*(scenario_of(run.folder, run.manifest) for run in (a, b)))
    except AllssamError:  # made by a version whose parameters are no longer known
        found.append("scenarios that this version cannot read")
    return found or ["nothing: the scenarios are the same"]


def parting(a: Record, b: Record) -> Parting:
    """Where two worlds part.  Events are the same where month, kind, who and whom are."""
    connection = duckdb.connect()
    for name, record in (("a", a), ("b", b)):
        for file in (EVENTS, MEASURES):
            record.require(file.name)
            connection.register(f"{name}_{file.name}", record.sql(f"select * from {file.name}").to_arrow_table())
    for name in ("a", "b"):
        connection.execute(
            f"create table {name} as select id, {SHARED_BY}, row_number() over (partition by month, kind, who, whom order by id) as times "
            f"from {name}_events"
        )
    same = "month, kind, who, whom, times"
    alone = {
        name: connection.execute(
            f"select id, month from {name} anti join {other} using ({same}) order by id limit 1"
        ).fetchone()
        for name, other in (("a", "b"), ("b", "a"))
    }
    measured = connection.execute(
        'select min(x.month) from a_measures x full join b_measures y using (month, measure, place, "group") '
        "where x.value is distinct from y.value"
    ).fetchone()
    years = connection.execute(
        f"""
        with shared as (select year(month) as year, count(*) as n from a semi join b using ({same}) group by 1),
        one as (select year(month) as year, count(*) as n from a group by 1),
        other as (select year(month) as year, count(*) as n from b group by 1)
        select year, coalesce(one.n, 0), coalesce(other.n, 0), coalesce(shared.n, 0)
        from one full join other using (year) left join shared using (year) order by year
        """
    ).fetchall()
    month = min((str(found[1])[:7] for found in alone.values() if found), default="")
    told: list[tuple[Happening | None, str]] = []
    for name, record in (("a", a), ("b", b)):
        found = alone[name]
        if found is None or str(found[1])[:7] != month:
            told.append((None, ""))
            continue
        item = record.happening(int(found[0]))
        told.append((item, as_sentence(Teller(record, [item]).sentence(item))))
    return Parting(
        month=month,
        measured=str(measured[0])[:7] if measured and measured[0] is not None else "",
        in_a=told[0][0], says_a=told[0][1], in_b=told[1][0], says_b=told[1][1],
        years=tuple((int(year), int(one), int(other), int(both)) for year, one, other, both in years),
    )  # fmt: skip
