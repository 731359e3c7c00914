"""The register: rules against claims, both ways; and every name with its meaning and its source."""

import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from allssam import evidence
from allssam.engine import RULES, InputError, Parameters, ParameterSpec, citation_faults, nearest
from allssam.observe import MEASURES
from allssam.runs import composition

if TYPE_CHECKING:
    from allssam.runs.scenario import Scenario


def _load_variants() -> None:
    for name in composition.variants():
        importlib.import_module(f"allssam.mechanisms.variants.{name}")


def parameter_classes() -> dict[str, type[Parameters]]:
    """The parameters of every mechanism of the month, and of the drawing of the country."""
    base = composition.base()
    return {**base.month.parameter_classes(), "population": base.population}


def assumed_parameters(scenario: "Scenario") -> int:
    """How many of a scenario's parameters nobody knows."""
    classes = {
        **composition.compose(scenario.mechanisms, scenario.replace).parameter_classes(),
        "population": composition.base().population,
    }
    return sum(
        1
        for made in classes.values()
        for spec in made.specs.values()
        if spec.assumed and not spec.claim and not spec.fact
    )


# ------------------------------------------------------------------------------------------------------------ lists


def rules() -> list[dict[str, Any]]:
    """Every rule: its sentence, what it rests on, where it stands."""
    composition.base()
    _load_variants()
    return [
        {
            "name": rule.name,
            "sentence": " ".join(rule.sentence.split()),
            "claims": list(rule.claims),
            "facts": list(rule.facts),
            "assumed": rule.assumed,
            "file": f"{rule.file}:{rule.line}",
        }
        for rule in sorted(RULES.values(), key=lambda rule: rule.name)
    ]


def steps() -> list[dict[str, Any]]:
    """The month: every step in order."""
    return [
        {
            "name": step.name,
            "sentence": " ".join(step.sentence.split()),
            "visits": step.visits,
            "changes": list(step.changes),
            "draws": list(step.draws),
            "tells": [name.lower() for name in step.tells],
            "pays": [name.lower() for name in step.pays],
            "file": f"{step.file}:{step.line}",
        }
        for step in composition.base().month
    ]


def parameters() -> list[dict[str, Any]]:
    """Every parameter: default, range, unit, meaning, and where the number comes from."""
    return [
        _parameter(f"{mechanism}.{name}", spec)
        for mechanism, made in parameter_classes().items()
        for name, spec in made.specs.items()
    ]


def _parameter(name: str, spec: ParameterSpec) -> dict[str, Any]:
    return {
        "name": name,
        "default": spec.default,
        "low": spec.low,
        "high": spec.high,
        "unit": spec.unit,
        "meaning": spec.meaning,
        "kind": spec.kind.__name__,
        "dated": spec.dated,
        "by_place": bool(spec.each),
        "claims": list(spec.claim),
        "facts": list(spec.fact),
        "assumed": spec.assumed,
    }


def claims() -> list[dict[str, Any]]:
    """Every claim, and the rules and parameters that stand on it."""
    used: dict[str, list[str]] = {}
    for record in [*rules(), *parameters()]:
        for claim in record["claims"]:
            used.setdefault(claim, []).append(record["name"])
    return [
        {
            "id": claim.id,
            "system": claim.system,
            "says": claim.says,
            "hedge": claim.hedge,
            "sources": list(claim.sources),
            "used_by": used.get(claim.id, []),
        }
        for claim in evidence.claims().values()
    ]


def events() -> list[dict[str, Any]]:
    """Every kind of event: its sentence, its rule, what may cause it."""
    return [
        {
            "name": kind.title,
            "sentence": kind.telling.sentence,
            "rule": kind.telling.rule,
            "because": [name.lower() for name in kind.telling.because],
        }
        for kind in composition.base().schema.events
    ]


def measures() -> list[dict[str, Any]]:
    """Every measure: unit and meaning."""
    return [
        {"name": item.name, "meaning": " ".join(item.meaning.split()), "unit": item.unit, "scope": item.scope}
        for item in MEASURES.values()
    ]


# ------------------------------------------------------------------------------------- the check in both directions


