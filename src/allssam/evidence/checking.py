"""Checks of the register against itself: every fault is a sentence, and all are found together."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from allssam.engine.errors import InputError
from allssam.evidence.records import Amount, Band, Claim, Fact, Pattern, PricePoint, Reference, Source
from allssam.evidence.register import (
    DATA,
    nearest,
    read_bibliography,
    read_claims,
    read_facts,
    read_patterns,
    read_sources,
)

STRENGTHS = ("none", "weak", "medium", "strong")
GRADES = ("H", "M-H", "M", "L-M", "L", "hole", "cross-check", "ungraded")
KINDS = ("theory", "observed", "both")
USES = ("calibrate", "check")
GOODS = ("rice", "USD", "CNY")
WONS = ("new", "old")
NO_PAGE = ("MEM", "DER")  # provenance that is not a page: general knowledge, and arithmetic on read figures

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
ADDRESS = re.compile(r"https?://\S+")
SECTION = re.compile(r"§\s*(\d+[a-z]?)")


def check_register(folder: Path = DATA) -> list[str]:
    """All faults of the evidence files, as sentences; an empty list when there are none."""
    try:
        articles_read, claims_read = read_sources(folder), read_claims(folder)
        pages_read, facts_read, patterns_read = read_bibliography(folder), read_facts(folder), read_patterns(folder)
    except InputError as error:  # without the whole file every citation of it would look like a fault
        return list(error.faults)
    faults = articles_read.faults + claims_read.faults + pages_read.faults + facts_read.faults + patterns_read.faults
    sources, claims = articles_read.records, claims_read.records
    pages, facts, patterns = pages_read.records, facts_read.records, patterns_read.records
    bands = [band for pattern in patterns for band in pattern.bands]

    faults += _twice("source code", (source.code for source in sources))
    for what, ids in (
        ("claim", (claim.id for claim in claims)),
        ("page of the bibliography", (page.id for page in pages)),
        ("fact", (fact.id for fact in facts)),
        ("pattern", (pattern.id for pattern in patterns)),
        ("band", (band.id for band in bands)),
    ):
        faults += _twice(what, ids)

    articles = {source.id: source for source in sources}
    known_pages = {page.id for page in pages}
    sections = {fact.section.split(".")[0].split(" ")[0] for fact in facts}
    for source in sources:
        faults += _source_faults(source, articles, known_pages)
    for claim in claims:
        faults += _claim_faults(claim, articles)
    for page in pages:
        faults += _page_faults(page, articles)
    for fact in facts:
        faults += _fact_faults(fact, known_pages, sections)
    for pattern in patterns:
        faults += _pattern_faults(pattern, known_pages)
    return faults


def _twice(what: str, ids: Iterable[str]) -> list[str]:
    return [f"The {what} {id} occurs {times} times." for id, times in Counter(ids).items() if times > 1]


def _unknown(where: str, role: str, ids: Iterable[str], known: Iterable[str]) -> list[str]:
    known = set(known)
    return [f"{where} {role} {id}, which is not known.{nearest(id, known)}" for id in ids if id not in known]


def _not_among(where: str, name: str, value: str, choices: tuple[str, ...]) -> list[str]:
    if value in choices:
        return []
    return [f"{where} has the {name} {value!r}; it should be one of {', '.join(choices)}."]


def _source_faults(source: Source, articles: Mapping[str, Source], pages: set[str]) -> list[str]:
    where = f"Source {source.id}"
    faults = _not_among(where, "strength", source.strength, STRENGTHS)
    faults += _unknown(where, "has in the bibliography the code", [source.code], pages)
    if source.derived_from:
        faults += _unknown(where, "is derived from", [source.derived_from], articles)
    if not source.strength_reason:
        faults.append(f"{where} gives no reason for its strength.")
    if not ADDRESS.fullmatch(source.url):
        faults.append(f"{where} has no usable address.")
    return faults


def _claim_faults(claim: Claim, articles: Mapping[str, Source]) -> list[str]:
    where = f"Claim {claim.id}"
    faults = _unknown(where, "cites the source", claim.sources, articles)
    if not any(id in articles and not articles[id].derived_from for id in claim.sources):
        faults.append(f"{where} rests on no source of its own.")
    if not claim.system:
        faults.append(f"{where} belongs to no subsystem.")
    if not claim.says:
        faults.append(f"{where} says nothing.")
    return faults


def _page_faults(page: Reference, articles: Mapping[str, Source]) -> list[str]:
    where = f"Page {page.id}"
    faults = _unknown(where, "is said to be the article", [page.article] if page.article else [], articles)
    if not page.text:
        faults.append(f"{where} does not say what it is.")
    if not page.urls or not all(ADDRESS.fullmatch(url) for url in page.urls):
        faults.append(f"{where} has no usable address.")
    return faults


def _fact_faults(fact: Fact, pages: set[str], sections: set[str]) -> list[str]:
    where = f"Fact {fact.id}"
    named_sections = SECTION.findall(fact.provenance)
    faults = _unknown(where, "cites", fact.sources, pages | set(NO_PAGE))
    faults += _unknown(where, "rests on section", named_sections, sections)
    faults += _not_among(where, "confidence", fact.confidence, GRADES)
    if not fact.sources and not named_sections and fact.confidence != "hole":
        faults.append(f"{where} has no source and is not marked as a hole.")
    faults += _amount_faults(where, fact.amount)
    for name, amount in fact.table.items():
        faults += _amount_faults(f"{where}, {name},", amount)
        if not amount.is_given:
            faults.append(f"{where}, {name}, has no number.")
    for point in fact.prices:
        faults += _price_faults(where, point)
    return faults


def _amount_faults(where: str, amount: Amount) -> list[str]:
    faults = _crossed(where, amount.low, amount.high)
    too_low = amount.value is not None and amount.low is not None and amount.value < amount.low
    too_high = amount.value is not None and amount.high is not None and amount.value > amount.high
    if too_low or too_high:
        faults.append(f"{where} has the value {amount.value} outside its own range {amount.low} to {amount.high}.")
    if amount.is_given and not amount.unit:
        faults.append(f"{where} has a number without a unit.")
    return faults


def _price_faults(where: str, point: PricePoint) -> list[str]:
    where = f"{where}, {point.good} in {point.month},"
    faults = _crossed(where, point.low, point.high) + _not_month(where, point.month)
    faults += _not_among(where, "good", point.good, GOODS) + _not_among(where, "won", point.won, WONS)
    return faults


def _pattern_faults(pattern: Pattern, pages: set[str]) -> list[str]:
    where = f"Pattern {pattern.id}"
    faults = _unknown(where, "cites", pattern.sources, pages)
    faults += _not_among(where, "kind", pattern.kind, KINDS) + _not_among(where, "use", pattern.use, USES)
    if not pattern.sources:
        faults.append(f"{where} cites nothing.")
    if not pattern.bands:
        faults.append(f"{where} has no band in numbers.")
    for band in pattern.bands:
        faults += _band_faults(pattern, band)
    return faults


def _band_faults(pattern: Pattern, band: Band) -> list[str]:
    where = f"Band {band.id}"
    faults = _crossed(where, band.low, band.high)
    if not band.id.startswith(f"{pattern.id}."):
        faults.append(f"{where} belongs to pattern {pattern.id}; its id should begin with {pattern.id}.")
    if band.low is None and band.high is None:
        faults.append(f"{where} has no limit at all.")
    if band.strict and band.low is not None and band.low == band.high:
        faults.append(f"{where} is strict and leaves no number between its limits.")
    for month in (band.since, band.until):
        faults += _not_month(where, month) if month else []
    if band.since and band.until and band.since > band.until:
        faults.append(f"{where} runs from {band.since} back to {band.until}.")
    return faults


def _crossed(where: str, low: float | None, high: float | None) -> list[str]:
    if low is None or high is None or low <= high:
        return []
    return [f"{where} has its low {low} above its high {high}."]


def _not_month(where: str, month: str) -> list[str]:
    return [] if MONTH.fullmatch(month) else [f"{where} names {month!r}; a month is written 2013-01."]
