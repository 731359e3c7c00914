import json

import pytest

from allssam.engine import InputError
from allssam.explain import biography
from allssam.explain.words import SIMULATED


def test_a_biography_holds_what_a_person_did_and_what_was_done_to_him(fall):
    life = biography(fall, 500)

    assert [entry.event.id for entry in life.entries] == [1, 2, 3, 4, 7, 9, 10, 11, 12, 13]
    assert [entry.part for entry in life.entries][:3] == ["who", "who", "whom"]


def test_every_entry_says_what_led_to_it(fall):
    entries = biography(fall, 500).entries

    assert entries[0].cause == ""
    assert entries[1].cause == "because of the lease in February 2010 (event 1)"


def test_the_facts_of_a_life_are_told(fall):
    life = biography(fall, 500).life

    assert life.startswith("A woman born in 1970-05 of South Pyongan, songbun 'wavering'.")
    assert "was in prison" in life


def test_an_official_is_called_by_his_post(fall):
    life = biography(fall, 61)

    assert life.called == "Party secretary"
    assert "Party secretary by office" in life.life


def test_a_donju_who_fell_is_a_former_one(made, tmp_path):
    rows = [
        {"kind": "donju_risen", "who": 1, "amount_won": 1},
        {"kind": "donju_fallen", "who": 1},
        {"kind": "quarrel", "who": 1, "whom": 2, "org": 3},
    ]
    life = biography(made.write_events(tmp_path / "run", rows), 1)

    assert life.called == "former donju"
    assert life.entries[1].sentence.startswith("Donju 1")
    assert life.entries[2].sentence.startswith("Former donju 1")


def test_somebody_whom_no_event_names_has_a_biography_without_entries(fall):
    life = biography(fall, 77_777)

    assert life.entries == ()
    assert "No event of this run names person 77777" in life.text()


def test_the_number_of_a_person_is_not_negative(fall):
    with pytest.raises(InputError, match="-1 is not the number of a person"):
        biography(fall, -1)


def test_a_biography_as_text_goes_month_by_month_and_as_data_is_json(fall):
    life = biography(fall, 500)
    text = life.text()

    assert text.index("February 2010") < text.index("August 2010") < text.index("March 2011")
    assert text.count("\nMarch 2011\n") == 1
    assert SIMULATED in text
    assert json.loads(json.dumps(life.data()))["facts"]["birth"] == "1970-05-01"
