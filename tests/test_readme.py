"""What the README says is so: its commands run, its paths are there, its chain is one that the rules can make."""

import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from allssam import cli
from allssam.engine import month_number
from allssam.month import MONTH
from allssam.runs import composition, register, warming

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(begins):
    """Commands in indented blocks, without what is said of them."""
    lines = [line for block in re.findall(r"```\n(.*?)```", README, re.S) for line in block.splitlines()]
    return [re.split(r"\s{2,}", line.strip())[0] for line in lines if line.startswith(begins)]


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A folder in which the README's runs have been made, of few people and three months."""
    return tmp_path_factory.mktemp("readme")


def carried_out(words, monkeypatch, capsys):
    monkeypatch.setattr(warming, "is_warm", lambda: True)
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as left:
        cli.main()
    out, err = capsys.readouterr()
    return left.value.code or 0, out, err


def test_every_command_of_the_readme_runs(here, monkeypatch, capsys):
    monkeypatch.chdir(here)
    few = ["--people", "3_000", "--to", "2009-03", "--quiet"]
    done, _, err = carried_out(["allssam", "run", "baseline", *few, "--out", "runs/demo"], monkeypatch, capsys)
    assert done == 0, err
    said = commands("allssam ")
    assert len(said) >= 10
    for line in said:
        words = shlex.split(line)
        if words[1] == "run":
            words += few
        elif words[1] == "biography":
            words[-1] = "1"
        elif words[1] == "newspaper":
            words[-1] = "2009-02"
        elif words[1] in ("twin", "validate"):
            words = [{"20": "2", "30": "1", "50_000": "2_000"}.get(word, word) for word in words]
        if words[1] in ("claims", "validate"):
            words = [*words[:2], "--help"]  # they take minutes and have tests of their own
        code, out, err = carried_out(words, monkeypatch, capsys)

        assert code == 0, f"{line}: {err}"
        assert out.strip() or words[1] == "run", line


def test_the_two_commands_are_targets():
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)

    assert commands("make ") == ["make demo", "make test"]
    assert {"demo", "test"} <= set(targets)


def test_every_place_named_is_there():
    named = re.findall(r"`((?:src|studies|docs|tests|benchmarks)/[\w/.]*)`", README)

    assert len(named) > 8
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_chain_names_rules_and_claims_that_exist():
    chain = re.findall(r"^\| (\d{4}-\d{2}) \| .*? \| `([\w.]+)` \| (.*?) \|$", README, re.M)
    rules = {rule["name"]: rule for rule in register.rules()}

    assert len(chain) >= 3
    assert [month for month, _, _ in chain] == sorted(month for month, _, _ in chain)
    assert [name for _, name, _ in chain if name not in rules] == []
    for _, name, cited in chain:
        for source in re.findall(r"[a-z]+(?:-[a-z]+)+|F\d{3}", cited):
            assert source in {*rules[name]["claims"], *rules[name]["facts"]}, f"{name} does not rest on {source}"


def test_as_many_people_live_in_the_demo_as_are_said_to():
    said = int(re.search(r"([\d,]+) simulated people", README)[1].replace(",", ""))
    tables = composition.base().draw(250_000, 1, composition.base().population(), month_number("2009-01"))

    assert abs(int(tables["counties"]["people"].sum()) - said) < 1_000
    assert len(MONTH) > 100


def test_claims_and_patterns_are_as_many_as_the_studies_found():
    claims = json.loads((ROOT / "studies" / "sources" / "claims.json").read_text(encoding="utf-8"))
    patterns = json.loads((ROOT / "studies" / "sources" / "patterns.json").read_text(encoding="utf-8"))
    single = [each for each in claims if each["system"] != "loop"]
    loops = [each for each in claims if each["system"] == "loop"]
    holding = [sum(each["verdict"] == "holds" for each in found) for found in (single, loops)]

    assert f"{holding[0]} of {len(single)} claims" in README
    assert f"{holding[1]} of {len(loops)} loops of the theory" in README
    assert f"{patterns['inside']} of {patterns['of']} patterns" in README
