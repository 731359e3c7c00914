"""The model itself, in a small country: from the command to the answers."""

import pytest

import allssam
from allssam.runs import ensemble
from allssam.runs.resolving import resolve


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("baseline") / "run"
    return allssam.simulate("baseline", people=2_000, last="2009-04", out=out, threads=1)


def test_a_run_can_be_asked_for_measures_and_in_sql(run):
    months, values = run.measure("population")

    assert [str(month) for month in months] == ["2009-01", "2009-02", "2009-03", "2009-04"]
    assert values[0] == run.manifest["people_drawn"] or values[0] > 0
    assert repr(run).endswith("2009-01 to 2009-04, done)")
    assert len(run.sql("select distinct purpose from flows").fetchall()) > 5
    assert allssam.Run.open(run.folder).measures == run.measures


def test_a_measure_goes_to_pandas_where_it_is_installed(run):
    pandas = pytest.importorskip("pandas")

    assert isinstance(run.measure("population").to_pandas(), pandas.Series)


def test_a_measure_goes_to_polars_where_it_is_installed(run):
    polars = pytest.importorskip("polars")

    assert isinstance(run.measure("population").to_polars(), polars.DataFrame)


def test_the_books_of_every_month_close_for_every_sector(run):
    unexplained = run.sql(
        """with change as (select month, sector, won - lag(won) over (partition by sector order by month) as moved from balances),
           paid as (select month, sector, sum(won) as moved from (
               select month, payee as sector, won from flows union all select month, payer, -won from flows) group by all)
           select * from change left join paid using (month, sector)
           where change.moved is not null and change.moved != coalesce(paid.moved, 0)"""
    ).fetchall()

    assert unexplained == []


def test_threads_and_a_second_run_change_no_byte(run, tmp_path, same_bytes):
    if run.manifest["rules"] != resolve("baseline").rules:
        pytest.skip("the rules were edited meanwhile")

    allssam.simulate("baseline", people=2_000, last="2009-04", out=tmp_path / "again", threads=2)

    assert same_bytes(run.folder, tmp_path / "again") == []


def test_an_ensemble_runs_in_processes_of_its_own(tmp_path):
    made = ensemble.carry_out(resolve("baseline", people=2_000, last="2009-02"), 2, tmp_path / "all")

    assert (made.status, made.done) == ("done", (1, 2))
    assert any(row["measure"] == "population" for row in ensemble.countrywide(made.summary))
