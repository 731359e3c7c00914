"""Rules and steps are held to what they say."""

import pytest

from allssam.engine import DeclarationError, Pipeline, ScenarioError, chance, close, found, pay, record, rule, step


@step(visits="people", changes=["people.warmth", "people.county"], draws=["mood", "idle"])
def careless(people, friendships, purse, journal, p, dice, planets):
    for person in people.rows:
        people.warmth[person] = p.gift
        people.account[person] += 1
        close(friendships, person)
        if chance(dice.mood, 1, 0.5) or chance(dice.undeclared, 1, 0.5):
            record(journal, Event.VANISHED, who=person)  # noqa: F821
            pay(purse, person, person, 1, Flow.TRIBUTE)  # noqa: F821


def test_every_fault_of_a_step_is_told_at_once(toy):
    told = "\n".join(Pipeline(careless).faults(toy.SCHEMA))

    for part in (
        "has no docstring",
        "changes people.account, which it does not declare",
        "changes friendships.open, which it does not declare",
        "declares that it changes people.county, but never does",
        "throws the die undeclared, which it does not declare",
        "declares the die idle, but never throws it",
        "asks for p, but names no parameters=",
        "asks for planets, which is no table, index or verb",
        "records Event.VANISHED, which is not declared",
        "pays Flow.TRIBUTE, which is not declared",
        "test_steps.py:",
    ):
        assert part in told


def test_the_toy_month_has_no_faults(toy):
    assert toy.MONTH.faults(toy.SCHEMA) == []


def test_a_rule_without_claim_fact_or_assumption_is_refused():
    with pytest.raises(DeclarationError, match="cites no claim and no fact"):

        @rule()
        def groundless(a):
            """A rule from nowhere."""
            return a


def test_a_rule_without_a_sentence_is_refused():
    with pytest.raises(DeclarationError, match="docstring is its sentence"):

        @rule("lease-space")
        def silent(a):
            return a


def test_a_rule_that_cites_an_unknown_claim_is_found(toy, monkeypatch):
    monkeypatch.setattr("allssam.engine.steps.RULES", {})
    monkeypatch.setattr("allssam.engine.pipeline.RULES", __import__("allssam.engine.steps").engine.steps.RULES)

    @rule("lease-spase")
    def cites_wrongly(a):
        """It cites a claim nobody made."""
        return a

    told = [fault for fault in toy.MONTH.faults(toy.SCHEMA, claims=["lease-space"]) if "cites_wrongly" in fault]

    assert len(told) == 1
    assert "Did you mean lease-space?" in told[0]


def test_without_leaves_out_a_step_or_a_mechanism(toy):
    assert [item.name for item in toy.MONTH.without("toy_country.part")] == ["toy_country.give"]
    assert len(toy.MONTH.without("toy_country")) == 0


def test_without_something_unknown_is_answered_with_the_nearest(toy):
    with pytest.raises(ScenarioError, match=r"Did you mean toy_country\.part\?"):
        toy.MONTH.without("toy_country.parts")


@step(visits="people", changes=["people.warmth"], draws=["gift"])
def give(people, dice):
    """Everybody: warms up instead."""
    for person in people.rows:
        people.warmth[person] = 1.0 if chance(dice.gift, people.id[person], 0.5) else 0.0


def test_what_stands_in_keeps_the_name_and_the_dice(toy):
    month = toy.MONTH.replace({"toy_country.give": give})

    assert [item.name for item in month] == ["toy_country.give", "toy_country.part"]
    assert month.steps[0].plain is give.plain


def test_a_step_stands_only_once_in_the_month(toy):
    with pytest.raises(DeclarationError, match="more than once"):
        Pipeline(*toy.MONTH, toy.MONTH.steps[0])


def test_found_and_close_are_verbs():
    assert callable(found)
    assert callable(close)
