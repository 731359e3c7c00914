"""Scenarios: every fault at once, each with its file and line; and what a scenario resolves to."""

import re

import pytest

from allssam.engine import InputError, ScenarioError, month_number
from allssam.runs import composition, estimates
from allssam.runs.resolving import resolve
from allssam.runs.scenario import Plan, to_yaml

pytestmark = pytest.mark.usefixtures("toy")


def faults_of(*given, **named):
    with pytest.raises(ScenarioError) as caught:
        resolve(*given, **named)
    return list(caught.value.faults)


# -------------------- every line of bad input


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("parent: baselin\n", 1, "'baselin' is no scenario. Did you mean baseline?"),
        ("parent: other.yaml\n", 1, "the scenario file other.yaml does not exist"),
        ("parent: 12\n", 1, "parent is 12; it should be the name"),
        ("parents: baseline\n", 1, "parents is not a key of a scenario. Did you mean parent?"),
        ("people: 40\nparameters:\n  bazar:\n    spent: 0.1\n", 4, "bazar is not a mechanism with parameters. Did you mean bazaar?"),
        ("parameters:\n  bazaar:\n    spend: 0.1\n", 3, "bazaar.spend is not a parameter of bazaar. Did you mean spent?"),
        ("parameters:\n  friends:\n    tolerance: 0.1\n", 3, "not a parameter of friends. Did you mean bazaar.tolerance?"),
        ("parameters:\n  bazaar:\n    spent: 1.5\n", 3, "bazaar.spent is 1.5; it should lie between 0 and 1 (of the purse)"),
        ("parameters:\n  bazaar:\n    spent: many\n", 3, "bazaar.spent is 'many'; it should be a number"),
        ("parameters:\n  bazaar:\n    spent: true\n", 3, "bazaar.spent is True; it should be a number"),
        ("parameters:\n  bazaar:\n    spent: .nan\n", 3, "bazaar.spent is nan; it should be a number"),
        ("parameters:\n  bazaar:\n    spent: [0.1]\n", 3, "bazaar.spent is [0.1]; it should be a number"),
        ("parameters:\n  bazaar:\n    spent:\n", 3, "bazaar.spent is None; it should be a number"),
        ("parameters:\n  bazaar:\n    guests: 1.5\n", 3, "bazaar.guests is 1.5; it should be a whole number"),
        (f"parameters:\n  bazaar:\n    spent: 1{'0' * 400}\n", 3, "not a number that can be used"),
        ("parameters:\n  bazaar:\n    is_open: 1\n", 3, "bazaar.is_open is 1; it should be true or false"),
        ("parameters:\n  bazaar:\n    spent: {2010-01: 0.2}\n", 3, "is given by date or place; it is one number"),
        ("parameters:\n  bazaar:\n    tolerance:\n      2009-01: 0.2\n      2010-13: 0.3\n", 5, "2010-13 is not a month"),
        ("parameters:\n  bazaar:\n    tolerance:\n      2009-01: 0.2\n      2010-01: 3\n", 5, "bazaar.tolerance at 2010-01 is 3"),
        ("parameters:\n  bazaar:\n    campaign:\n      Pyongyan: 0.2\n      other: 0\n", 4, "Did you mean Pyongyang?"),
        ("parameters:\n  bazaar:\n    campaign:\n      Ryanggang: 0.2\n", 3, "says nothing for Pyongyang"),
        ("parameters:\n  bazaar: 3\n", 2, "bazaar is 3; it should be a map of parameters"),
        ("parameters: [bazaar]\n", 1, "parameters is ['bazaar']; it should be a map"),
        ("from: 2009-13\n", 1, "from: 2009-13 is not a month: months run from 01 to 12"),
        ("from: 2009\n", 1, "'2009' is not a month. Write a year and a month"),
        ("from: 2009-01-01\n", 1, "is not a month"),
        ("from: 0009-01\n", 1, "should lie between 1990-01 and 2099-12"),
        ("from: 2012-01\nto: 2011-12\n", 2, "the run ends in 2011-12, before it begins in 2012-01"),
        ("people: 0\n", 1, "people is 0; it should be at least 4"),
        ("people: -5\n", 1, "people is -5; it should be at least 4"),
        ("people: many\n", 1, "people is 'many'; it should be a whole number"),
        ("people: 2.5\n", 1, "people is 2.5; it should be a whole number"),
        ("people: true\n", 1, "people is True; it should be a whole number"),
        ("people: 99_999_999_999_999\n", 1, "should be at most"),
        ("seed: -1\n", 1, "seed is -1; it should be at least 0"),
        ("seed: x\n", 1, "seed is 'x'; it should be a whole number"),
        ("question: [1]\n", 1, "question is [1]; it should be a sentence"),
        ("name: a/b\n", 1, "name is 'a/b'; it should be one word"),
        ("without: friends\n", 1, "without is 'friends'; it should be a list"),
        ("without: [frends]\n", 1, "frends is neither a mechanism nor a step of the month. Did you mean friends?"),
        ("without:\n  - friends\n  - friends.parts\n", 3, "Did you mean friends.part?"),
        ("replace: {friends: cold}\n", 1, "cold is not a variant"),
        ("replace: {frends: friends}\n", 1, "is not a variant"),
        ("replace: {friends: my.py}\n", 1, "my.py does not exist"),
        ("mechanisms: [my.py]\n", 1, "my.py does not exist"),
        ("mechanisms: [{path: my.py}]\n", 1, "a mechanism of one's own is the path of its file"),
        ("later:\n  2008-01:\n    without: [friends]\n", 2, "does not lie after the beginning of the run"),
        ("later:\n  2010-01:\n    people: 5\n", 3, "people cannot change in the middle of a run"),
        ("later:\n  2010-01:\n    parameters: {population: {purse: 1}}\n", 2, "population.* is used when the country is drawn"),
        ("people: 40\npeople: 50\n", 2, "people stands here a second time; the first is on line 1"),
        ("parameters:\n  bazaar:\n    spent: 0.1\n    spent: 0.2\n", 4, "spent stands here a second time"),
        ("people: [\n", 2, "is not valid YAML"),
        ("a: b: c\n", 1, "is not valid YAML"),
        ("\tpeople: 3\n", 1, "is not valid YAML"),
        ("people: !!python/object:os.system x\n", 1, "has the tag"),
        ("? [a, b]\n: 1\n", 1, "a list or a mapping where the name of a key should stand"),
        ("", 1, "is empty"),
        ("just words\n", 1, "is not a list of keys and values"),
        ("- a\n- b\n", 1, "is not a list of keys and values"),
        ("people: 40\nx: \x00\n", 2, "holds control characters"),
    ],
)  # fmt: skip
def test_bad_input_is_told_with_file_and_line(write, text, line, says):
    found = faults_of(write(text))

    fault = next((fault for fault in found if says in fault), None)
    assert fault is not None, found
    assert re.match(rf".*mine\.yaml:{line}: ", fault), fault


