"""Two chances to pay: while the investigation runs, and when its result is handed out.

A donju stands before the prosecutor's office.  What he owns, whom he knows and who handles the case is set below; whether he pays, when,
and to whom, is left to the steps of the month.
"""

from allssam.engine import usd
from allssam.mechanisms import justice
from allssam.world import Event, Ground, Office, Post, Stage, Standing

JUNE_2013 = 1361
MONTH = (
    justice.count_friends, justice.take_up, justice.probe, justice.assign, justice.give_chances_to_pay, justice.trace_patrons,
    justice.find_culprits, justice.carry_out_sentences, justice.serve_sentences,
)  # fmt: skip


def before_the_prosecutor(
    make_county, investigator=15, trial_prosecutor=15, capital=12_000, cash=2_500, seed=7, gravity=1.0
):
    """One investigator, one trial prosecutor, each with his way of going by the book, and a donju accused."""
    county = make_county(seed=seed)
    office = county.office(Office.PROSECUTION)
    first = county.official(office, Post.INVESTIGATOR, integrity=investigator, charge=0.0)
    second = county.official(office, Post.TRIAL_PROSECUTOR, integrity=trial_prosecutor)
    donju = county.donju(usd(capital), usd(cash))
    county.add("cases", accused=donju, ground=Ground.DOSSIER, stage=Stage.COMPLAINT, gravity=gravity, since=JUNE_2013)
    return county, first, second, donju


def test_he_pays_while_the_investigation_runs_and_goes_home(make_county):
    county, first, _, donju = before_the_prosecutor(make_county)
    county.months(4, *MONTH)

    assert [event[:3] for event in county.events()] == [
        (Event.CASE_OPENED, donju, first),
        (Event.RELEASE_BOUGHT_INVESTIGATION, donju, first),
    ]
    assert county.column("people.standing")[donju] == Standing.FREE


def test_when_the_investigator_goes_by_the_book_he_pays_the_one_who_hands_out_the_result(make_county):
    county, first, second, donju = before_the_prosecutor(make_county, investigator=95)
    county.months(4, *MONTH)

    assert [event[:3] for event in county.events()] == [
        (Event.CASE_OPENED, donju, first),
        (Event.PRELIMINARY_FINDING, donju, first),
        (Event.RELEASE_BOUGHT_VERDICT, donju, second),
    ]


def test_the_second_chance_costs_more_than_the_first(make_county):
    prices = []
    for investigator in (15, 95):
        county, _, _, _ = before_the_prosecutor(make_county, investigator=investigator)
        county.months(4, *MONTH)
        prices.append(county.events(Event.RELEASE_BOUGHT_INVESTIGATION, Event.RELEASE_BOUGHT_VERDICT)[0][3])

    assert prices[1] > prices[0]


def test_when_both_go_by_the_book_he_is_sent_away(make_county):
    county, _, second, donju = before_the_prosecutor(make_county, investigator=95, trial_prosecutor=95)
    county.months(4, *MONTH)

    assert (Event.CONVICTED, donju, second, 0) in county.events()
    assert county.column("people.standing")[donju] != Standing.FREE


def test_one_without_means_is_sent_away_by_the_same_officials(make_county):
    county, _, _, donju = before_the_prosecutor(make_county, capital=300, cash=40, gravity=3.0)
    county.months(4, *MONTH)

    assert county.count(Event.RELEASE_BOUGHT_INVESTIGATION, Event.RELEASE_BOUGHT_VERDICT) == 0
    assert county.column("people.standing")[donju] == Standing.PRISON


def test_the_investigator_who_can_say_not_guilty_grows_rich(make_county):
    county = make_county()
    office = county.office(Office.PROSECUTION)
    investigator = county.official(office, Post.INVESTIGATOR, integrity=10)
    county.official(office, Post.TRIAL_PROSECUTOR, integrity=10)
    for _ in range(20):
        county.add("cases", accused=county.donju(), ground=Ground.DOSSIER, stage=Stage.COMPLAINT, since=JUNE_2013)
    before = county.rows["accounts"][county.rows["people"][investigator]["account"]]["balance"]
    county.months(4, *MONTH)

    assert county.cash(investigator) - before > usd(5_000)


def test_the_donju_goes_to_prison_and_the_insured_manager_goes_free(make_county):
    county, _, second, donju = before_the_prosecutor(make_county, investigator=95, trial_prosecutor=95, gravity=2.0)
    manager = county.official(county.office(Office.FACTORY), Post.MANAGER, income=usd(700), cash=usd(20_000))
    county.tie(manager, donju, 0.7)
    county.add("premiums", payer=manager, taker=second, paid=usd(1_000))
    county.rows["cases"][0]["cadre"] = manager
    county.months(4, *MONTH)

    assert (Event.CADRE_EXCUSED, manager, second, 0) in county.events()
    assert county.column("people.standing")[donju] == Standing.PRISON
    assert county.column("people.standing")[manager] == Standing.FREE


def test_an_uninsured_official_without_friends_or_use_can_be_the_one_who_is_punished(make_county):
    county, _, second, donju = before_the_prosecutor(make_county, investigator=95, trial_prosecutor=95, gravity=2.0)
    manager = county.official(county.office(Office.FACTORY), Post.MANAGER, income=0, cash=usd(20_000))
    county.tie(second, donju, 0.8)
    county.rows["cases"][0]["cadre"] = manager
    county.months(
        4,
        *MONTH,
        values={
            "justice": justice.Justice.from_values({"stifled": 0.0, "leniency": 0.0, "doubt": 0.0}).in_month(JUNE_2013)
        },
    )

    assert (Event.CADRE_PUNISHED, manager, second, 0) in county.events()
    assert (Event.ACQUITTED, donju, second, 0) in county.events()
    assert county.column("posts.holder")[county.rows["people"][manager]["post"]] == -1
