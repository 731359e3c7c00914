"""The loop and the run folder: the same bytes however a run came about."""

import json
import re
import shutil
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from allssam.engine import InputError, RunError, RunFolderError, StorageError, month_number, month_text
from allssam.runs import checkpoints, folder, records, simulate
from allssam.runs.resolving import resolve
from allssam.runs.results import Results

pytestmark = pytest.mark.usefixtures("toy")

FILES = {
    "manifest.json", "timing.json", "scenario.yaml", "measures.parquet", "events.parquet", "flows.parquet", "balances.parquet",
    "people.parquet", "ties.parquet", "dictionary.json", "checkpoint",
}  # fmt: skip


# -------------------- what a run leaves behind


def test_a_run_folder_holds_exactly_what_is_promised(reference):
    assert {path.name for path in reference.iterdir()} == FILES


def test_the_manifest_says_what_was_run(reference):
    said = json.loads((reference / "manifest.json").read_text())

    assert said["status"] == "done"
    assert (said["seed"], said["people"], said["months"], said["months_done"]) == (1, 40, 27, 27)
    assert said["assumed_parameters"] == said["parameters"] == 9


@pytest.mark.parametrize("file", [file for file in records.MONTHLY if file is not records.TIES])
def test_every_monthly_file_has_one_row_group_a_month(reference, file):
    assert pq.ParquetFile(reference / file.path).num_row_groups == 27


@pytest.mark.parametrize("file", records.FILES.values())
def test_columns_are_those_declared_and_every_file_says_that_nobody_is_real(reference, file):
    parquet = pq.ParquetFile(reference / file.path)

    assert parquet.schema_arrow.equals(file.schema)
    assert parquet.metadata.metadata[b"note"] == b"simulated, no real person"


def test_the_dictionary_explains_every_column(reference):
    said = json.loads((reference / "dictionary.json").read_text())

    for file in records.FILES.values():
        assert set(said["files"][file.path]["columns"]) == set(file.columns)
    assert "{who}" in said["events"]["tie_ended"]["sentence"]


def test_money_closes_in_every_month_from_the_country_as_drawn(reference):
    run = Results(reference)
    moved = run.sql(
        """with change as (select month, sector, won - lag(won) over (partition by sector order by month) as moved from balances),
           paid as (select month, sector, sum(won) as moved from (
               select month, payee as sector, won from flows union all select month, payer, -won from flows) group by all)
           select change.month, sector, change.moved, coalesce(paid.moved, 0) from change left join paid using (month, sector)
           where change.moved is not null"""
    ).fetchall()

    assert len({row[0] for row in moved}) == 27
    assert all(change == paid for _, _, change, paid in moved)


def test_events_name_their_causes_by_number_and_say_nothing_where_there_is_nothing(reference):
    run = Results(reference)

    ids = [row[0] for row in run.sql("select id from events order by id").fetchall()]
    assert ids == list(range(1, len(ids) + 1))
    assert run.sql("select count(*) from events where because >= id").fetchall() == [(0,)]
    assert run.sql("select count(*) from events where kind = 'donju_risen' and whom is not null").fetchall() == [(0,)]
    assert run.sql(
        "select count(*) from events where kind = 'tie_formed' and (because is not null or amount_won is not null)"
    ).fetchall() == [(0,)]


def test_ties_that_ended_and_ties_that_hold_are_both_kept(reference):
    run = Results(reference)
    formed = run.sql("select count(*) from events where kind = 'tie_formed'").fetchall()[0][0]
    ended = run.sql("select count(*) from events where kind = 'tie_ended'").fetchall()[0][0]
    open_at_end = int(run.measure("ties").values[-1])

    assert run.sql("select count(*) from ties").fetchall() == [(formed,)]
    assert run.sql("select count(*) from ties where until is not null").fetchall() == [(ended,)]
    assert formed - ended == open_at_end
    assert run.sql("select count(*) from ties where until < since").fetchall() == [(0,)]


def test_people_are_those_who_appear_in_events(reference):
    run = Results(reference)
    named = run.sql(
        "select distinct who from (select who from events union select whom from events) where who is not null order by 1"
    )

    assert run.sql("select id from people order by id").fetchall() == named.fetchall()
    assert run.sql("select distinct post from people where post is not null").fetchall()


# -------------------- the same bytes


