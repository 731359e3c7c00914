"""The register checks itself; here it is broken on purpose, one fault at a time."""

import shutil

import pytest

from allssam.engine.errors import InputError
from allssam.evidence import check_register, claims, facts
from allssam.evidence.register import DATA


@pytest.fixture
def broken(tmp_path):
    """A copy of the evidence in which one wording is replaced, and the faults then found."""

    def faults_after(file: str, old: str, new: str) -> list[str]:
        for path in DATA.glob("*.toml"):
            shutil.copy(path, tmp_path)
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return check_register(tmp_path)

    return faults_after


def test_the_register_has_no_fault():
    assert check_register() == []


def test_a_claim_with_an_unknown_source_is_found(broken):
    faults = broken("claims.toml", 'source = ["lost-luster"]', 'source = ["lost-lustre"]')

    assert "cites the source lost-lustre, which is not known. Did you mean lost-luster?" in faults[0]
    assert "rests on no source of its own" in faults[1]


def test_a_claim_that_rests_only_on_a_copy_is_found(broken):
    faults = broken("claims.toml", 'source = ["complex-ties", "kwp-cadres"]', 'source = ["kwp-cadres"]')

    assert faults == ["Claim ssam-with-donju rests on no source of its own."]


def test_a_claim_that_occurs_twice_is_found(broken):
    faults = broken("claims.toml", 'id = "ssam-own-mix"', 'id = "ssam-reciprocity"')

    assert faults == ["The claim ssam-reciprocity occurs 2 times."]


def test_a_claim_without_a_subsystem_is_found(broken):
    faults = broken("claims.toml", 'system = "ssam"\n', "")

    assert faults == ["ssam-own-mix in claims.toml has no system."]


def test_a_field_nobody_knows_is_found(broken):
    faults = broken("claims.toml", 'hedge = "reputation"', 'hegde = "reputation"')

    assert faults == ["ssam-integrity-isolates in claims.toml has hegde, which is not known there. Did you mean hedge?"]


def test_a_source_without_a_known_strength_is_found(broken):
    faults = broken("claims.toml", 'strength = "weak"', 'strength = "certain"')

    assert faults == ["Source complex-ties has the strength 'certain'; it should be one of none, weak, medium, strong."]


def test_a_source_derived_from_nothing_known_is_found(broken):
    faults = broken("claims.toml", 'derived_from = "complex-ties"', 'derived_from = "complex-tie"')

    assert faults == ["Source kwp-cadres is derived from complex-tie, which is not known. Did you mean complex-ties?"]


def test_a_fact_citing_an_unknown_page_is_found(broken):
    faults = broken("facts.toml", 'sources = ["R113"]', 'sources = ["R999"]')

    assert len(faults) == 1
    assert faults[0].startswith("Fact F119 cites R999, which is not known.")


def test_a_fact_without_a_source_is_found(broken):
    faults = broken("facts.toml", 'sources = ["R113"]', "sources = []")

    assert faults == ["Fact F119 has no source and is not marked as a hole."]


def test_a_fact_that_rests_on_no_known_section_is_found(broken):
    faults = broken("facts.toml", 'provenance = "§14"', 'provenance = "§44"')

    assert faults[0].startswith("Fact F266 rests on section 44, which is not known.")


def test_a_default_outside_its_range_is_found(broken):
    faults = broken("facts.toml", "value = 0.27\n", "value = 0.47\n")

    assert faults == ["Fact F264 has the value 0.47 outside its own range 0.2 to 0.35."]


def test_a_range_upside_down_is_found(broken):
    faults = broken("facts.toml", "low = 50_000\nhigh = 80_000", "low = 80_000\nhigh = 50_000")

    assert faults == ["Fact F044 has its low 80000 above its high 50000."]


def test_a_number_written_as_text_is_found(broken):
    faults = broken("facts.toml", "value = 0.27\n", 'value = "0.27"\n')

    assert faults == ["F264 in facts.toml: value is '0.27'; it should be a number."]


