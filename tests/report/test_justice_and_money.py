from datetime import date

from allssam.explain import Record
from allssam.report.accounts import accounts
from allssam.report.justice import funnel

A, B = date(2010, 1, 1), date(2010, 2, 1)


def of(folder):
    return funnel([Record.of(folder)])


def test_a_case_without_an_end_is_counted_as_such(made, tmp_path):
    rows = [
        {"kind": "dossier_filed", "who": 1, "whom": 2},
        {"kind": "case_opened", "who": 2, "whom": 3, "because": 1},
        {"kind": "case_opened", "who": 4, "whom": 3},
        {"kind": "preliminary_finding", "who": 4, "whom": 3, "because": 3},
        {"kind": "acquitted", "who": 4, "because": 4},
    ]
    found = of(made.write_events(tmp_path / "run", rows))

    assert found.cases == 2
    assert next(stage.number for stage in found.stages if "no end" in stage.label) == 1
    assert dict(found.origins) == {"dossier filed": 1, "no earlier event": 1}


def test_a_donju_who_goes_free_because_a_cadre_was_made_the_culprit_is_told_apart(made, tmp_path):
    rows = [
        {"kind": "case_opened", "who": 1, "whom": 3},
        {"kind": "preliminary_finding", "who": 1, "whom": 3, "because": 1},
        {"kind": "cadre_punished", "who": 2, "whom": 3, "because": 2},
        {"kind": "acquitted", "who": 1, "because": 3},
    ]
    found = of(made.write_events(tmp_path / "run", rows))

    assert next(stage.note for stage in found.stages if stage.kind == "acquitted").endswith("culprit: 1")
    assert next(stage.number for stage in found.stages if "no end" in stage.label) == 0


def test_a_sentence_that_did_not_follow_a_verdict_says_what_it_followed(made, tmp_path):
    rows = [
        {"kind": "branded", "who": 1, "whom": 2},
        {"kind": "scapegoated", "who": 1, "whom": 2, "because": 1},
        {"kind": "sentenced_camp", "who": 1, "because": 2},
    ]
    found = of(made.write_events(tmp_path / "run", rows))

    assert (
        next(stage.note for stage in found.stages if stage.kind == "sentenced_camp")
        == "after sacrifice as a 'scapegoat': 1"
    )


def test_the_funnel_of_several_runs_holds_the_events_of_all(ensemble):
    records = [Record.of(ensemble / f"seed-{seed}") for seed in (4, 5, 11)]

    assert funnel(records).count("case_opened") == sum(record.counts.get("case_opened", 0) for record in records)


# -------------------------------------------------------------------------------------------------------------- money


def books(made, folder, end):
    """Households pay markets 300 won in February; `end` is what households say they hold after it."""
    made.write_manifest(folder)
    made.write(
        folder,
        "flows",
        [{"month": B, "purpose": "consumption", "payer": "households", "payee": "markets", "won": 300}],
        made.FLOWS,
    )
    held = [(A, "households", 1_000), (A, "markets", 0), (B, "households", end), (B, "markets", 300)]
    made.write(
        folder,
        "balances",
        [{"month": month, "sector": sector, "won": won} for month, sector, won in held],
        made.BALANCES,
    )
    return accounts(Record.of(folder))


def test_books_that_close_leave_nothing_unexplained(made, tmp_path):
    found = books(made, tmp_path / "run", end=700)

    assert found.closes
    assert [(item.start, item.came_in, item.went_out, item.end) for item in found.closing] == [
        (1_000, 0, 300, 700),
        (0, 300, 0, 300),
    ]


def test_books_that_do_not_close_say_where_and_by_how_much(made, tmp_path):
    found = books(made, tmp_path / "run", end=650)

    assert not found.closes
    assert [(item.sector, item.difference) for item in found.closing] == [("Households", -50), ("Markets", 0)]


def test_rows_columns_and_purposes_of_the_matrix_add_up_to_all_that_was_paid(country):
    found = accounts(Record.of(country))
    paid = int(Record.of(country).rows("select sum(won) from flows")[0][0])

    assert (
        sum(total for _, _, total in found.rows)
        == sum(found.columns)
        == sum(item.won for item in found.purposes)
        == paid
    )


def test_the_money_of_a_whole_run_closes(country):
    assert accounts(Record.of(country)).closes


def test_a_run_without_payments_has_no_accounts(made, tmp_path):
    made.write_manifest(tmp_path / "run")

    assert accounts(Record.of(tmp_path / "run")) is None