def test_equal_runs_give_the_same_bytes_on_one_thread_or_two(reference, tmp_path, same_bytes):
    simulate.run(resolve("baseline"), tmp_path / "again", threads=2)

    assert same_bytes(reference, tmp_path / "again") == []


def test_another_seed_gives_other_bytes(reference, tmp_path, same_bytes):
    simulate.run(resolve("baseline", seed=2), tmp_path / "other")

    assert "events.parquet" in same_bytes(reference, tmp_path / "other")


def test_a_rerun_from_the_manifest_gives_the_same_bytes(reference, tmp_path, same_bytes):
    simulate.rerun(reference, tmp_path / "again")

    assert same_bytes(reference, tmp_path / "again") == []


def stopped_after(out, months, monkeypatch, scenario=None):
    """A run that was asked to stop once some months were complete."""
    write = folder.RunFolder.write_part

    def ask(self, month, tables):
        write(self, month, tables)
        if len(self.parts()) >= months:
            request[0].asked = 1e12  # in good time for the month that is going on

    request = []
    enter = simulate.StopRequest.__enter__

    def listen(self):
        request.append(self)
        return enter(self)

    with monkeypatch.context() as patch:
        patch.setattr(folder.RunFolder, "write_part", ask)
        patch.setattr(simulate.StopRequest, "__enter__", listen)
        return simulate.run(scenario or resolve("baseline"), out)


@pytest.mark.parametrize("months", [1, 11, 12, 13, 26])
def test_a_run_that_was_stopped_and_resumed_equals_one_that_was_not(
    reference, tmp_path, same_bytes, monkeypatch, months
):
    outcome = stopped_after(tmp_path / "run", months, monkeypatch)
    halfway = Results(tmp_path / "run")
    assert (outcome.status, outcome.reached) == ("interrupted", month_number("2009-01") + months - 1)
    assert halfway.sql("select count(distinct month) from measures").fetchall() == [(months,)]

    simulate.resume(tmp_path / "run")

    assert same_bytes(reference, tmp_path / "run") == []


def test_a_month_that_is_given_up_half_way_does_not_count(reference, tmp_path, same_bytes, monkeypatch):
    def give_up(self, _=None):
        if self.asked is not None:
            raise simulate.Abandoned

    with monkeypatch.context() as patch:
        patch.setattr(simulate.StopRequest, "between_steps", give_up)
        patch.setattr(simulate.StopRequest, "is_asked", lambda self: False)
        outcome = stopped_after(tmp_path / "run", 17, monkeypatch)
    assert outcome.as_record()["reached"] == "2010-05"

    simulate.resume(tmp_path / "run")

    assert same_bytes(reference, tmp_path / "run") == []


def test_a_finished_run_can_be_gone_on_with_to_a_later_month(reference, tmp_path, same_bytes):
    simulate.run(resolve("baseline", last="2010-07"), tmp_path / "run")

    outcome = simulate.resume(tmp_path / "run", to="2011-03", threads=2)

    assert outcome.status == "done"
    assert same_bytes(reference, tmp_path / "run") == []


def test_resuming_a_finished_run_changes_nothing(tmp_path, same_bytes):
    simulate.run(resolve("baseline", last="2009-03"), tmp_path / "run")
    (tmp_path / "run" / ".unfinished").mkdir()

    outcome = simulate.resume(tmp_path / "run")

    assert outcome.said == (f"{tmp_path / 'run'} is done already.",)
    assert not (tmp_path / "run" / ".unfinished").exists()


def test_a_run_cannot_be_resumed_to_a_month_it_has_passed(reference):
    with pytest.raises(RunFolderError, match="has reached 2011-03"):
        simulate.resume(reference, to="2010-01")


def test_a_run_whose_scenario_was_changed_since_is_not_gone_on_with(tmp_path, reference):
    shutil.copytree(reference, tmp_path / "run")
    text = (tmp_path / "run" / "scenario.yaml").read_text(encoding="utf-8")
    (tmp_path / "run" / "scenario.yaml").write_text(re.sub(r"(?m)^seed: .*$", "seed: 99", text), encoding="utf-8")
    before = {path: path.read_bytes() for path in sorted((tmp_path / "run").glob("*.parquet"))}

    with pytest.raises(RunFolderError, match="is not the scenario that the 27 months there were made from"):
        simulate.resume(tmp_path / "run", to="2011-12")
    assert {path: path.read_bytes() for path in sorted((tmp_path / "run").glob("*.parquet"))} == before


