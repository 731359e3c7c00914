"""Writes what of the documentation follows from declarations and from results of studies, so that it cannot say something else.

    .venv/bin/python docs/generate.py

Pages of their own are written whole (docs/reference/, docs/scenarios.md and so on); in docs/odd.md only what stands between
`<!-- generated: name -->` and `<!-- end of name -->`.  tests/test_docs.py checks that all of it is fresh.
"""

import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from allssam import evidence, month
from allssam.month import MONTH
from allssam.runs import composition, register
from allssam.world import SCHEMA

DOCS = Path(__file__).resolve().parent
STUDIES = DOCS.parent / "studies"
WRITTEN = "<!-- Written by docs/generate.py from the declarations. -->"
HEADING = re.compile(r"^    # (.+)$")
STEP = re.compile(r"^    (\w+\.\w+),")


# ----------------------------------------------------------------------------------------------------------- tables


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table in markdown."""
    names = list(head)
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(cell(item) for item in row) + " |" for row in rows]
    return "\n".join(lines)


def cell(item: Any) -> str:
    text = ", ".join(map(str, item)) if isinstance(item, list | tuple) else str(item)
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;").replace("{", "\\{")


def code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def number(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {number(item)}" for key, item in value.items())
    return f"{value:,}" if isinstance(value, int) else str(value)


def rules_of_the_model() -> list[dict[str, Any]]:
    """The rules of mechanisms and variants of the package, whatever else has been loaded."""
    return [record for record in register.rules() if record["file"].split("/")[0] in ("mechanisms", "variants")]


def basis(record: dict[str, Any]) -> str:
    """What a rule or parameter rests on: claims, facts, or why it is assumed."""
    said = [f"`{name}`" for name in record["claims"]] + list(record["facts"])
    return ", ".join(said + ([f"*assumed:* {record['assumed']}"] if record["assumed"] else []))


# ---------------------------------------------------------------------------------------------- blocks of the ODD page


def size() -> str:
    """How much of everything there is."""
    parameters, rules = register.parameters(), rules_of_the_model()
    assumed = sum(1 for item in parameters if item["assumed"] and not item["claims"] and not item["facts"])
    columns = sum(len(made.columns) for made in SCHEMA.tables.values())
    rows = [
        ("tables, columns", f"{len(SCHEMA.tables)}, {columns}"),
        ("steps of the month, in mechanisms", f"{len(MONTH.steps)}, {len(MONTH.mechanisms)}"),
        (
            "rules",
            f"{len(rules)}, of which {sum(1 for item in rules if not item['claims'] and not item['facts'])} are assumed alone",
        ),
        ("parameters", f"{len(parameters)}, of which {assumed} are assumed alone"),
        ("kinds of event", len(list(SCHEMA.events))),
        ("purposes of payment; sectors, borders among them", f"{len(list(SCHEMA.flows))}; {len(list(SCHEMA.sectors))}"),
        ("measures", len(register.measures())),
        ("claims of the sources; of them cited by a rule or parameter", f"{len(evidence.claims())}; {cited()}"),
        ("patterns", len(evidence.patterns())),
    ]
    return table(("what", "how many"), rows)


def cited() -> int:
    return len(evidence.claims()) - sum(len(ids) for ids in register.not_yet_modelled().values())


def entities() -> str:
    return table(
        ("entity", "what it is", "state variables", "comes and goes"),
        (
            (
                f"[`{name}`](reference/state.md#{anchor(name)})",
                made.__doc__ or "",
                len(made.columns),
                "no" if made.lasting else "yes",
            )
            for name, made in SCHEMA.tables.items()
        ),
    )


def schedule() -> str:
    """The month: headings with their steps."""
    lines = []
    for number_, (heading, steps) in enumerate(headings(), 1):
        lines.append(f"{number_}. **{heading[:1].upper()}{heading[1:]}.** {code(steps)}")
    return "\n".join(lines)


def headings() -> list[tuple[str, list[str]]]:
    """The headings under which the steps stand in month.py."""
    found: list[tuple[str, list[str]]] = []
    text = Path(str(month.__file__)).read_text(encoding="utf-8")
    for line in text[text.index("MONTH = Pipeline(") :].splitlines():
        if heading := HEADING.match(line):
            found.append((heading[1], []))
        elif step := STEP.match(line):
            if not found:
                found.append(("the month", []))
            found[-1][1].append(step[1])
    return [item for item in found if item[1]]


def patterns() -> str:
    return table(
        ("pattern", "statement", "kind", "used to", "strength"),
        ((item.id, item.statement, item.kind, item.use, item.strength) for item in evidence.patterns().values()),
    )


def mechanisms() -> str:
    """A line for each mechanism: its module's sentence, steps, rules, parameters."""
    rules, parameters = rules_of_the_model(), register.parameters()
    rows = []
    for name in MONTH.mechanisms:
        module = sys.modules[f"allssam.mechanisms.{name}"]
        sentence = " ".join((module.__doc__ or "").split("\n\n")[0].split())
        mine = [step.name.split(".")[1] for step in MONTH if step.mechanism == name]
        rows.append(
            (
                f"[`{name}`](reference/rules.md#{anchor(name)})", sentence, code(mine),
                sum(1 for item in rules if item["name"].split(".")[0] == name),
                sum(1 for item in parameters if item["name"].split(".")[0] == name),
            )
        )  # fmt: skip
    return table(("mechanism", "what part of life", "steps", "rules", "parameters"), rows)


