"""The command line: every command, what it prints, and how it leaves."""

import json
import subprocess
import sys
import time

import pytest

from allssam import cli
from allssam.runs import composition, warming


@pytest.fixture
def command(monkeypatch, capsys):
    """Runs the command in this process: exit code, what was printed, what was said on stderr."""
    monkeypatch.setattr(warming, "is_warm", lambda: True)

    def command(*words):
        monkeypatch.setattr(sys, "argv", ["allssam", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return left.value.code or 0, out, err

    return command


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["branch", "--help"], ["why", "--help"], ["twin", "--help"]])
def test_help_imports_nothing_heavy(words):
    heavy = ["numba", "numpy", "pyarrow", "duckdb", "scipy", "ruamel"]
    code = (
        f"import sys; sys.argv = ['allssam', *{words!r}]\nfrom allssam.cli import main\n"
        f"try: main()\nexcept SystemExit: pass\nprint([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"
    assert "Usage" in done.stdout


def test_help_is_there_at_once():
    took = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "allssam", "--help"], capture_output=True, check=True)
        took.append(time.perf_counter() - start)

    assert min(took) < 1.0  # 0.2 s on a quiet machine


@pytest.mark.parametrize(
    "words",
    [["run", "--people", "many"], ["run", "--colour"], ["fly"], ["resume"], ["run", "--threads", "0"], ["why", "x"]],
)
def test_wrong_use_leaves_with_2_and_a_message(command, words):
    code, out, err = command(*words)

    assert code == 2
    assert err
    assert "Traceback" not in err


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    "words",
    [
        ["run", "nowhere.yaml"], ["run", "--people", "0"], ["run", "--set", "x=1"], ["run", "--without", "x"], ["run", "--from", "2009-13"],
        ["check", "nothing"], ["resume", "nowhere"], ["rerun", "nowhere", "--out", "x"],
        ["branch", "nowhere", "--at", "2010-01", "--out", "x"],
        ["explain", "nothing.at.all"], ["why", "nowhere", "1"], ["why", "nowhere", "abc"], ["biography", "nowhere", "1"],
        ["twin"], ["twin", "--set", "x=1"], ["twin", "--against", "baseline"], ["compare", "nowhere", "elsewhere"],
        ["newspaper", "nowhere", "2010-01"],
    ],
)  # fmt: skip
def test_wrong_input_leaves_with_2_a_message_on_stderr_and_no_traceback(command, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    code, out, err = command(*words)

    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("toy")
def test_a_run_says_where_it_went_and_can_be_resumed_rerun_and_branched(
    command, tmp_path, monkeypatch, same_bytes, reference
):
    monkeypatch.chdir(tmp_path)

    code, out, err = command("run")
    folder = tmp_path / out.split(":")[0]

    assert (code, err) == (0, "")
    assert str(folder.relative_to(tmp_path)).startswith("runs/baseline-1-")
    assert "simulated, no real person" in out.lower()
    assert same_bytes(reference, folder) == []
    assert command("run")[0] == 2
    assert command("run", "--overwrite", "--quiet") == (0, "", "")
    code, out, err = command("resume", folder, "--to", "2011-06", "--json")
    assert (code, json.loads(out)["to"]) == (0, "2011-06")
    assert command("rerun", folder, "--out", "again")[0] == 0
    assert same_bytes(folder, tmp_path / "again") == []
    assert command("branch", folder, "--at", "2010-01", "--set", "bazaar.spent=0.5", "--out", "branch")[0] == 0
    assert command("rerun", folder, "--out", folder)[0] == 2
    assert command("branch", folder, "--at", "2010-01", "--set", "bazaar.spent=0.5", "--out", "branch")[0] == 2


@pytest.mark.usefixtures("toy")
def test_check_tells_all_faults_or_what_a_run_would_take(command, write):
    code, out, err = command("check", write("people: 0\nseed: x\n"))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2

    code, out, err = command("check", "baseline")
    assert (code, err) == (0, "")
    assert "40 people over 27 months take about" in out

    code, out, _ = command("check", "baseline", "--json", "--set", "bazaar.spent=0.5")
    said = json.loads(out)
    assert said["scenario"]["parameters"]["bazaar"]["spent"] == 0.5
    assert said["estimate"]["memory_bytes"] > 0


@pytest.mark.usefixtures("toy")
def test_what_is_there_can_be_listed_and_explained(command):
    assert "What becomes of forty people?" in command("scenarios")[1]
    assert json.loads(command("scenarios", "--json")[1])[0]["name"] == "baseline"
    assert "9 parameters, 9 of them assumed." in command("params")[1]
    assert command("params", "--csv")[1].splitlines()[1].startswith("bazaar.tolerance,0.5,0.0,1.0")
    assert json.loads(command("params", "--json")[1])[0]["name"] == "bazaar.tolerance"
    assert "bazaar.spending" in command("rules")[1]
    assert "unit: of the purse" in command("explain", "bazaar.spent")[1]
    said = json.loads(command("explain", "bazaar.spent", "--json")[1])
    assert said["used_in"] == ["bazaar.spending"]
    for name in ("bazaar.spending", "bazaar.trade", "friends", "tie_ended", "consumption", "ssam-with-donju", "F163"):
        code, out, err = command("explain", name)
        assert (code, err) == (0, ""), name
        assert out
    assert "Did you mean bazaar.spent?" in command("explain", "bazaar.spend")[2]


@pytest.mark.usefixtures("toy")
def test_the_schema_knows_keys_parameters_and_ranges(command):
    made = json.loads(command("schema")[1])

    assert set(made["properties"]) >= {
        "parent",
        "from",
        "to",
        "people",
        "seed",
        "without",
        "replace",
        "parameters",
        "mechanisms",
    }
    spent = made["properties"]["parameters"]["properties"]["bazaar"]["properties"]["spent"]
    assert (spent["type"], spent["minimum"], spent["maximum"]) == ("number", 0.0, 1.0)
    assert len(made["properties"]["parameters"]["properties"]["bazaar"]["properties"]["campaign"]["anyOf"]) == 3


@pytest.mark.usefixtures("toy")
def test_why_and_biography_are_answered_from_a_run(command, reference):
    from allssam.runs.results import Results

    event, person = (
        Results(reference).sql("select id, who from events where because is not null order by id limit 1").fetchall()[0]
    )

    assert command("why", reference, event)[0] == 0
    assert len(json.loads(command("why", reference, event, "--json")[1])) > 0
    assert command("why", reference, "tie_ended", "--aggregate")[0] == 0
    assert command("biography", reference, person)[0] == 0
    assert command("why", reference, 10**9)[0] == 2


@pytest.mark.usefixtures("toy")
def test_a_twin_is_told_compared_and_gone_on_with(command, tmp_path, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    from allssam.runs import ensemble

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ensemble, "pool_of", lambda workers: ThreadPoolExecutor(1))
    change = ["--set", "friends.begins=0.9", "--to", "2009-06", "--out", "twin"]

    code, out, err = command("twin", *change, "--runs", "2")
    assert (code, err) == (0, "")
    assert "b: friends.begins is 0.9 instead of 0.3" in out
    assert "2 pairs of runs" in out
    assert "Simulated, no real person" in out or "simulated, no real person" in out
    assert command("twin", *change)[0] == 2
    assert command("resume", "twin", "--quiet") == (0, "", "")
    assert command("resume", "twin", "--to", "2010-01")[0] == 2
    code, out, err = command("twin", *change, "--overwrite", "--json")
    assert (code, json.loads(out)["seeds"]) == (0, [1])
    code, out, err = command("compare", "twin/a", "twin/b", "--json")
    assert (code, json.loads(out)["parting"]["month"]) == (0, "2009-01")
    assert command("compare", "twin/a", "twin/a")[0] == 2
    assert command("newspaper", "twin/b", "2009-03")[0] == 0
    assert command("newspaper", "twin/b", "2012-03")[0] == 2


# -------------------- the model itself


def test_the_register_of_the_package_holds_together():
    from allssam.runs import register

    composition.base()

    assert len(register.claims()) > 50
    assert len(register.parameters()) > 50
    assert all(set(ids) for ids in register.not_yet_modelled().values())


def test_the_shipped_scenarios_have_no_faults_of_their_own():
    from allssam.runs.resolving import resolve
    from allssam.runs.scenario import shipped

    for name in shipped():
        assert resolve(name).name == name