# -------------------- branches


def test_a_branch_shares_the_past_and_not_what_follows(reference, tmp_path):
    simulate.branch(reference, "2010-06", ["bazaar.spent=0.9"], tmp_path / "branch")
    old, new = Results(reference), Results(tmp_path / "branch")

    question = "select * from flows where month < '2010-06-01' order by all"
    assert old.sql(question).fetchall() == new.sql(question).fetchall()
    later = "select sum(won) from flows where month >= '2010-06-01'"
    assert old.sql(later).fetchall() != new.sql(later).fetchall()


def test_a_branch_from_a_checkpoint_equals_the_same_scenario_run_from_the_start(tmp_path, same_bytes, monkeypatch):
    stopped_after(tmp_path / "run", 13, monkeypatch)
    began = []
    base = simulate.composition.base()
    watched = replace(base, draw=lambda *given: began.append(given) or base.draw(*given))
    monkeypatch.setattr(simulate.composition, "base", lambda: watched)

    simulate.branch(tmp_path / "run", "2010-06", ["friends.ends=0.5"], tmp_path / "branch")
    assert not began
    simulate.rerun(tmp_path / "branch", tmp_path / "whole")

    assert began
    assert same_bytes(tmp_path / "branch", tmp_path / "whole") == []


def test_a_branch_may_leave_a_mechanism_out_from_a_month_on(reference, tmp_path):
    simulate.branch(reference, "2010-06", [], tmp_path / "branch", without=["friends"])

    months = (
        Results(tmp_path / "branch")
        .sql("select max(month) from events where kind in ('tie_formed', 'tie_ended')")
        .fetchall()
    )
    assert str(months[0][0]) == "2010-05-01"


@pytest.mark.parametrize(
    ("at", "changes", "says"),
    [
        ("2009-01", ["bazaar.spent=0.9"], "parts from its run after the first month, 2009-01"),
        ("2012-01", ["bazaar.spent=0.9"], "not after the last, 2011-03"),
        ("2010-13", ["bazaar.spent=0.9"], "months run from 01 to 12"),
        ("2010-06", [], "A branch changes something"),
        ("2010-06", ["bazaar.spent=0.3"], "is what the run has already"),
        ("2010-06", ["bazaar.spend=0.9"], "Did you mean spent"),
        ("2010-06", ["population.purse=5"], "is used when the country is drawn"),
    ],
)
def test_a_branch_that_cannot_be_made_says_why_and_leaves_no_folder(reference, tmp_path, at, changes, says):
    with pytest.raises(InputError, match=says):
        simulate.branch(reference, at, changes, tmp_path / "branch")

    assert not (tmp_path / "branch").exists()


# -------------------- folders that exist


def test_a_folder_that_exists_is_refused_and_replaced_only_when_told(tmp_path, same_bytes, reference):
    out = tmp_path / "run"
    simulate.run(resolve("baseline", seed=5), out)
    (out / "report.html").write_text("mine")
    with pytest.raises(RunFolderError, match="--overwrite"):
        simulate.run(resolve("baseline"), out)

    simulate.run(resolve("baseline"), out, overwrite=True)

    assert same_bytes(reference, out) == ["report.html"]
    assert (out / "report.html").read_text() == "mine"


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_that_is_no_run_is_never_touched(tmp_path, overwrite):
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "measures.parquet").write_text("not a run's")
    (out / "manifest.json").write_text('{"what": "something else"}')

    with pytest.raises(RunFolderError, match="is not a run; it is left as it is"):
        simulate.run(resolve("baseline"), out, overwrite=overwrite)

    assert {path.name: path.read_text() for path in out.iterdir()} == {
        "measures.parquet": "not a run's", "manifest.json": '{"what": "something else"}',
    }  # fmt: skip


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: path.write_text("x")])
def test_an_empty_folder_and_a_file_are_left_as_they_are(tmp_path, make):
    make(tmp_path / "out")

    with pytest.raises(RunFolderError, match="is not a run"):
        simulate.run(resolve("baseline"), tmp_path / "out", overwrite=True)