def test_all_faults_are_told_at_once(write):
    path = write(
        "people: 0\nfrom: 2009-13\nparameters:\n  bazaar: {spend: 1, gift: -1}\n  friend: {begins: 0.2}\nwithout: [x]\ncolour: red\n"
    )

    assert len(faults_of(path)) == 7


def test_a_binary_file_is_told_from_text(tmp_path):
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")

    assert "is not text in UTF-8" in faults_of(path)[0]


def test_a_folder_and_a_missing_file_and_an_unknown_name_are_told(tmp_path):
    assert "is a folder" in faults_of(f"{tmp_path}/")[0]
    assert "does not exist" in faults_of(tmp_path / "none.yaml")[0]
    assert faults_of("basline")[0].startswith("'basline' is no scenario. Did you mean baseline? Known: baseline")


def test_parents_that_run_in_a_circle_are_told(write):
    write("parent: b.yaml\n", "a.yaml")
    path = write("people: 40\nparent: a.yaml\n", "b.yaml")

    (fault,) = faults_of(path)
    assert re.search(r"a\.yaml:1: the parents run in a circle: b → a → b", fault)


def test_a_scenario_that_is_its_own_parent_is_told(write):
    assert "run in a circle" in faults_of(write("parent: mine.yaml\n"))[0]