def faults() -> list[str]:
    """Rules and parameters that cite what no source says, and events that name rules that do not exist."""
    base = composition.base()
    _load_variants()
    known_claims, known_facts = set(evidence.claims()), set(evidence.facts())
    found = citation_faults(known_claims)
    for record in rules():
        found += [
            f"{record['name']} ({record['file']}) cites the fact {name}, which is not known.{nearest(name, known_facts)}"
            for name in record["facts"]
            if name not in known_facts
        ]
    for record in parameters():
        found += [
            f"{record['name']} cites the claim {name}, which is not in the register.{nearest(name, known_claims)}"
            for name in record["claims"]
            if name not in known_claims
        ]
        found += [
            f"{record['name']} cites the fact {name}, which is not known.{nearest(name, known_facts)}"
            for name in record["facts"]
            if name not in known_facts
        ]
    told = {name for step in base.month for name in step.tells}
    found += [
        f"Event {kind.name} happens under {kind.telling.rule}, which is no rule.{nearest(kind.telling.rule, RULES)}"
        for kind in base.schema.events
        if kind.name in told and kind.telling.rule not in RULES
    ]
    return found


def not_yet_modelled() -> dict[str, tuple[str, ...]]:
    """Claims no rule and no parameter stands on yet, by subsystem."""
    cited = [name for record in [*rules(), *parameters()] for name in record["claims"]]
    return evidence.coverage(cited).uncited


# ------------------------------------------------------------------------------------------------------- explaining


def explain(name: str) -> dict[str, Any]:
    """What a name stands for, from rule and parameter to claim and source.  Raises InputError where nothing has it."""
    asked = name.strip()
    for look in (
        _explain_parameter,
        _explain_rule,
        _explain_step,
        _explain_mechanism,
        _explain_measure,
        _explain_event,
        _explain_flow,
        _explain_evidence,
    ):
        found = look(asked)
        if found:
            return found
    raise InputError(
        f"{asked} is nothing that is known here.{nearest(asked, names())} See: allssam rules, params, evidence"
    )


def names() -> list[str]:
    """Everything that can be explained."""
    base = composition.base()
    return [
        *(record["name"] for record in [*parameters(), *rules(), *steps(), *measures(), *events()]),
        *base.month.mechanisms,
        *(purpose.name.lower() for purpose in base.schema.flows),
        *evidence.claims(), *evidence.facts(), *evidence.patterns(), *evidence.sources(),
    ]  # fmt: skip


def _explain_parameter(name: str) -> dict[str, Any] | None:
    mechanism, _, field = name.partition(".")
    made = parameter_classes().get(mechanism)
    if made is None or field not in made.specs:
        return None
    record = _parameter(name, made.specs[field])
    return {"what": "parameter", **record, "sources": _sources(record), "used_in": _users(mechanism, f"p.{field}")}


def _users(mechanism: str, asked: str) -> list[str]:
    """Rules and steps of a mechanism whose text asks for a parameter."""
    import inspect

    field = asked.partition(".")[2]
    found = []
    for rule in RULES.values():
        if rule.name.split(".")[0] == mechanism:
            function = getattr(rule.function, "py_func", rule.function)
            if f"p.{field}" in inspect.getsource(function):
                found.append(rule.name)
    found += [
        step.name
        for step in composition.base().month
        if step.mechanism == mechanism and f"p.{field}" in inspect.getsource(step.plain)
    ]
    return found


def _explain_rule(name: str) -> dict[str, Any] | None:
    for record in rules():
        if record["name"] == name:
            told = [event["name"] for event in events() if event["rule"] == name]
            return {"what": "rule", **record, "sources": _sources(record), "events": told}
    return None


def _explain_step(name: str) -> dict[str, Any] | None:
    return next(({"what": "step", **record} for record in steps() if record["name"] == name), None)


def _explain_mechanism(name: str) -> dict[str, Any] | None:
    if name not in composition.base().month.mechanisms and name != "population":
        return None
    return {
        "what": "mechanism",
        "name": name,
        "steps": [record["name"] for record in steps() if record["name"].split(".")[0] == name],
        "rules": [record["name"] for record in rules() if record["name"].split(".")[0] == name],
        "parameters": [record["name"] for record in parameters() if record["name"].split(".")[0] == name],
    }