def anchor(name: str) -> str:
    """The address of a heading on its page, as the builder makes it."""
    return name.lower().replace("_", "-")


BLOCKS = {
    "size": size,
    "patterns": patterns,
    "entities": entities,
    "schedule": schedule,
    "mechanisms": mechanisms,
}


# -------------------------------------------------------------------------------------------------- pages of their own


def page(title: str, about: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", WRITTEN, about, *parts]).rstrip() + "\n"


def state_page() -> str:
    parts = []
    for name, made in SCHEMA.tables.items():
        rows = (
            (f"`{key}`", spec.meaning, spec.unit, spec.dtype.name, number(spec.start))
            for key, spec in made.columns.items()
        )
        parts.append(
            f"## {name}\n\n{cell(made.__doc__ or '')}\n\n"
            + table(("state variable", "meaning", "unit", "stored as", "starts at"), rows)
        )
    return page(
        "State variables",
        "Every table of the state, column by column. A row is one entity. Amounts are whole steady won, 8,200 to the dollar. A reference "
        "is the row of another table, −1 for none; a reference to an event is its number, 0 for none.",
        *parts,
    )


def month_page() -> str:
    told = {step.name: step for step in MONTH}
    parts = []
    for heading, steps in headings():
        rows = []
        for name in steps:
            step = told[name]
            rows.append(
                (
                    f"`{name}`",
                    step.sentence,
                    step.visits or "whole country",
                    code(step.changes),
                    code(step.draws),
                    code(t.lower() for t in step.tells),
                )
            )
        parts.append(
            f"## {heading[:1].upper()}{heading[1:]}\n\n"
            + table(("step", "what happens", "visits", "changes", "dice", "may tell"), rows)
        )
    return page(
        "The month, step by step",
        "In the order in which they happen. A step that visits rows is carried out county by county; the "
        "others run over the whole country.",
        *parts,
    )


def rules_page() -> str:
    by_mechanism: dict[str, list[dict[str, Any]]] = {}
    for record in rules_of_the_model():
        by_mechanism.setdefault(record["name"].split(".")[0], []).append(record)
    order = [*MONTH.mechanisms, *(name for name in by_mechanism if name not in MONTH.mechanisms)]
    parts = []
    for name in order:
        rows = ((f"`{item['name']}`", item["sentence"], basis(item)) for item in by_mechanism.get(name, []))
        parts.append(
            f"## {name}\n\n"
            + (table(("rule", "sentence", "rests on"), rows) if name in by_mechanism else "No rule of its own.")
        )
    return page(
        "Rules",
        "Every rule with its sentence and what it rests on: a claim of the sources (`allssam explain CLAIM`), a fact of the register (F…), "
        "or an assumption with its reason. Rules of variants, which a scenario may choose, stand at the end.",
        *parts,
    )


def parameters_page() -> str:
    by_mechanism: dict[str, list[dict[str, Any]]] = {}
    for record in register.parameters():
        by_mechanism.setdefault(record["name"].split(".")[0], []).append(record)
    parts = []
    for name, records in by_mechanism.items():
        rows = (
            (
                f"`{item['name']}`",
                number(item["default"]),
                f"{number(item['low'])} to {number(item['high'])}",
                item["unit"],
                item["meaning"],
                basis(item),
            )
            for item in records
        )
        parts.append(f"## {name}\n\n" + table(("parameter", "default", "range", "unit", "meaning", "rests on"), rows))
    return page(
        "Parameters",
        "Every parameter with its default, range, unit, meaning and source. A scenario may say otherwise; the baseline gives the "
        "dated path of `ruler.*` (see `src/allssam/scenarios/baseline.yaml`). *Assumed* says that no source gives the "
        "number, and why it has this value.",
        *parts,
    )


def measures_page() -> str:
    rows = ((f"`{item['name']}`", item["meaning"], item["unit"], item["scope"]) for item in register.measures())
    return page(
        "Measures",
        "What is observed each month. A local measure is per head, a share, or a count of the country that was run; a central one "
        "counts at the Centre, which has its full size in any country.",
        table(("measure", "meaning", "unit", "scope"), rows),
    )


def events_page() -> str:
    rows = (
        (f"`{item['name']}`", item["sentence"], f"`{item['rule']}`", code(item["because"]))
        for item in register.events()
    )
    return page(
        "Events",
        "Every kind of event: its sentence, the rule it happens under, and the kinds that may have caused it.",
        table(("event", "sentence", "rule", "may follow from"), rows),
    )


def flows_page() -> str:
    paid = {purpose.name: [step.name for step in MONTH if purpose.name in step.pays] for purpose in SCHEMA.flows}
    flows = table(
        ("purpose", "meaning", "paid in"),
        ((f"`{purpose.name.lower()}`", purpose.meaning, code(paid[purpose.name])) for purpose in SCHEMA.flows),
    )
    sectors = table(
        ("sector", "who holds money", "border: carries only"),
        (
            (f"`{item.name.lower()}`", item.meaning, code(p.name.lower() for p in item.purposes))
            for item in SCHEMA.sectors
        ),
    )
    return page(
        "Money",
        "Money moves by one verb, `pay`, for one of these purposes. It enters and leaves at borders and nowhere else. For every sector and "
        "month, end − start = in − out, in whole won.",
        "## Purposes\n\n" + flows,
        "## Sectors and borders\n\n" + sectors,
    )


def scenarios_page() -> str:
    return str(study("scenarios").page())


def lesions_page() -> str:
    return str(study("lesions").page())


def patterns_page() -> str:
    return str(study("sources").patterns_page())


def claims_page() -> str:
    return str(study("sources").claims_page())


def study(name: str) -> Any:
    """The module of a study."""
    spec = importlib.util.spec_from_file_location(f"study_of_{name}", STUDIES / name / "study.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = {
    "reference/state.md": state_page,
    "reference/month.md": month_page,
    "reference/rules.md": rules_page,
    "reference/parameters.md": parameters_page,
    "reference/measures.md": measures_page,
    "reference/events.md": events_page,
    "reference/flows.md": flows_page,
    "scenarios.md": scenarios_page,
    "lesions.md": lesions_page,
    "patterns.md": patterns_page,
    "claims.md": claims_page,
}
WITH_BLOCKS = ("odd.md",)


def made() -> Iterator[tuple[Path, str]]:
    """Every page that is generated, or has generated parts, with the text it should have."""
    composition.base()
    for name, write in PAGES.items():
        yield DOCS / name, write()
    for name in WITH_BLOCKS:
        yield DOCS / name, filled((DOCS / name).read_text(encoding="utf-8"))


def filled(text: str) -> str:
    """A page with what stands between its marks written anew.  Raises ValueError for a mark without a block or an end."""
    names = re.findall(r"<!-- generated: (\w+) -->", text)
    for name in names:
        if name not in BLOCKS:
            raise ValueError(f"there is no block {name}; known: {', '.join(BLOCKS)}")
        start, end = f"<!-- generated: {name} -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"the block {name} has no end: write {end}")
        text = f"{before}{start}\n\n{BLOCKS[name]()}\n\n{end}{after}"
    return text


def main() -> None:
    for path, text in made():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(DOCS.parent)}")


if __name__ == "__main__":
    main()