def test_a_fault_in_a_parent_is_told_with_the_parents_line(write):
    write("people: 40\nseed: x\n", "parent.yaml")

    (fault,) = faults_of(write("parent: parent.yaml\n"))
    assert "parent.yaml:2: seed is 'x'" in fault


def test_more_people_than_memory_allows_are_told_before_anything_is_allocated(write, monkeypatch):
    monkeypatch.setattr(estimates, "memory_available", lambda: 500_000_000)

    (fault,) = faults_of(write("people: 5_000_000\n"))
    assert re.search(
        r"mine\.yaml:1: people is 5,000,000, which needs about .* [MG]B of memory; 500\.0 MB are free here\. Ask for at most",
        fault,
    )


# -------------------- what the command line adds


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("bazaar.spent", "write NAME=VALUE"),
        ("bazaar.spent=", "write NAME=VALUE"),
        ("=3", "write NAME=VALUE"),
        ("spent=0.2", "a parameter is named mechanism.parameter"),
        ("bazaar.spend=0.2", "Did you mean spent?"),
        ("bazar.spent=0.2", "Did you mean bazaar?"),
        ("bazaar.spent=1.2", "should lie between 0 and 1"),
        ("bazaar.spent=lots", "should be a number"),
        ("bazaar.spent=[", "neither a number nor a map"),
        ("bazaar.spent@2010-01=0.2", "does not change by date"),
        ("bazaar.tolerance@2010-13=0.2", "months run from 01 to 12"),
        ("bazaar.tolerance@=0.2", "is not a month"),
        ("bazaar.tolerance@2010-01=2", "bazaar.tolerance at 2010-01 is 2"),
        ("bazaar.campaign.Pyongyan=0.2", "Did you mean Pyongyang?"),
        ("bazaar.spent.Pyongyang=0.2", "it is one number for the whole country"),
    ],
)
def test_a_wrong_set_says_which_it_was(given, says):
    (fault,) = faults_of("baseline", changes=[given])

    assert fault.startswith(f"--set {given.partition('=')[0]}")
    assert says in fault


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"people": 0}, "--people: people is 0"),
        ({"seed": -1}, "--seed: seed is -1"),
        ({"first": "2009-13"}, "--from: from: 2009-13 is not a month"),
        ({"last": "2008-01"}, "--to: the run ends in 2008-01, before it begins"),
        ({"without": ["frends"]}, "--without frends: frends is neither"),
    ],
)
def test_a_wrong_option_is_named(given, fault):
    assert faults_of("baseline", **given)[0].startswith(fault)


def value(change, name="tolerance"):
    return resolve("baseline", changes=[change] if isinstance(change, str) else change).parameters["bazaar"][name]


def test_set_gives_a_number_for_all_dates():
    assert value("bazaar.tolerance=0.4") == 0.4


def test_set_from_a_date_keeps_what_was_before_and_holds_from_then_on():
    assert value("bazaar.tolerance@2010-06=0.6") == {"2009-01": 0.25, "2010-01": 0.5, "2010-06": 0.6}
    assert value("bazaar.tolerance@2009-06=0.6") == {"2009-01": 0.25, "2009-06": 0.6}


def test_set_from_two_dates_holds_in_whatever_order_they_are_given():
    later, sooner = "bazaar.tolerance@2010-06=0.3", "bazaar.tolerance@2009-06=0.6"

    assert value([later, sooner]) == value([sooner, later]) == {"2009-01": 0.25, "2009-06": 0.6, "2010-06": 0.3}


def test_set_at_a_date_that_is_there_changes_it():
    assert value("bazaar.tolerance@2010-01=0.6") == {"2009-01": 0.25, "2010-01": 0.6}


def test_set_from_a_date_on_one_number_keeps_it_until_then():
    assert value(["bazaar.tolerance=0.4", "bazaar.tolerance@2010-01=0.6"]) == {"2009-01": 0.4, "2010-01": 0.6}


