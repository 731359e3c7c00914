"""When whales fight, the shrimp's back breaks: a quarrel between two officials, and the donju who rented the factory.

The manager of a factory and its Party secretary have fallen out over a donju who rents space there and has a tie with the manager.
The first state is set below; what follows is left to the steps of the month.
"""

import pytest

from allssam.engine import usd
from allssam.mechanisms import disputes, justice
from allssam.world import Event, Office, Post, Standing

MONTH = (
    justice.count_friends, disputes.write_dossiers, disputes.file_dossiers, disputes.warn_and_counter, disputes.decide,
    disputes.unseat_losers, disputes.go_on_with_donju, justice.take_up, justice.assign, justice.give_chances_to_pay,
    justice.trace_patrons, justice.find_culprits, justice.carry_out_sentences,
)  # fmt: skip


class Quarrel:
    """The factory, the two officials, the donju between them, and the prosecutors before whom it all comes."""

    def __init__(self, make_county, seed, managers_friends=0, secretarys_friends=0, they_are_known=False, borrowed=0):
        self.county = county = make_county(seed=seed)
        _, self.prosecutors = county.prosecution(investigators=3)
        self.factory = county.office(Office.FACTORY)
        self.manager = county.official(self.factory, Post.MANAGER, income=usd(900))
        self.secretary = county.official(self.factory, Post.PARTY_SECRETARY, income=usd(250))
        self.donju = county.donju(capital=usd(12_000), cash=usd(1_500), acts=3.0)
        county.tie(self.manager, self.donju, 0.6)
        county.add("feuds", organisation=self.factory, head=self.manager, secretary=self.secretary, enmity=1.0)
        if borrowed:
            county.rows["organisations"][self.factory].update(borrower=self.secretary, borrowed=borrowed)
        for friend in self.prosecutors[:managers_friends]:
            county.tie(friend, self.manager, 0.9, known_to=(self.secretary,) if they_are_known else ())
        for friend in self.prosecutors[3 : 3 + secretarys_friends]:
            county.tie(friend, self.secretary, 0.8)

    def run(self, months=24):
        self.county.months(months, *MONTH)
        return self

    def told(self, *kinds):
        return self.county.events(*kinds)


def many(make_county, **first_state):
    return [Quarrel(make_county, seed, **first_state).run() for seed in range(12)]


def test_the_secretary_documents_the_donjus_faults_and_files_them(make_county):
    quarrels = many(make_county)

    for quarrel in quarrels:
        written = quarrel.told(Event.DOSSIER_WRITTEN)
        assert all((author, donju) == (quarrel.secretary, quarrel.donju) for _, author, donju, _ in written)
    assert sum(bool(quarrel.told(Event.DOSSIER_FILED)) for quarrel in quarrels) >= 8


def test_known_friends_of_the_manager_keep_the_paper_in_the_drawer(make_county):
    quarrels = many(make_county, managers_friends=2, they_are_known=True)

    assert any(quarrel.told(Event.DOSSIER_WITHHELD) for quarrel in quarrels)
    assert not any(quarrel.told(Event.DOSSIER_FILED) for quarrel in quarrels)


def test_a_manager_with_hidden_friends_is_warned_answers_and_wins(make_county):
    answered = [quarrel for quarrel in many(make_county, managers_friends=2) if quarrel.told(Event.COUNTER_FILED)]

    assert answered
    for quarrel in answered:
        _, friend, warned, _ = quarrel.told(Event.TIPPED_OFF)[0]
        assert friend in quarrel.prosecutors
        assert warned == quarrel.manager
        story = quarrel.told(Event.COUNTER_FILED, Event.DISPUTE_WON)
        answer = next(place for place, event in enumerate(story) if event[0] == Event.COUNTER_FILED)
        assert len(story) == answer + 1 or story[answer + 1][1:3] == (quarrel.manager, quarrel.secretary)


def test_the_better_case_does_not_prevail(make_county):
    honest = [quarrel.told() for quarrel in many(make_county, managers_friends=2)]
    in_debt_to_the_fund = [quarrel.told() for quarrel in many(make_county, managers_friends=2, borrowed=usd(3_000))]

    assert honest == in_debt_to_the_fund


def test_an_official_who_loses_is_out_of_his_post_or_before_the_court(make_county):
    for quarrel in many(make_county):
        for _, _, loser, _ in quarrel.told(Event.DISPUTE_WON):
            fates = {who for _, who, _, _ in quarrel.told(Event.DISMISSED, Event.TRANSFERRED)}
            tried = (
                quarrel.county.column("disputes.co_accused").tolist() + quarrel.county.column("cases.accused").tolist()
            )

            assert loser in fates or loser in tried


@pytest.mark.parametrize("managers_friends", [0, 2])
def test_whichever_official_wins_it_is_the_donju_who_stands_before_the_prosecutor(make_county, managers_friends):
    fought = [
        quarrel for quarrel in many(make_county, managers_friends=managers_friends) if quarrel.told(Event.DISPUTE_WON)
    ]
    before_the_prosecutor = [
        quarrel for quarrel in fought if (quarrel.donju in {who for _, who, _, _ in quarrel.told(Event.CASE_OPENED)})
    ]

    assert len(fought) >= 6
    assert len(before_the_prosecutor) >= 0.6 * len(fought)


def test_he_pays_or_is_convicted(make_county):
    for quarrel in many(make_county):
        if not quarrel.told(Event.CASE_OPENED):
            continue
        paid = sum(
            amount
            for _, who, _, amount in quarrel.told(Event.RELEASE_BOUGHT_INVESTIGATION, Event.RELEASE_BOUGHT_VERDICT)
        )
        lost = sum(amount for _, who, _, amount in quarrel.told(Event.CONFISCATED) if who == quarrel.donju)
        is_held = quarrel.county.column("people.standing")[quarrel.donju] != Standing.FREE
        went_free = bool(quarrel.told(Event.ACQUITTED))

        assert paid or lost or is_held or went_free or quarrel.county.column("cases.open").any()


def test_his_payment_can_be_followed_back_to_the_quarrel(make_county):
    chains = [
        quarrel.county.chain(Event.RELEASE_BOUGHT_INVESTIGATION)
        for quarrel in many(make_county)
        if quarrel.told(Event.RELEASE_BOUGHT_INVESTIGATION)
    ]

    assert chains
    assert chains[0] == [
        Event.RELEASE_BOUGHT_INVESTIGATION,
        Event.CASE_OPENED,
        Event.DOSSIER_FILED,
        Event.DOSSIER_WRITTEN,
    ]
