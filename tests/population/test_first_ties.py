import numpy as np
import pytest

from allssam.world import Line, Office, Post, Tie


@pytest.fixture(scope="module")
def larger(drawn_country):
    return drawn_country(1_000_000, seed=2)


def test_cadres_have_about_two_ties_across_offices(country):
    ties, posts = country["ties"], country["posts"]
    cadres = np.sum((posts["rank"] >= 3) & (posts["rank"] < 6))
    among = ties["kind"] == Tie.CADRES
    organisation = posts["organisation"]

    assert 2 * among.sum() / cadres == pytest.approx(2.0, abs=0.1)
    assert np.all(organisation[ties["patron_post"][among]] != organisation[ties["client_post"][among]])


def test_donju_have_about_one_patron_chiefly_managers_police_prosecutors_and_the_party(country):
    ties, posts = country["ties"], country["posts"]
    among = ties["kind"] == Tie.CLIENT
    office = posts["office"][ties["patron_post"][among]]

    assert among.sum() / country["businesses"].count == pytest.approx(1.0, abs=0.15)
    chief = np.isin(office, (Office.FACTORY, Office.POLICE, Office.PROSECUTION, Office.PARTY_COMMITTEE))
    assert chief.mean() > 0.75
    assert np.all(country["people"]["business"][ties["client"][among]] == ties["client_business"][among])


def test_county_heads_have_a_superior_at_the_centre(country):
    ties, posts = country["ties"], country["posts"]
    upward = ties["kind"] == Tie.UPWARD

    assert upward.sum() == np.sum(posts["rank"] == 4)
    assert np.all(posts["rank"][ties["patron_post"][upward]] == 6)
    assert np.array_equal(country["people"]["county"][ties["client"]], ties["county"])


def test_ties_are_middling_and_began_before_the_run(country):
    ties = country["ties"]

    assert ties["strength"].min() >= 0.3
    assert ties["strength"].max() <= 0.7
    assert np.all(ties["since"] < 1308)
    assert np.all(ties["favour_month"] >= ties["since"])
    assert not ties["began"].any()


def test_a_part_of_the_ties_is_known_to_a_few(country):
    rumours = country["rumours"]
    known = len(np.unique(rumours["tie"])) / country["ties"].count

    assert known == pytest.approx(0.4, abs=0.06)
    assert np.bincount(rumours["tie"]).max() <= 2


def test_few_leases_stand_at_the_start_each_with_a_manager_to_whom_the_tenant_is_tied(larger):
    leases, businesses, ties = larger["leases"], larger["businesses"], larger["ties"]
    posts, organisations = larger["posts"], larger["organisations"]
    people = larger["people"]
    pairs = set(zip(ties["patron"], ties["client"], strict=True))

    assert 0 < leases.count < 0.03 * businesses.count
    for row in range(leases.count):
        manager = posts["holder"][organisations["head"][leases["plant"][row]]]
        assert (manager, leases["tenant"][row]) in pairs
        assert leases["agreed_with"][row] == manager
        assert businesses["line"][people["business"][leases["tenant"][row]]] == Line.WORKSHOP
    assert np.all(leases["with_tie"])
    assert posts["kind"][organisations["head"][leases["plant"]]].tolist() == [Post.MANAGER] * leases.count


def test_strict_officials_start_with_as_many_ties_as_others(larger):
    people, posts, ties = larger["people"], larger["posts"], larger["ties"]
    cadre = posts["holder"][(posts["rank"] >= 3) & (posts["rank"] < 6)]
    held = np.bincount(np.append(ties["patron"], ties["client"]), minlength=people.count)[cadre]
    strict = people["integrity"][cadre] > 70

    assert held[strict].mean() == pytest.approx(held[~strict].mean(), rel=0.12)
