"""Facts: the numbers, checked by hand against the founding list."""

import dataclasses
import json
from pathlib import Path

import pytest

from allssam.engine.errors import DeclarationError
from allssam.evidence import (
    bibliography,
    fact,
    fact_range,
    fact_table,
    fact_value,
    facts,
    price_points,
    reference,
    remarks,
)

FOUNDING_IDS = [f"F{number:03}" for number in range(1, 269)]


def test_every_row_is_there_and_the_two_unnumbered_ones_have_ids():
    assert list(facts()) == [*FOUNDING_IDS, "F269", "F270"]
    assert "Unnumbered" in fact("F269").caveat
    assert "Unnumbered" in fact("F270").caveat


def test_the_ten_province_populations_sum_to_the_census():
    provinces = fact_table("F011")

    assert len(provinces) == 10
    assert sum(provinces.values()) == 23_349_859 == fact_value("F002")


def test_the_markets_by_province_sum_to_404():
    markets = fact_table("F104")

    assert len(markets) == 12
    assert sum(markets.values()) == 404 == fact_value("F104")


# One line a number, written by hand from the founding list.
@pytest.mark.parametrize(
    ("id", "cell", "value"),
    [
        ("F001", None, 24_052_231),
        ("F003", None, 5_887_767),
        ("F005", "urban", 0.606),
        ("F006", None, 12_190_000),
        ("F008", "women", 25.5),
        ("F011", "Pyongyang", 3_255_288),
        ("F011", "Jagang", 1_299_830),
        ("F011", "S. Pyongan", 4_051_696),
        ("F013", "women", 275_062),
        ("F014", None, 3_000_000),
        ("F017", None, 6_500_000),
        ("F019", "military", 719),
        ("F020", "shop-floor", 1_455),
        ("F023", None, 0.02),
        ("F031", "farm origin", 300),
        ("F042", None, 0.9),
        ("F048", "vanished", 1_364),
        ("F053", None, 80_000),
        ("F063", "state security", 5_000),
        ("F067", "promised", 300_000),
        ("F104", "Nampo", 21),
        ("F105", None, 1_092_992),
        ("F107", "fees", 56_800_000),
        ("F110", "Hyesan 2015", 7_627),
        ("F116", "private, 2011-15", 0.401),
        ("F119", "to 2011", 0.242),
        ("F119", "from 2012", 0.483),
        ("F119", "2016-20", 0.544),
        ("F121", None, 0.0895),
        ("F125", None, 0.793),
        ("F126", None, 0.274),
        ("F129", "from 2012", 0.715),
        ("F135", None, 100_000),
        ("F147", None, 2_000),
        ("F174", "sales", 730_000),
        ("F193", "hires", 30),
        ("F207", None, 130),
        ("F210", "2015", 60),
        ("F222", "2011", 2_706),
        ("F222", "2012", 1_502),
        ("F222", "2021", 63),
        ("F241", None, 0.20),
        ("F246", "2013", 400),
        ("F246", "2015-16", 3),
        ("F248", None, 0.45),
        ("F249", "Pyongyang", 55),
        ("F251", None, 0.12),
        ("F256", "Pareto alpha", 1.5),
        ("F259", None, 60),
        ("F262", None, 5_000),
        ("F265", "2016", 0.002),
        ("F268", None, 5_000),
        ("F269", None, 800),
    ],
)
def test_a_number_is_the_one_of_the_founding_list(id, cell, value):
    assert fact_value(id, cell) == value


@pytest.mark.parametrize(
    ("id", "cell", "low", "high"),
    [
        ("F012", "wavering, to use", 0.40, 0.55),
        ("F018", None, 5, 30),
        ("F044", None, 50_000, 80_000),
        ("F064", None, 2_000, 6_000),
        ("F132", "music and arts", 10_000, 20_000),
        ("F148", None, 3_000, 10_000),
        ("F160", None, 80_000, 120_000),
        ("F173", None, 0.20, 0.30),
        ("F178", "per donju", 1_000_000, 5_000_000),
        ("F222", "2002", 1_138, 1_143),
        ("F222", "2016", 1_417, 1_418),
        ("F241", None, 0.17, 0.34),
        ("F246", "2015-16", 1, 20),
        ("F249", "provinces", 8, 25),
        ("F251", "2019-22", 0.4, 1.0),
        ("F257", None, 100, 1_000),
        ("F263", None, 0.01, 0.10),
        ("F269", None, 160, 2_000),
    ],
)
def test_a_range_is_the_one_of_the_founding_list(id, cell, low, high):
    assert fact_range(id, cell) == (low, high)


def test_suggested_defaults_lie_within_their_ranges():
    defaults = [each for each in facts().values() if each.section.startswith("19.") and each.value is not None]

    assert len(defaults) == 25
    for each in defaults:
        low, high = fact_range(each.id)
        assert low <= each.value <= high


def test_arrivals_come_by_year_and_only_by_year():
    arrivals = fact_table("F222")

    assert list(arrivals) == [str(year) for year in range(2000, 2024)]
    assert arrivals["2002"] == 1_140.5
    assert fact("F222").table["2004"].caveat == "about; MEM"


