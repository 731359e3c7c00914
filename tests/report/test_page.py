import re
from html.parser import HTMLParser

import pytest

from allssam.engine import InputError, RunFolderError
from allssam.explain import Record
from allssam.explain.words import SIMULATED
from allssam.report import report_html, write_report

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """The elements of a page with their attributes and text, and whether all are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing at {self.getpos()}")

    def all(self, tag: str) -> list[dict]:
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def text(country):
    return report_html(country)


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_every_element_is_closed_in_order(page):
    assert page.faults == []
    assert page.open == []


def test_the_page_loads_nothing(page, text):
    loaded = [
        (tag, name)
        for tag, attrs in page.elements
        for name in attrs
        if name in ("src", "srcset", "data", "xlink:href", "action", "poster")
    ]
    linked = [tag for tag, attrs in page.elements if attrs.get("href") and tag != "a"]

    assert loaded == []
    assert linked == []
    assert not page.all("link")
    assert "@import" not in text
    assert "url(" not in text


def test_the_page_says_that_nobody_is_real_on_the_screen_and_on_every_sheet(text):
    assert text.lower().count(SIMULATED) >= 4
    assert re.search(r"@bottom-left \{ content: \"simulated, no real person\"", text)


def test_every_drawing_has_a_caption_a_unit_and_words_for_those_who_cannot_see_it(page, text):
    figures = re.findall(r"<figure>.*?</figure>", text, re.S)

    assert len(figures) >= 8
    for figure in figures:
        assert re.search(r"<figcaption><b>[^<]+</b>", figure)
        assert re.search(r'<span class="unit">\s*[^<\s]', figure)
        assert re.search(r"<svg [^>]*role='img' aria-label='[^']+'><title>[^<]+</title><desc>[^<]+</desc>", figure)


def test_every_table_has_headers_for_columns_and_rows(text):
    for table in re.findall(r"<table.*?</table>", text, re.S):
        assert '<th scope="col"' in table
        assert '<th scope="row"' in table


def test_the_numbers_of_the_funnel_are_counts_of_events(text, country):
    counts = Record.of(country).counts
    shown = {
        kind: int(number.replace(",", ""))
        for kind, number in re.findall(r'data-kind="(\w+)">.*?<td class="num count">([\d,]+)</td>', text, re.S)
    }

    assert shown.keys() >= {"dossier_written", "dossier_filed", "case_opened", "convicted", "sentenced_prison"}
    assert shown == {kind: counts.get(kind, 0) for kind in shown}


def test_three_stories_are_told_each_with_its_chain_to_unfold(text):
    stories = re.findall(r'<article class="story">.*?</article>', text, re.S)

    assert len(stories) == 3
    assert all("<details>" in story and '<ol class="chain">' in story for story in stories)


def test_the_question_why_this_donju_went_to_prison_is_answered(text):
    answer = text[text.index('id="why"') : text.index('id="stories"')]

    assert "Why did this donju go to prison?" in answer
    assert "is sent to prison" in answer or "political camp" in answer
    assert "no earlier event is recorded as its cause" in answer


def test_seeds_runs_interval_assumptions_and_the_command_are_given(text):
    assert "1 run, seed 7" in text
    assert "one run cannot say how far chance reaches" in text
    assert re.search(r"\d+ of \d+ parameters rest on no claim and no fact", text)
    assert "allssam rerun" in text


def test_links_within_the_page_lead_somewhere(page):
    places = {attrs["id"] for _, attrs in page.elements if "id" in attrs}
    links = {attrs["href"][1:] for attrs in page.all("a") if attrs["href"].startswith("#")}

    assert links <= places


def test_other_links_are_sources_only(page):
    outside = {attrs["href"] for attrs in page.all("a") if not attrs["href"].startswith("#")}

    assert all(address.startswith(("http://", "https://")) for address in outside)


def test_the_books_close(text):
    assert "They do, to the won" in text


def test_the_page_is_the_same_each_time(text, country):
    assert report_html(country) == text


# ------------------------------------------------------------------------------------------------- what may be missing


def test_a_run_with_events_alone_has_a_report(made, tmp_path):
    text = report_html(made.write_events(tmp_path / "run", made.a_fall(), made.the_people_of_a_fall()))

    assert "This run recorded no measures." in text
    assert "This run recorded no payments." in text
    assert "Donju 500 is sent to prison." in text
    assert Page(text).faults == []


def test_a_run_without_events_has_a_report(made, tmp_path):
    text = report_html(made.write_events(tmp_path / "run", []))

    assert "nobody wrote a dossier" in text
    assert "This run tells of no sentence, dismissal or sacrifice." in text
    assert Page(text).faults == []


def test_a_run_that_has_hardly_begun_has_a_report(made, tmp_path):
    made.write_manifest(tmp_path / "run", status="interrupted")
    text = report_html(tmp_path / "run")

    assert "not finished (interrupted)" in text


def test_measures_the_page_does_not_know_are_left_out_and_gaps_are_gaps(made, tmp_path):
    from datetime import date

    folder = made.write_events(tmp_path / "run", [])
    rows = [
        {
            "month": date(2010, month, 1),
            "measure": measure,
            "place": "country",
            "group": "all",
            "value": value,
            "unit": "USD",
        }
        for month, value in ((1, 900.0), (2, 950.0), (7, 1_000.0))
        for measure in ("release_price_usd", "moon_phase")
    ]
    made.write(folder, "measures", rows, made.MEASURES_SCHEMA)
    text = report_html(folder)

    assert "Price of a release" in text
    assert "moon" not in text
    assert "nan" not in re.sub(r"<[^>]*>", "", text.lower()).replace("finance", "").split()


def test_names_from_a_scenario_are_escaped(made, tmp_path):
    folder = made.write_events(tmp_path / "run", [])
    made.write_manifest(folder, name="<script>alert(1)</script>")

    assert "<script>alert" not in report_html(folder)


# ------------------------------------------------------------------------------------------------------ several runs


def test_several_runs_are_shown_with_how_far_they_lie_apart(ensemble):
    text = report_html(ensemble)

    assert "3 runs, seeds 4, 5, 11" in text
    assert "Mean over 3 runs; beneath it the lowest and the highest of them." in text
    assert "class='band'" in text


def test_an_ensemble_without_a_finished_run_is_refused(made, tmp_path):
    made.write_manifest(tmp_path / "none", what="allssam ensemble", seeds_done=[])

    with pytest.raises(RunFolderError, match="without a finished run"):
        report_html(tmp_path / "none")


# ------------------------------------------------------------------------------------------------------------ writing


def test_a_report_is_written_where_it_was_asked_for(country, tmp_path):
    path = write_report(country, tmp_path / "new" / "report.html")

    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [item.name for item in path.parent.iterdir()] == ["report.html"]


def test_pdf_is_refused_honestly(country, tmp_path):
    with pytest.raises(InputError, match="so far, not as PDF.*print it from a browser"):
        write_report(country, tmp_path / "report.pdf")


@pytest.mark.parametrize("name", ["report.docx", "report"])
def test_other_names_are_refused(country, tmp_path, name):
    with pytest.raises(InputError, match=r"ends in \.html"):
        write_report(country, tmp_path / name)


def test_a_folder_that_is_no_run_is_refused(tmp_path):
    with pytest.raises(RunFolderError):
        write_report(tmp_path, tmp_path / "report.html")
