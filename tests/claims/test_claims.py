"""Claims that run: each has a check, each check can fail, and verdicts say what was seen."""

import json
import math

import numpy as np
import pytest
from typer.testing import CliRunner

from allssam import evidence
from allssam.claims import BRIEF, CHECKS, LOOPS, WORLDS, Laboratory, Reading, claims_without_check, judge
from allssam.claims.laboratory import Setting
from allssam.claims.pasts import NotInFolder, live, of_folder
from allssam.cli import app
from allssam.engine import PLAIN, InputError
from allssam.month import MONTH
from allssam.runs.resolving import resolve
from allssam.runs.simulate import run
from allssam.world import Flow

SAMPLE = {
    ("leases",): ("lease-rent-is-cadre-profit", "lease-per-diem"),
    ("per_diem.returns=0",): ("lease-favours",),
    ("ssam.seek_backers",): ("ssam-own-mix", "ssam-with-donju"),
    ("talk",): ("ssam-word-gets-around", "ssam-donju-alert"),
    ("justice.give_chances_to_pay", "justice.insure"): ("justice-two-windows", "justice-insurance"),
    ("favours.obligation=0",): ("ssam-reciprocity",),
    ("obligations.party_days=0", "obligations.sessions=1", "obligations.member_multiple=1"): ("party-life-weekly-session",),
    ("obligations.spend_time",): ("union-in-market",),
    ("membership.service_share=0",): ("membership-hwaseon",),
}
"""What is left out, and the checks that must then fail in a brief world."""


# -------------------- the register of checks


def test_every_claim_has_a_check_and_every_check_a_claim():
    assert claims_without_check() == []
    assert set(CHECKS) == set(evidence.claims())


def test_every_loop_of_the_model_has_a_check():
    assert len(LOOPS) == 7


@pytest.mark.parametrize("check", [*CHECKS.values(), *LOOPS.values()], ids=lambda check: check.id)
def test_a_check_says_what_would_be_seen_on_which_worlds_and_what_would_make_it_fail(check):
    steps = {step.name for step in MONTH} | set(MONTH.mechanisms)
    changes = [item for item in check.lesion if "=" in item]
    left_out = [item for item in check.lesion if "=" not in item]

    assert len(check.sentence) > 40
    assert check.worlds
    assert set(check.worlds) <= set(WORLDS)
    assert check.lesion
    assert set(left_out) <= steps
    resolve("baseline", changes=changes, without=left_out)


# -------------------- readings


def test_a_reading_holds_inside_its_band():
    assert Reading(0.4, "of people", at_least=0.3, at_most=0.5).holds
    assert not Reading(0.2, "of people", at_least=0.3).holds
    assert not Reading(0.6, "of people", at_most=0.5).holds


def test_what_cannot_be_measured_does_not_hold():
    reading = Reading(math.nan, "of people", at_least=0.3)

    assert not reading.holds
    assert "nothing to count" in reading.text
    json.dumps(reading.as_record(), allow_nan=False)


# -------------------- the command


def test_a_claim_that_is_none_is_refused_with_the_nearest_name():
    answer = CliRunner().invoke(app, ["claims", "--only", "lease-spce"])

    assert isinstance(answer.exception, InputError)
    assert "Did you mean lease-space?" in str(answer.exception)


# -------------------- worlds


in_whole_countries = pytest.mark.skipif(PLAIN, reason="whole countries take hours in plain Python")


@pytest.fixture(scope="module")
def brief():
    """The baseline, smaller and shorter."""
    return Laboratory(settings=BRIEF, keep=False).worlds(["past"], workers=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run folder of one year."""
    out = tmp_path_factory.mktemp("claims") / "run"
    run(resolve("baseline", people=20_000, last="2009-12"), out)
    return out


@in_whole_countries
@pytest.mark.parametrize("name", sorted({name for names in SAMPLE.values() for name in names}))
def test_a_sample_of_claims_holds_in_a_brief_world(brief, name):
    readings = CHECKS[name].read(brief)

    assert all(reading.holds for reading in readings), [reading.text for reading in readings]


@in_whole_countries
@pytest.mark.parametrize("cut", [*SAMPLE], ids=",".join)
def test_with_its_lesion_the_same_check_fails(cut):
    worlds = Laboratory(cut, settings=BRIEF, keep=False).worlds(["past"], workers=1)

    stays = [name for name in SAMPLE[cut] if all(reading.holds for reading in CHECKS[name].read(worlds))]

    assert stays == []


@in_whole_countries
def test_a_run_folder_answers_what_it_keeps_and_no_more(folder):
    past = of_folder(folder)

    assert past.months == 12
    assert np.isfinite(past.mean("donju"))
    assert past.paid(Flow.MARKET_INCOME).min() > 0
    with pytest.raises(NotInFolder):
        _ = past.end
    with pytest.raises(NotInFolder):
        past.mean("donju", since="2012-01")


@in_whole_countries
def test_what_a_folder_keeps_equals_what_was_lived_through(folder):
    past, lived = of_folder(folder), live(resolve("baseline", people=20_000, last="2009-12"))

    assert past.series.keys() == lived.series.keys()
    assert (past.flows == lived.flows).all()
    assert all((past.told[name] == lived.told[name]).all() for name in ("id", "month", "kind", "amount", "because"))


@in_whole_countries
def test_with_a_folder_checks_are_made_on_it_where_it_keeps_enough(folder, tmp_path):
    settings = {"past": Setting(people=20_000, last="2009-03", settle=0)}
    laboratory = Laboratory(settings=settings, store=tmp_path)

    found = judge(folder, laboratory, only=["justice-two-windows", "ssam-own-mix"], workers=1)

    assert {verdict.id: verdict.on for verdict in found} == {
        "justice-two-windows": str(folder),
        "ssam-own-mix": "laboratory",
    }
    assert json.dumps([verdict.as_record() for verdict in found], allow_nan=False)


@in_whole_countries
def test_a_world_lived_through_once_is_kept(tmp_path):
    settings = {"past": Setting(people=20_000, last="2009-02", settle=0)}
    told: list[tuple[int, int]] = []
    first = Laboratory(settings=settings, store=tmp_path).worlds(["past"], workers=1)

    again = Laboratory(settings=settings, store=tmp_path).worlds(
        ["past"], workers=1, tell=lambda *far: told.append(far)
    )

    assert told == [(1, 1)]
    assert (again["past"].flows == first["past"].flows).all()