def test_what_a_row_says_besides_the_number_is_kept():
    row = fact("F119")

    assert row.figure == "Gave bribes: 24.2 % (≤2011) → 48.3 % (≥2012); 54.4 % (2016–20); pooled 36.4 %"
    assert row.sample == "n = 5,278 (MOU)"
    assert row.date == "by leaving year"
    assert row.sources == ("R113",)
    assert row.confidence == "M-H"
    assert row.caveat == "best single series"
    assert row.counted_in == "share"


# ------------------------------------------------------------------ prices


def test_a_price_stands_with_its_month_and_place():
    may = {(point.good, point.place): point.middle for point in fact("F089").prices}

    assert {point.month for point in fact("F089").prices} == {"2015-05"}
    assert may == {
        ("rice", "Pyongyang"): 5_000,
        ("rice", "Sinuiju"): 5_000,
        ("rice", "Hyesan"): 5_200,
        ("USD", "Pyongyang"): 8_130,
        ("USD", "Sinuiju"): 8_290,
        ("USD", "Hyesan"): 8_480,
    }


def test_price_points_of_a_good_and_place_come_in_order_of_months():
    dollars = price_points("USD", "Pyongyang")

    assert [point.month for point in dollars] == sorted(point.month for point in dollars)
    assert (dollars[0].month, dollars[0].middle) == ("2010-09", 1_500)
    assert (dollars[-1].month, dollars[-1].middle) == ("2025-05", 24_700)


def test_old_won_are_told_from_new():
    old = [point for point in price_points() if point.won == "old"]

    assert {point.fact for point in old} == {"F071", "F072"}
    assert all(point.month < "2009-12" for point in old)


def test_a_month_that_was_only_a_season_is_marked():
    spring = fact("F088").prices[0]

    assert (spring.low, spring.high, spring.approximate, spring.note) == (4_000, 5_000, True, "spring")


def test_an_unknown_good_names_the_nearest():
    with pytest.raises(DeclarationError, match="Did you mean rice?"):
        price_points("ricee")


# ------------------------------------------------------------------ asking for what is not there


def test_an_unknown_fact_names_the_nearest():
    with pytest.raises(DeclarationError, match="F2466 is not a fact. Did you mean F246?"):
        fact_value("F2466")


def test_an_unknown_cell_names_the_nearest():
    with pytest.raises(DeclarationError, match="Pyongyan is not a cell of F011. Did you mean Pyongyang?"):
        fact_value("F011", "Pyongyan")


def test_a_range_without_a_value_is_not_turned_into_one():
    with pytest.raises(DeclarationError, match="F044 states no single value but 50,000 to 80,000 KPW/month"):
        fact_value("F044")


def test_an_open_limit_is_not_turned_into_a_range():
    with pytest.raises(DeclarationError, match="F054 is open: at least 150 CNY/month"):
        fact_range("F054")


def test_a_table_without_a_number_of_its_own_names_its_cells():
    with pytest.raises(DeclarationError, match="Ask for one of its cells: 2013, 2015-16"):
        fact_value("F246")


def test_a_fact_in_words_only_has_no_number():
    with pytest.raises(DeclarationError, match="F033 .* states no number of its own"):
        fact_value("F033")
    with pytest.raises(DeclarationError, match="F033 .* has no table"):
        fact_table("F033")


# ------------------------------------------------------------------ bibliography and remarks


def test_every_page_that_a_fact_cites_is_in_the_bibliography():
    cited = {id for each in facts().values() for id in each.sources} - {"MEM", "DER"}

    assert cited <= set(bibliography())


def test_the_bibliography_holds_230_pages_and_the_five_articles():
    articles = [each.article for each in bibliography().values() if each.article]

    assert len(bibliography()) == 235
    assert articles == ["kwp-cadres", "complex-ties", "party-life", "fight-or-flight", "lost-luster"]


def test_addresses_stay_as_they_were_noted():
    assert reference("R113").url == "https://newsis.com/view/NISX20240528_0002750686"
    assert reference("R4").urls == (
        "https://www.rfa.org/korean/in_focus/nk_population-02132009154959.html",
        "https://www.futurekorea.co.kr/news/articleView.html?idxno=18740",
    )
    assert reference("R103").note == "slug: 北장세-매대크기상품에-따라-차등공"


def test_holes_and_biases_are_told():
    told = remarks()

    assert len(told.holes) == 11
    assert len(told.bias) == 4
    assert "8,200 KPW/USD" in told.exchange
    assert {id for id, each in facts().items() if each.confidence == "hole"} == {"F162", "F180", "F259", "F260"}


def test_a_fact_can_be_written_as_json():
    written = json.loads(json.dumps(dataclasses.asdict(fact("F246"))))

    assert written["table"]["2013"] == {"value": 400, "low": 300, "high": 500, "unit": "USD", "caveat": ""}


def test_nothing_but_data_and_its_readers_lies_in_the_package():
    import allssam.evidence

    kinds = {path.suffix for path in Path(allssam.evidence.__file__).parent.iterdir() if path.is_file()}

    assert kinds == {".py", ".toml"}