def test_two_runs_cannot_write_one_folder(tmp_path, monkeypatch):
    stopped_after(tmp_path / "run", 3, monkeypatch)
    other = folder.RunFolder(tmp_path / "run")
    other.lock()

    with pytest.raises(RunFolderError, match="is being written by another run"):
        simulate.resume(tmp_path / "run")

    other.unlock()


# -------------------- what was damaged


def unfinished(tmp_path, monkeypatch, months=26):
    """A stopped run with two checkpoints: one at the end of 2010, and the latest."""
    out = tmp_path / "run"
    stopped_after(out, months, monkeypatch)
    return out


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (
            lambda out: (out / "checkpoint" / "columns.bin").write_bytes(
                (out / "checkpoint" / "columns.bin").read_bytes()[:-9000]
            ),
            "cut short in the column",
        ),
        (lambda out: flip(out / "checkpoint" / "columns.bin"), "has been changed"),
        (lambda out: (out / "checkpoint" / "index.json").write_text('{"form": 1, "tab'), "index cannot be read"),
        (
            lambda out: edit(out / "checkpoint" / "index.json", '"events_told": ', '"events_told": 9'),
            "changed or cut short",
        ),
        (lambda out: (out / "checkpoint" / "index.json").unlink(), "it was cut short"),
        (lambda out: (out / "checkpoint" / "columns.bin").unlink(), "cannot be read"),
    ],
)
def test_a_damaged_checkpoint_is_not_used_but_the_one_before(
    reference, tmp_path, same_bytes, monkeypatch, damage, says
):
    out = unfinished(tmp_path, monkeypatch)
    damage(out)

    outcome = simulate.resume(out)

    assert any(says in said for said in outcome.said), outcome.said
    assert outcome.said[-1] == "Going on from the checkpoint at the end of 2010-12."
    assert same_bytes(reference, out) == []


def flip(path):
    raw = bytearray(path.read_bytes())
    raw[0] ^= 1
    path.write_bytes(raw)


def edit(path, old, new):
    path.write_text(path.read_text().replace(old, new, 1))


def test_without_any_usable_checkpoint_a_run_begins_again(reference, tmp_path, same_bytes, monkeypatch):
    out = unfinished(tmp_path, monkeypatch)
    flip(out / "checkpoint" / "columns.bin")
    flip(out / ".unfinished" / "checkpoint-before" / "columns.bin")

    outcome = simulate.resume(out)

    assert outcome.said[-1] == "Beginning again from 2009-01."
    assert same_bytes(reference, out) == []


def test_a_missing_or_damaged_part_sends_the_run_back_before_it(reference, tmp_path, same_bytes, monkeypatch):
    out = unfinished(tmp_path, monkeypatch)
    for path in out.glob("*.parquet"):
        path.unlink()
    part = out / ".unfinished" / "2011-02.part"
    part.write_bytes(part.read_bytes()[:100])

    outcome = simulate.resume(out)

    assert outcome.said[-1] == "Going on from the checkpoint at the end of 2010-12."
    assert same_bytes(reference, out) == []


def test_a_checkpoint_written_beside_the_latest_is_kept_until_the_next(tmp_path, monkeypatch):
    out = unfinished(tmp_path, monkeypatch)

    latest, before = (
        checkpoints.header(out / "checkpoint"),
        checkpoints.header(out / ".unfinished" / "checkpoint-before"),
    )
    assert (month_text(latest.month), month_text(before.month)) == ("2011-03", "2011-01")


def test_a_run_made_by_other_rules_is_read_but_not_gone_on_with(tmp_path, monkeypatch):
    out = unfinished(tmp_path, monkeypatch, 5)
    monkeypatch.setattr(simulate.composition, "rules_digest", lambda extra=(): "0" * 24)

    with pytest.raises(RunFolderError, match="was made by other rules.*rerun"):
        simulate.resume(out)
    with pytest.raises(RunFolderError, match="not branched from"):
        simulate.branch(out, "2009-03", ["bazaar.spent=0.9"], tmp_path / "branch")
    assert len(Results(out).measure("ties").values) == 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "has no manifest.json"),
        ("{", "cannot be read"),
        ('{"what": "x"}', "written by something else"),
        ("[]", "by something else"),
    ],
)
def test_a_folder_without_a_whole_manifest_is_refused(tmp_path, text, says):
    (tmp_path / "run").mkdir()
    if text is not None:
        (tmp_path / "run" / "manifest.json").write_text(text)

    with pytest.raises(RunFolderError, match=says):
        simulate.resume(tmp_path / "run")


