import json

import numpy as np
import pytest

from allssam.engine import InputError, RunFolderError
from allssam.explain import Record, aggregate, why, why_sentenced
from allssam.explain.words import SIMULATED


def test_a_chain_runs_from_the_first_cause_to_the_event_asked_about(fall):
    chain = why(fall, 13)

    assert [link.event.id for link in chain] == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13]
    assert chain.first_cause.event.because is None
    assert chain.asked.event.kind == "sentenced_prison"


def test_every_cause_comes_before_its_effect_and_is_the_one_the_effect_names(country):
    record = Record.of(country)
    for number in record.log.id[record.log.of_kind("convicted", "dismissed")][::5].tolist():
        events = [link.event for link in why(record, number)]

        assert [event.because for event in events] == [None, *(event.id for event in events[:-1])]
        assert [event.id for event in events] == sorted(event.id for event in events)


def test_an_event_without_a_cause_is_its_own_chain(fall):
    assert [link.event.id for link in why(fall, 5)] == [5]


def test_sentences_name_roles_numbers_place_and_amounts(fall):
    first, second = why(fall, 2)

    assert first.sentence == (
        "donju 500 of South Pyongan rents space at factory 12 from manager 60 for 410,000 won (50 dollars) a month"
    )
    assert second.sentence == "donju 500 begins to give manager 60 a per diem, first 82,000 won (10 dollars)"


def test_a_person_keeps_the_role_he_had_then_not_the_post_he_ended_in(made, tmp_path):
    rows = [
        {"kind": "lease_begun", "who": 1, "whom": 2, "org": 3, "amount_won": 8_200},
        {"kind": "quarrel", "who": 4, "whom": 2, "org": 3, "because": 1},
    ]
    folder = made.write_events(tmp_path / "run", rows, [made.person(2), made.person(4, post="party_secretary")])

    assert why(folder, 2).asked.sentence == "Party secretary 4 starts a quarrel with manager 2 over factory 3"


def test_a_link_carries_its_rule_the_claims_of_the_rule_and_their_sources(made, tmp_path):
    rows = [
        {"kind": "business_inspected", "who": 1, "amount_won": 82_000, "rule": "markets.inspection_risk"},
        {"kind": "donju_fallen", "who": 1, "because": 1, "rule": "markets.falls_back"},
    ]
    inspected, fallen = why(made.write_events(tmp_path / "run", rows), 2)

    assert inspected.rule.sentence.startswith("The bigger a business")
    assert inspected.claim.id == "ruler-market-tolerance"
    assert inspected.source.title
    assert inspected.source.date
    assert inspected.source.strength in ("weak", "medium", "strong", "none")
    assert fallen.claims == ()
    assert fallen.rule.assumed


def test_a_rule_this_version_does_not_know_is_named_and_said_to_be_unknown(made, tmp_path):
    folder = made.write_events(
        tmp_path / "run", [{"kind": "quarrel", "who": 1, "whom": 2, "org": 3, "rule": "elsewhere.quarrels"}]
    )
    chain = why(folder, 1)

    assert not chain.asked.rule.is_known
    assert "elsewhere.quarrels: not known to this version" in chain.text()


def test_a_kind_this_version_does_not_know_is_still_told(made, tmp_path):
    folder = made.write_events(tmp_path / "run", [{"kind": "moon_landing", "who": 1}])

    assert why(folder, 1).asked.sentence == "person 1 of South Pyongan: moon landing"


def test_the_sentence_a_run_declared_itself_is_the_one_told(made, tmp_path):
    folder = made.write_events(tmp_path / "run", [{"kind": "quarrel", "who": 1, "whom": 2, "org": 3}])
    said = {"events": {"quarrel": {"sentence": "{whom} is blamed by {who}"}}}
    (folder / "dictionary.json").write_text(json.dumps(said), encoding="utf-8")

    assert why(folder, 1).asked.sentence == "person 2 of South Pyongan is blamed by person 1"


def test_the_text_and_the_data_say_that_nobody_is_real_and_the_data_is_json(fall):
    chain = why(fall, 13)

    assert SIMULATED in chain.text()
    assert json.loads(json.dumps(chain.data()))["note"] == SIMULATED
    assert len(chain.data()["links"]) == len(chain) == 11


@pytest.mark.parametrize("number", [0, -1, 14, 10**15])
def test_an_event_that_does_not_exist_is_refused_with_what_to_do(fall, number):
    with pytest.raises(InputError, match=f"no event {number} .*numbered 1 to 13.*newspaper"):
        why(fall, number)


def test_a_run_without_events_says_so(made, tmp_path):
    folder = made.write_events(tmp_path / "run", [])

    with pytest.raises(InputError, match="holds no events at all"):
        why(folder, 1)
    assert aggregate(folder, "convicted").events == 0


def test_a_cause_that_is_not_before_its_effect_is_a_broken_folder(made, tmp_path):
    folder = made.write_events(tmp_path / "run", [{"kind": "quarrel", "who": 1, "because": 7}])

    with pytest.raises(RunFolderError, match="broken"):
        why(folder, 1)
    with pytest.raises(RunFolderError, match="broken"):
        Record.of(folder).log  # noqa: B018


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(RunFolderError):
        why(tmp_path, 1)
    with pytest.raises(InputError):
        why(12, 1)


def test_why_somebody_was_sentenced_is_found_by_person(fall):
    assert why_sentenced(fall, 500).asked.event.id == 13


def test_somebody_who_was_not_sentenced_has_no_such_chain(fall):
    with pytest.raises(InputError, match="biography"):
        why_sentenced(fall, 61)


# ------------------------------------------------------------------------------------------------- all events of a kind


def test_an_aggregate_counts_every_event_of_its_kind_once(country):
    found = aggregate(country, "convicted")
    convictions = Record.of(country).counts["convicted"]

    assert found.events == convictions > 0
    assert sum(number for _, number in found.first_causes) == convictions
    assert sum(number for _, number in found.lengths) == convictions


def test_an_aggregate_tells_first_causes_lengths_and_ways(fall):
    found = aggregate(fall, "convicted")

    assert found.first_causes == (("lease_begun", 1),)
    assert found.lengths == ((10, 1),)
    assert found.ways[0][0][0] == "lease_begun"
    assert found.ways[0][0][-1] == "convicted"
    assert "lease" in found.text()
    json.dumps(found.data())


def test_the_number_of_an_event_asks_for_its_kind(fall):
    assert aggregate(fall, 11) == aggregate(fall, "convicted")


def test_a_kind_that_does_not_exist_is_refused_with_the_nearest(fall):
    with pytest.raises(InputError, match="Did you mean convicted"):
        aggregate(fall, "convictd")


def test_chains_traced_all_at_once_are_those_walked_one_by_one(country):
    log = Record.of(country).log
    depth, first = log.traced

    for place in range(0, len(log.id), 7):
        chain = log.chain(place)
        assert depth[place] == len(chain) - 1
        assert first[place] == chain[0]
        assert log.amounts_along[place] == np.sum(log.amount[chain])
