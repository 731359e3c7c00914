"""Claims, their sources, and which of them rules cite."""

import time
from collections import Counter

import pytest

from allssam.engine.errors import DeclarationError, InputError
from allssam.evidence import claim, claims, coverage, source, sources
from allssam.evidence.register import DATA, read_claims


def test_there_are_92_claims_and_no_id_occurs_twice():
    read = read_claims(DATA).records

    assert len(read) == 92
    assert len({each.id for each in read}) == 92


def test_every_source_of_a_claim_is_known():
    cited = {id for each in claims().values() for id in each.sources}

    assert cited == set(sources())


def test_five_articles_are_four_independent_sources():
    own = [each.id for each in sources().values() if not each.derived_from]

    assert len(sources()) == 5
    assert len(own) == 4
    assert source("kwp-cadres").derived_from == "complex-ties"


def test_no_source_is_called_strong_and_each_says_why():
    assert {each.strength for each in sources().values()} == {"none", "weak", "medium"}
    assert all(each.strength_reason for each in sources().values())


def test_hedges_and_figures_of_the_articles_are_kept():
    assert claim("trade-cattle").hedge == "one case, 1998"
    assert claim("trade-cattle").figures == {"cows_bought_per_cow_sold": 3}
    assert claim("ruler-purge-count").figures == {"purged": 130, "years": 4}
    assert claim("membership-size").figures == {"members": 3_000_000}
    assert claim("fishery-requested-hires").figures == {"requested_min": 5, "requested_max": 7}


def test_every_subsystem_keeps_its_number_of_claims():
    by_system = Counter(each.system for each in claims().values())

    assert by_system == {
        "ssam": 11,
        "leases": 6,
        "rivalry": 6,
        "disputes": 6,
        "justice": 5,
        "scapegoating": 3,
        "membership": 13,
        "party_life": 8,
        "households": 4,
        "womens_union": 3,
        "fisheries": 5,
        "trade": 4,
        "ruler": 11,
        "flight": 7,
    }


def test_an_unknown_claim_names_the_nearest():
    with pytest.raises(DeclarationError, match="lease-favour is not a claim. Did you mean lease-favours?"):
        claim("lease-favour")


def test_claims_are_read_only():
    with pytest.raises(TypeError):
        claims()["new"] = claim("lease-space")


def test_claims_load_in_less_than_60_milliseconds():
    def seconds() -> float:
        start = time.perf_counter()
        read_claims(DATA)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.06


def test_claims_load_without_the_facts(tmp_path):
    (tmp_path / "claims.toml").write_text((DATA / "claims.toml").read_text(encoding="utf-8"), encoding="utf-8")

    assert len(claims(tmp_path)) == 92


def test_a_folder_without_claims_says_which_file_is_missing(tmp_path):
    with pytest.raises(InputError, match=r"claims\.toml cannot be read"):
        claims(tmp_path)


# ------------------------------------------------------------------ coverage


def test_a_cited_claim_that_no_source_makes_is_found():
    found = coverage(["lease-space", "lease-favour"])

    assert found.cited == ("lease-space",)
    assert found.unknown == ("lease-favour",)
    assert found.sentences()[0] == "Rules cite lease-favour, which is not a claim. Did you mean lease-favours?"


def test_claims_without_a_rule_are_listed_by_subsystem():
    cited = [each.id for each in claims().values() if each.system != "trade"] + ["trade-cattle"]

    found = coverage(cited)

    assert found.uncited == {"trade": ("trade-secretary-share", "trade-prefers-non-members", "trade-officials-exposed")}
    assert found.unknown == ()
    assert not found.is_complete
    assert found.share_cited == 89 / 92


def test_nothing_cited_leaves_every_claim_open():
    found = coverage([])

    assert sum(len(ids) for ids in found.uncited.values()) == 92
    assert len(found.uncited) == 14


def test_coverage_is_complete_when_every_claim_is_cited_however_often():
    found = coverage(2 * list(claims()))

    assert found.is_complete
    assert found.sentences() == []