def _explain_measure(name: str) -> dict[str, Any] | None:
    for record in measures():
        if record["name"] == name:
            patterns = [
                pattern.id
                for pattern in evidence.patterns().values()
                if any(band.measure == name for band in pattern.bands)
            ]
            return {"what": "measure", **record, "patterns": patterns}
    return None


def _explain_event(name: str) -> dict[str, Any] | None:
    for record in events():
        if record["name"] == name.lower():
            told_by = [step["name"] for step in steps() if record["name"] in step["tells"]]
            causes = [event["name"] for event in events() if record["name"] in event["because"]]
            return {"what": "event", **record, "may_cause": causes, "told_by": told_by}
    return None


def _explain_flow(name: str) -> dict[str, Any] | None:
    for purpose in composition.base().schema.flows:
        if purpose.name.lower() == name.lower():
            borders = [
                sector.name.lower() for sector in composition.base().schema.sectors if purpose in sector.purposes
            ]
            paid_by = [step["name"] for step in steps() if purpose.name.lower() in step["pays"]]
            return {
                "what": "purpose",
                "name": purpose.name.lower(),
                "meaning": purpose.meaning,
                "unit": "steady won",
                "borders": borders,
                "paid_in": paid_by,
            }
    return None


def _explain_evidence(name: str) -> dict[str, Any] | None:
    for record in claims():
        if record["id"] == name:
            return {"what": "claim", **record, "sources": [_source(source) for source in record["sources"]]}
    if name in evidence.facts():
        fact = evidence.fact(name)
        used = [record["name"] for record in [*rules(), *parameters()] if name in record["facts"]]
        return {
            "what": "fact",
            "id": fact.id,
            "about": fact.about,
            "figure": fact.figure,
            "unit": fact.unit,
            "date": fact.date,
            "place": fact.place,
            "confidence": fact.confidence,
            "caveat": fact.caveat,
            "sources": [_source(source) for source in fact.sources],
            "used_by": used,
        }
    if name in evidence.patterns():
        pattern = evidence.pattern(name)
        keys = ("id", "measure", "unit", "low", "high")
        return {
            "what": "pattern",
            "id": pattern.id,
            "about": pattern.about,
            "statement": pattern.statement,
            "use": pattern.use,
            "bands": [{key: getattr(band, key) for key in keys} for band in pattern.bands],
            "sources": [_source(source) for source in pattern.sources],
        }
    if name in evidence.sources():
        source = evidence.source(name)
        return {
            "what": "source",
            "id": source.id,
            "title": source.title,
            "outlet": source.outlet,
            "date": source.date,
            "strength": source.strength,
            "strength_reason": source.strength_reason,
            "url": source.url,
        }
    return None


def _sources(record: dict[str, Any]) -> list[str]:
    """What a rule or parameter rests on, in words."""
    found = []
    for name in record["claims"]:
        claim = evidence.claims().get(name)
        if claim:
            hedge = f" ({claim.hedge})" if claim.hedge else ""
            found.append(f"claim {name}: {claim.says}{hedge} [{', '.join(claim.sources)}]")
    for name in record["facts"]:
        fact = evidence.facts().get(name)
        if fact:
            found.append(f"fact {name}: {fact.about}, {fact.figure} {fact.unit} [{', '.join(fact.sources)}]")
    if record["assumed"]:
        found.append(f"assumed: {record['assumed']}")
    return found


def _source(name: str) -> str:
    """A source or page in one line."""
    if name in evidence.sources():
        source = evidence.source(name)
        return f"{source.title}, {source.outlet} {source.date}, {source.url}"
    if name in evidence.bibliography():
        page = evidence.reference(name)
        return f"{name}: {page.text} {page.url}"
    return name


def as_csv(records: Iterable[dict[str, Any]]) -> str:
    """Records as CSV, lists joined by blanks."""
    import csv
    import io

    listed = list(records)
    text = io.StringIO()
    if listed:
        writer = csv.DictWriter(text, list(listed[0]), lineterminator="\n")
        writer.writeheader()
        for record in listed:
            writer.writerow(
                {key: " ".join(map(str, value)) if isinstance(value, list) else value for key, value in record.items()}
            )
    return text.getvalue()