def test_set_gives_a_map():
    assert value("bazaar.tolerance={2009-01: 0.1, 2010-05: 0.2}") == {"2009-01": 0.1, "2010-05": 0.2}


def test_set_in_a_place_and_from_a_date():
    found = value(["bazaar.campaign.Ryanggang@2010-01=0.9", "bazaar.campaign@2011-01=0.0"], "campaign")

    assert found["Ryanggang"] == {"2009-01": 0.1, "2010-01": 0.9, "2011-01": 0.0}
    assert found["Pyongyang"] == {"2009-01": 0.0, "2009-06": 0.5, "2011-01": 0.0}
    assert found["other"] == {"2009-01": 0.1, "2011-01": 0.0}


def test_changes_can_be_given_as_a_map_in_python():
    found = resolve("baseline", changes={"bazaar.spent": 0.9, "bazaar.tolerance@2010-01": 1})

    assert (found.parameters["bazaar"]["spent"], found.parameters["bazaar"]["tolerance"]["2010-01"]) == (0.9, 1.0)


def test_what_has_no_step_of_a_mechanism_cannot_stand_in_for_it(write):
    write(OWN, "gossip.py")

    with pytest.raises(ScenarioError, match=r"mine.yaml:2: gossip cannot stand in for bazaar: .*its steps: talk; those of bazaar: trade"):
        resolve(write("parent: baseline\nreplace: {bazaar: gossip.py}\n"))


# -------------------- what it resolves to


def test_children_hold_only_differences(write):
    write(
        "parent: baseline\nseed: 7\nparameters: {bazaar: {spent: 0.2, gift: 7}}\nwithout: [friends.part]\n",
        "parent.yaml",
    )
    found = resolve(
        write("parent: parent.yaml\npeople: 80\nparameters: {bazaar: {gift: 9}}\nwithout: [friends.meet]\n")
    )

    assert (found.name, found.people, found.seed, found.months) == ("mine", 80, 7, 27)
    assert (found.parameters["bazaar"]["spent"], found.parameters["bazaar"]["gift"]) == (0.2, 9)
    assert found.parameters["bazaar"]["tolerance"] == {"2009-01": 0.25, "2010-01": 0.5}
    assert found.parameters["friends"] == {"begins": 0.3, "ends": 0.1}
    assert [step.name for step in Plan(found).at(found.first)[0]] == ["bazaar.trade"]


def test_values_hold_from_their_date_on():
    plan = Plan(resolve("baseline"))

    assert [plan.at(month_number(month))[1]["bazaar"].tolerance for month in ("2009-12", "2010-01", "2011-03")] == [
        0.25,
        0.5,
        0.5,
    ]


def test_later_changes_hold_from_their_month_on(write):
    plan = Plan(
        resolve(
            write(
                "parent: baseline\nlater:\n  2010-02:\n    without: [friends]\n    parameters: {bazaar: {spent: 0.9}}\n"
            )
        )
    )

    before, after = plan.at(month_number("2010-01")), plan.at(month_number("2010-02"))
    assert (len(before[0]), before[1]["bazaar"].spent) == (3, 0.3)
    assert (len(after[0]), after[1]["bazaar"].spent) == (1, 0.9)


OWN = '''"""Rumours."""

from allssam.engine import Parameters, Share, param, rule, step


class Gossip(Parameters):
    """Numbers of gossip."""

    pace: Share = param(0.2, 0.0, 1.0, "per month", "How fast it goes", assumed="a toy")


@rule(assumed="a toy")
def talks(pace):
    """People talk."""
    return pace


@step(visits="counties", changes=["counties.season"], parameters=Gossip)
def talk(counties, p):
    """Every county: people talk."""
    for county in counties.rows:
        counties.season[county] = talks(p.pace)
'''


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("[gossip.py]", ["bazaar.trade", "friends.meet", "friends.part", "gossip.talk"]),
        ("[{file: gossip.py, before: friends}]", ["bazaar.trade", "gossip.talk", "friends.meet", "friends.part"]),
        ("[{file: gossip.py, after: friends.meet}]", ["bazaar.trade", "friends.meet", "gossip.talk", "friends.part"]),
    ],
)
def test_a_mechanism_of_ones_own_joins_the_month_where_it_says(write, said, order):
    write(OWN, "gossip.py")
    found = resolve(write(f"parent: baseline\nmechanisms: {said}\nparameters: {{gossip: {{pace: 0.7}}}}\n"))

    month, values = Plan(found).at(found.first)
    assert [step.name for step in month] == order
    assert values["gossip"].pace == 0.7