def test_true_is_not_a_number(broken):
    faults = broken("facts.toml", "value = 0.27\n", "value = true\n")

    assert faults == ["F264 in facts.toml: value is True; it should be a number."]


def test_a_price_in_a_month_that_is_none_is_found(broken):
    faults = broken("facts.toml", 'month = "2015-05"', 'month = "2015-13"')

    assert faults == ["Fact F089, rice in 2015-13, names '2015-13'; a month is written 2013-01."]


def test_a_page_without_an_address_is_found(broken):
    faults = broken("bibliography.toml", 'urls = ["http://goodnews1.com/news/news_view.asp?seq=70377"]', "urls = []")

    assert faults == ["Page R92 has no usable address."]


def test_a_pattern_citing_an_unknown_page_is_found(broken):
    faults = broken("patterns.toml", 'sources = ["R114"]', 'sources = ["R116"]')

    assert len(faults) == 1
    assert faults[0].startswith("Pattern P03 cites R116, which is not known.")


def test_a_pattern_that_may_neither_tune_nor_check_is_found(broken):
    faults = broken("patterns.toml", 'use = "calibrate"', 'use = "tune"')

    assert faults == ["Pattern P01 has the use 'tune'; it should be one of calibrate, check."]


def test_a_band_with_its_low_above_its_high_is_found(broken):
    faults = broken("patterns.toml", "low = 1.6\nhigh = 2.4", "low = 2.4\nhigh = 1.6")

    assert faults == ["Band P02.ratio has its low 2.4 above its high 1.6."]


def test_a_band_without_limits_is_found(broken):
    faults = broken("patterns.toml", "low = 1.6\nhigh = 2.4", "")

    assert faults == ["Band P02.ratio has no limit at all."]


def test_a_band_that_runs_backwards_is_found(broken):
    faults = broken("patterns.toml", 'until = "2010-12"', 'until = "2005-12"')

    assert faults == ["Band P01.private-2006-10 runs from 2006-01 back to 2005-12."]


def test_a_band_under_the_wrong_pattern_is_found(broken):
    faults = broken("patterns.toml", 'id = "P02.ratio"', 'id = "P03.ratio"')

    assert faults == ["Band P03.ratio belongs to pattern P02; its id should begin with P02."]


def test_several_faults_are_reported_together(tmp_path, broken):
    broken("claims.toml", 'id = "ssam-own-mix"', 'id = "ssam-reciprocity"')
    (tmp_path / "claims.toml").write_text(
        (tmp_path / "claims.toml").read_text(encoding="utf-8").replace('strength = "none"', 'strength = ""'),
        encoding="utf-8",
    )

    faults = check_register(tmp_path)

    assert len(faults) == 2


def test_a_file_that_is_no_toml_is_one_fault_and_not_a_traceback(broken):
    faults = broken("facts.toml", "[[fact]]", "[[fact")

    assert len(faults) == 1
    assert "facts.toml is not a TOML file" in faults[0]


def test_a_list_that_is_none_is_one_fault_and_not_a_traceback(tmp_path):
    (tmp_path / "claims.toml").write_text('claim = "all of them"\n', encoding="utf-8")

    with pytest.raises(InputError, match="claims.toml: claim should be a list of rows"):
        claims(tmp_path)


def test_a_broken_row_is_an_input_error_for_who_loads_it(tmp_path):
    (tmp_path / "claims.toml").write_text('[[claim]]\nid = "a"\n', encoding="utf-8")
    (tmp_path / "facts.toml").write_text("[[fact]]\n", encoding="utf-8")

    with pytest.raises(InputError) as claims_error:
        claims(tmp_path)
    with pytest.raises(InputError) as facts_error:
        facts(tmp_path)

    assert claims_error.value.faults == (
        "a in claims.toml has no system.",
        "a in claims.toml has no source.",
        "a in claims.toml has no says.",
    )
    assert facts_error.value.faults[0] == "row 1 in facts.toml has no id."