# -------------------- the disk is full


@pytest.mark.parametrize("at", [1, 30, 61, 66, 70, 140])
def test_a_full_disk_leaves_nothing_that_looks_whole_and_the_run_can_go_on(
    reference, tmp_path, same_bytes, monkeypatch, at
):
    writes = [0]

    def full(real):
        def write(*given, **named):
            writes[0] += 1
            if writes[0] >= at:
                raise OSError(28, "No space left on device")
            return real(*given, **named)

        return write

    with monkeypatch.context() as patch:
        patch.setattr(folder, "write_group", full(folder.write_group))
        patch.setattr(folder.parts.pa.ipc, "new_stream", full(folder.parts.pa.ipc.new_stream))
        patch.setattr(checkpoints.os, "pwrite", full(checkpoints.os.pwrite))
        patch.setattr(checkpoints.os, "replace", full(checkpoints.os.replace))
        with pytest.raises(StorageError, match="No space left on device"):
            simulate.run(resolve("baseline"), tmp_path / "run")
    left = [
        path.name
        for path in (tmp_path / "run").rglob("*")
        if "coming" in path.name or path.name.endswith(".parquet") and path.stat().st_size < 100
    ]
    assert left == []

    if not (tmp_path / "run" / "scenario.yaml").exists():
        simulate.run(resolve("baseline"), tmp_path / "run", overwrite=(tmp_path / "run").exists())
    else:
        simulate.resume(tmp_path / "run")

    assert same_bytes(reference, tmp_path / "run") == []


def test_a_failed_run_says_so(tmp_path, monkeypatch):
    def fail(world, flows):
        raise RunError("Something in the world went wrong.")

    failing = replace(simulate.composition.base(), observe=fail)
    monkeypatch.setattr(simulate.composition, "base", lambda: failing)

    with pytest.raises(RunError):
        simulate.run(resolve("baseline"), tmp_path / "run")

    said = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert (said["status"], said["said"]) == ("failed", ["Something in the world went wrong."])


# -------------------- reading


def test_a_measure_unpacks_into_months_and_values(reference):
    months, values = Results(reference).measure("people", place="South Pyongan")

    assert months.dtype == np.dtype("datetime64[M]")
    assert (str(months[0]), str(months[-1]), set(values)) == ("2009-01", "2011-03", {20.0})


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda run: run.measure("tiez"), "Did you mean ties"),
        (lambda run: run.measure("ties", place="Pyongyang"), "It has: country, all"),
        (lambda run: run.sql("select * from nowhere"), "Tables: measures, events"),
    ],
)
def test_a_question_nobody_can_answer_says_what_there_is(reference, ask, says):
    with pytest.raises(InputError, match=says):
        ask(Results(reference))


# -------------------- a start at rest


def settled(tmp_path, name, months):
    file = tmp_path / f"{name}.yaml"
    file.write_text(f"parent: baseline\nsettle: {months}\nto: 2009-06\n")
    simulate.run(resolve(file), tmp_path / name)
    return tmp_path / name


def test_a_run_that_settles_first_is_recorded_from_its_first_month_on(tmp_path):
    with_past, without = settled(tmp_path, "rested", 12), settled(tmp_path, "fresh", 0)

    ties = [Results(path).measure("ties").values for path in (with_past, without)]
    events = pq.read_table(with_past / "events.parquet").to_pydict()
    assert len(ties[0]) == len(ties[1]) == 6
    assert ties[0][0] > ties[1][0]
    assert events["id"] == list(range(1, len(events["id"]) + 1))
    assert all(because is None or because < each for because, each in zip(events["because"], events["id"], strict=True))
    assert min(events["month"]).isoformat() == "2009-01-01"


def test_a_settled_run_is_done_again_with_the_same_bytes(tmp_path, same_bytes):
    path = settled(tmp_path, "rested", 6)
    simulate.rerun(path, tmp_path / "again")

    assert same_bytes(path, tmp_path / "again") == []


def test_months_of_settling_are_a_whole_number_of_at_most_twenty_years(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("parent: baseline\nsettle: 300\n")

    with pytest.raises(InputError, match=r"mine\.yaml:2: settle is 300; it should be at most 240"):
        resolve(file)