def test_a_variant_of_ones_own_takes_a_mechanisms_place(write):
    write(OWN.replace("talk(", "meet(").replace('"""Every county: people talk."""', '"""Every county."""'), "cold.py")
    found = resolve(write("parent: baseline\nreplace: {friends: cold.py}\n"))

    steps = Plan(found).at(found.first)[0].steps
    assert [step.name for step in steps] == ["bazaar.trade", "friends.meet", "friends.part"]
    assert steps[1].visits == "counties"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def f(:\n", "mine.yaml:2: .*broken.py:1 cannot be loaded: SyntaxError"),
        ("x = 1 / 0\n", "cannot be loaded: ZeroDivisionError"),
        ("x = 1\n", "holds no step"),
        (OWN.replace("p.pace", "p.speed"), "asks for p.speed, which is not in Gossip"),
        (OWN.replace('changes=["counties.season"], ', ""), "changes counties.season, which it does not declare"),
        (OWN.replace('@rule(assumed="a toy")', '@rule("no-such-claim")'), "no-such-claim, which is not in the register"),
    ],
)  # fmt: skip
def test_a_faulty_mechanism_of_ones_own_is_told_before_the_first_month(write, text, says, request):
    file = f"broken{abs(hash(request.node.name))}.py"
    write(text, file)
    path = write(f"parent: baseline\nmechanisms: [{file}]\n")

    try:
        found = faults_of(path)
        assert any(re.search(says.replace("broken.py", file), fault) for fault in found), found
    finally:
        for name in [name for name in composition.sys.modules if name.startswith(composition.USERS + ".broken")]:
            del composition.sys.modules[name]
        from allssam.engine import RULES, STEPS

        for registry in (RULES, STEPS):
            for name in [name for name in registry if name.startswith("broken")]:
                del registry[name]


@pytest.mark.parametrize(
    "text",
    [
        "parent: baseline\n",
        'parent: baseline\nquestion: |\n  What: if "quoted" # and so on?\n  Yes.\nname: Odd-name_1\n',
        "parent: baseline\nparameters: {bazaar: {campaign: {Ryanggang: 0.00001, other: {2010-01: 1}}, is_open: false}}\n"
        "without: [friends.part]\n",
        "parent: baseline\nlater: {2010-02: {without: [friends], parameters: {bazaar: {tolerance: {2010-02: 0.5, 2010-05: 1}}}}}\n",
        "parent: baseline\nmechanisms: [{file: gossip.py, after: friends}]\n",
        "parent: baseline\nreplace: {bazaar.trade: \"gossip.py:talk\"}\n",
    ],
)
def test_a_resolved_scenario_says_every_value_and_reads_back_as_itself(write, tmp_path, text):
    write(OWN, "gossip.py")
    found = resolve(write(text))
    (tmp_path / "elsewhere").mkdir()
    kept = tmp_path / "elsewhere" / "scenario.yaml"
    kept.write_text(to_yaml(found), encoding="utf-8")

    again = resolve(kept)

    assert again == found
    assert again.digest == found.digest
    assert to_yaml(again) == to_yaml(found)
    for name, made in composition.compose(found.mechanisms, found.replace).parameter_classes().items():
        assert set(found.parameters[name]) == set(made.specs)


def test_a_changed_parameter_changes_the_digest():
    assert resolve("baseline").digest != resolve("baseline", changes=["bazaar.gift=501"]).digest
    assert resolve("baseline").digest == resolve("baseline", changes=["bazaar.gift=500"]).digest


def test_parse_errors_of_the_command_line_are_input_errors():
    from allssam.runs.resolving import parse_change

    with pytest.raises(InputError):
        parse_change("x")
