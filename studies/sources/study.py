"""Does the model show what the sources say, and what was observed?  All claims on running worlds, all patterns over an ensemble.

    .venv/bin/python studies/sources/study.py --runs 30 --people 100_000

The same as `allssam claims` and `allssam validate`, kept: writes claims.json and patterns.json beside this file, and docs/claims.md and
docs/patterns.md from them (`--page`: the pages alone).  Notes of runs and worlds lived through are kept, so that it can be interrupted
and gone on with.  Simulated, no real person.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from allssam.evidence import band, spelled

HERE = Path(__file__).resolve().parent
DOCS = HERE.parents[1] / "docs"
CLAIMS, PATTERNS = HERE / "claims.json", HERE / "patterns.json"
WRITTEN = "<!-- Written by studies/sources/study.py from {}. -->"
NOT_YET = "The study has not been run yet."


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def hedged(claim: dict[str, Any]) -> str:
    """A claim with the caution of its text."""
    said = one_line(claim["claim"])
    return f"{said} ({one_line(claim['hedge'])})" if claim["hedge"] else said


def patterns_page() -> str:
    """docs/patterns.md."""
    said = [
        "# Is it so?", WRITTEN.format("studies/sources/patterns.json"),
        "Patterns that observers reported, each with the band it was reported in, and what an ensemble of the model gives: median of\n"
        "runs, with the 5 to 95 % interval. A pattern is inside only if every part is. Those marked *calibrate* may have been tuned on;\n"
        "*check* ones were not, but a rule behind P14 was mended after it had missed (decision 0016).",
    ]  # fmt: skip
    found = read(PATTERNS)
    if found is None:
        return "\n\n".join([*said, NOT_YET]) + "\n"
    only = sum(1 for each in found["patterns"] if each["verdict"] == "inside" and each["verifies_only"])
    said.append(
        f"**{found['inside']} of {found['of']} inside** (of them {only} verify the theory only): {found['runs']} runs of "
        f"{found['people']:,} people, "
        f"{found['from']} to {found['to']}; {found['assumed_parameters']} of {found['parameters']} parameters are assumed. "
        f"{one_line(found['instrument'])} {found['note']}"
    )
    for pattern in found["patterns"]:
        rows = [
            f"## {pattern['pattern']}: {pattern['verdict']}",
            one_line(pattern["statement"]) + f" (*{pattern['use']}*)",
            "| part | measured as | model | band | |\n|---|---|---|---|---|\n" + "\n".join(
                f"| {part['band'].partition('.')[2]} | {one_line(part['measured_as'])} | {spelled(part['figure'])} "
                f"({spelled(part['interval'][0])} to {spelled(part['interval'][1])}) | {band(part['band']).limits} | {part['verdict']} |"
                for part in pattern["parts"]
            ),
        ]  # fmt: skip
        why = dict.fromkeys(one_line(part["why"]) for part in pattern["parts"] if part["why"])
        said += [*rows, *why]
    return "\n\n".join(said) + "\n"


def claims_page() -> str:
    """docs/claims.md."""
    said = [
        "# Does it follow?", WRITTEN.format("studies/sources/claims.json"),
        "Every claim of the sources put to worlds that run: a check that can fail, because some lesion makes it fail, and what was\n"
        "measured. That a claim holds says that the rules bring it about, not that it is true.",
    ]  # fmt: skip
    found = read(CLAIMS)
    if found is None:
        return "\n\n".join([*said, NOT_YET]) + "\n"
    for title, of_loops in (("claims", False), ("loops", True)):
        chosen = [each for each in found if (each["system"] == "loop") == of_loops]
        hold = sum(1 for each in chosen if each["verdict"] == "holds")
        said += [
            f"## {hold} of {len(chosen)} {title} hold",
            "| | says | measured | |\n|---|---|---|---|\n" + "\n".join(
                f"| `{each['id']}` | {hedged(each)} | {one_line(each['measured'] or 'nothing')} | {each['verdict']} |"
                for each in chosen
            ),
        ]  # fmt: skip
    return "\n\n".join(said) + "\n"


def write_pages() -> None:
    (DOCS / "patterns.md").write_text(patterns_page(), encoding="utf-8")
    (DOCS / "claims.md").write_text(claims_page(), encoding="utf-8")


def main() -> None:
    words = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    words.add_argument("--runs", type=int, default=30)
    words.add_argument("--people", type=lambda text: int(text.replace("_", "")), default=250_000)
    words.add_argument("--notes", type=Path, help="where the notes of runs are kept and looked for")
    words.add_argument("--page", action="store_true", help="write the pages alone")
    said = words.parse_args()
    if not said.page:
        from allssam import claims, validation
        from allssam.runs import warming

        warming.warm()

        def tell(done: int, of: int) -> None:
            if sys.stderr.isatty():
                print(f"\r{done} of {of}", end="", file=sys.stderr)

        notes = validation.carry_out(said.runs, said.people, changes=(), out=said.notes, tell=tell)
        record = validation.as_record(validation.score(notes), notes, said.people)
        PATTERNS.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        verdicts = [verdict.as_record() for verdict in claims.judge(None, only=None, workers=None, tell=tell)]
        CLAIMS.write_text(json.dumps(verdicts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    write_pages()


if __name__ == "__main__":
    main()
