"""The corpus: no reading is wrong in silence, and none is worse than it has been."""

import functools

import pytest

from tests.plans.corpus import PAGE, SAMPLES, Score, expected_readings, figures, recorded, score_sample, table
from tests.plans.samples.make_samples import BYTE_FOR_BYTE, MAKERS, make_sample

SILENT: dict[str, str] = {}
UNREAD = {
    "belosvirsk-bare": "a table in a PDF without ruled lines whose cells are centred against each other",
}

EXPECTED = expected_readings()
samples = pytest.mark.parametrize("name", EXPECTED)


@functools.cache
def score(name: str) -> Score:
    return score_sample(name, EXPECTED[name])


def strictly_expected(name: str, known: dict[str, str]) -> pytest.param:
    """A sample, marked where its failure is known; the mark must go when it works."""
    marks = [pytest.mark.xfail(reason=known[name], strict=True)] if name in known else []
    return pytest.param(name, marks=marks, id=name)


@pytest.mark.parametrize("name", [strictly_expected(name, SILENT) for name in EXPECTED])
def test_no_field_is_wrong_in_silence(name):
    assert [str(one) for one in score(name).silent] == []


@pytest.mark.parametrize("name", [strictly_expected(name, UNREAD) for name in EXPECTED if name != "letter"])
def test_the_document_is_read_at_all(name):
    assert score(name).refused == ""


@samples
def test_as_much_is_right_as_was_recorded(name):
    """Whoever raises a figure records it; whoever lowers one says why in the commit."""
    got, held = score(name), recorded()[name]
    lower = {figure: now for figure, now in figures(got).items() if now < held[figure]}
    assert not lower, (held, *map(str, got.differences), *got.unflagged)


def test_every_document_has_a_source_an_expected_reading_and_a_record():
    documents = {reading["file"] for reading in EXPECTED.values()}
    assert documents == set(MAKERS)
    assert all((SAMPLES / name).is_file() for name in documents)
    assert set(recorded()) == set(EXPECTED)


@pytest.mark.parametrize("name", BYTE_FOR_BYTE)
def test_a_document_is_what_its_source_makes(name, tmp_path):
    assert make_sample(name, tmp_path).read_bytes() == (SAMPLES / name).read_bytes()


def test_the_corpus_stays_small():
    assert max(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 100_000


def test_the_page_on_reading_shows_the_recorded_figures():
    assert table(recorded()) in PAGE.read_text(encoding="utf-8")
