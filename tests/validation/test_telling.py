"""The command, on notes made by hand."""

import json

from typer.testing import CliRunner

from allssam import validation
from allssam.cli import app


def test_the_command_prints_every_pattern_and_why_those_miss_that_do(noted, monkeypatch):
    monkeypatch.setattr(validation, "carry_out", lambda *_, **__: [noted({"membership_price_usd": lambda *_: 100.0})])

    answer = CliRunner().invoke(app, ["validate", "--runs", "1"])

    assert answer.exit_code == 1
    assert answer.stdout.count("why  ") >= 31
    assert "P24  OUTSIDE" in answer.stdout
    assert "0 of 31 patterns inside" in answer.stdout
    assert "no real person" in answer.stdout


def test_the_command_answers_in_json(noted, monkeypatch):
    monkeypatch.setattr(validation, "carry_out", lambda *_, **__: [noted()])

    record = json.loads(CliRunner().invoke(app, ["validate", "--json"]).stdout)

    assert (record["of"], record["inside"], record["runs"]) == (31, 0, 1)
    assert record["patterns"][0]["parts"][0] == record["patterns"][0]["parts"][0] | {
        "band": "P01.market-share", "low": 0.65, "verdict": "no figure", "figure": None,
    }  # fmt: skip
