"""The report of a run: one page of HTML that needs nothing else, for the screen, the telephone and paper."""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from allssam.engine import InputError, RunFolderError, StorageError
from allssam.explain import Chain, Record, SourceSaid, Story, aggregate, stories, why
from allssam.explain.stories import TITLES
from allssam.explain.words import (
    SIMULATED,
    as_sentence,
    counted,
    dollars,
    listed,
    money,
    month_words,
    percent,
    words_for,
)
from allssam.report import charts
from allssam.report.accounts import accounts, dollars_short, millions
from allssam.report.figures import (
    PARTY_AND_HOUSEHOLD,
    SEXES_AND_CARDS,
    by_group,
    key_figures,
    provincial,
    series,
    spelled,
    year_figure,
)
from allssam.report.grounds import grounds
from allssam.report.justice import funnel
from allssam.runs.folder import WHAT_ENSEMBLE, is_run, read_manifest
from allssam.world import PROVINCES

PANELS = 12
STORIES = 3


def write_report(run: Any, to: str | os.PathLike[str]) -> Path:
    """Write the report of a run folder, or of a folder of runs of one scenario, to an .html file; returns its path."""
    path = Path(to)
    if path.suffix.lower() == ".pdf":
        raise InputError(
            f"{path} cannot be written: reports are written as HTML so far, not as PDF. "
            f"Write {path.with_suffix('.html')} and print it from a browser; the page is laid out for paper too."
        )
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{path} does not say what to write. Give a name that ends in .html.")
    if path.is_dir():
        raise InputError(f"{path} is a folder. Give the name of a file, such as {path / 'report.html'}.")
    text = report_html(run)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise StorageError(
            f"{path} could not be written: {error.strerror}. Make room or choose another place."
        ) from error
    return path


def report_html(run: Any) -> str:
    """The report as one text of HTML."""
    return str(_template().render(**contents(run)))


@cache
def _template() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only needed for a report

    environment = Environment(
        loader=PackageLoader("allssam.report", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "sentence": as_sentence, "month": month_words, "money": money, "dollars": dollars, "millions": millions,
        "usd": dollars_short, "spelled": spelled, "percent": percent,
    }  # fmt: skip
    environment.globals |= {"counted": counted, "listed": listed, "words_for": words_for, "simulated": SIMULATED}
    return environment.get_template("page.html.j2")


def members(run: Any) -> tuple[Record, ...]:
    """The runs a report is about: the run itself, or the finished runs of an ensemble."""
    if isinstance(run, str | os.PathLike) and is_run(Path(run), (WHAT_ENSEMBLE,)):
        folder = Path(run)
        seeds = read_manifest(folder, WHAT_ENSEMBLE).get("seeds_done") or ()
        if not seeds:
            raise RunFolderError(
                f"{folder} is an ensemble without a finished run. Go on with it: allssam resume {folder}"
            )
        return tuple(Record.of(folder / f"seed-{seed}") for seed in seeds)
    return (Record.of(run),)


def contents(run: Any) -> dict[str, Any]:
    """Everything the page shows."""
    records = members(run)
    first = records[0]
    shown = series(records)
    heard = [item for item in shown if np.nan_to_num(item.values).any()]
    told = stories(first, STORIES)
    sentence = _a_prison_sentence(first)
    behind = grounds(records)
    return {
        "style": files("allssam.report").joinpath("page.css").read_text(encoding="utf-8"),
        "grounds": behind,
        "first": first,
        "folder": str(run) if isinstance(run, str | os.PathLike) else str(first.folder),
        "events": sum(sum(record.counts.values()) for record in records),
        "key_figures": key_figures(shown),
        "panels": _panels([item for item in heard if item.measure not in PARTY_AND_HOUSEHOLD][:PANELS]),
        "party_panels": _panels([item for item in heard if item.measure in PARTY_AND_HOUSEHOLD]),
        "days": dict(zip(("years", "groups"), by_group(records, SEXES_AND_CARDS), strict=True)),
        "silent": [f"{item.label} ({item.unit})" for item in shown if item not in heard],
        "years": _years(shown),
        "maps": [
            {"figure": item, "drawing": charts.province_map(item), "legend": charts.legend(item)}
            for item in provincial(records)
        ],
        "provinces": PROVINCES,
        "funnel": funnel(records),
        "convictions": aggregate(first, "convicted") if first.has("events") and first.counts.get("convicted") else None,
        "prison": sentence,
        "fates": TITLES,
        "stories": told,
        "accounts": accounts(first),
        "sources": _sources(told, sentence),
    }


def _panels(shown: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"series": item, "drawing": charts.line_chart(item)} for item in shown]


def _a_prison_sentence(record: Record) -> Chain | None:
    """Of those sent to prison or a camp, the one whose story has as many links as most: a usual case rather than a rare one."""
    if not record.has("events"):
        return None
    log = record.log
    for kinds in (("sentenced_prison", "sentenced_camp"), ("sentenced_labour",)):
        places = log.of_kind(*kinds)
        if len(places):
            depth = log.traced[0][places]
            ordered = sorted(zip(depth.tolist(), places.tolist(), strict=True))
            return why(record, int(log.id[ordered[len(ordered) // 2][1]]))
    return None


def _years(shown: Sequence[Any]) -> dict[str, Any]:
    """Every series by calendar year, as a table."""
    names = sorted({year for item in shown for year in item.years()})
    rows = [
        (item, [year_figure(item, year).value if year in item.years() else "–" for year in names]) for item in shown
    ]
    return {"names": names, "rows": rows}


def _sources(told: Sequence[Story], sentence: Chain | None) -> tuple[SourceSaid, ...]:
    """The sources behind the links that the page shows, by their codes."""
    chains = [story.chain for story in told] + ([sentence] if sentence else [])
    found = {source.id: source for chain in chains for link in chain for source in link.sources}
    return tuple(sorted(found.values(), key=lambda source: source.code))
