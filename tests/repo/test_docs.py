"""What the documents say of the code is so."""

import importlib
import re

import pytest

from srok.settings import Settings
from tests.repo.house import ROOT, files, read

SETTINGS = {f"SROK_{name.upper()}" for name in Settings.model_fields}
DOCUMENTS = sorted(
    str(path)
    for path in files()
    if path.suffix == ".md" and path.parts[0] not in {"tests", "reporting"} and path.name != "CHANGELOG.md"
)
_NAME = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?|[\w-]+\.(?:py|toml|yaml|md|lock)|Makefile")


def test_the_readme_describes_every_setting_and_its_default():
    rows = {row.split("|")[1].strip(" `"): row for row in read("README.md").splitlines() if row.startswith("| `SROK_")}
    assert set(rows) == SETTINGS
    for name, field in Settings.model_fields.items():
        assert f"`{field.default}`" in rows[f"SROK_{name.upper()}"]


@pytest.mark.parametrize("document", [*DOCUMENTS, "Makefile", "prefect.yaml"])
def test_no_document_names_a_setting_that_is_not_there(document):
    assert set(re.findall(r"SROK_[A-Z_]+", read(document))) <= SETTINGS


def test_every_path_the_architecture_names_exists():
    named = {name for name in map(_without_function, _NAME.findall(read("ARCHITECTURE.md"))) if _PATH.fullmatch(name)}
    assert len(named) > 40, "the guide through the house names its files"
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def _without_function(name):
    return name.partition(":")[0]


def test_every_path_the_other_documents_name_in_a_room_exists():
    rooms = ("states/", "models/", "plans/", "notifications/", "reporting/", "flows/", "srok/", "tests/", "docs/")
    for document in DOCUMENTS:
        named = {name for name in _NAME.findall(read(document)) if _PATH.fullmatch(name) and name.startswith(rooms)}
        assert [name for name in sorted(named) if not (ROOT / name).exists()] == [], document


def test_every_function_the_architecture_names_beside_a_file_is_in_it():
    pairs = re.findall(r"`((?:\w+/)+\w+\.py):([\w.]+)`", read("ARCHITECTURE.md"))
    assert len(pairs) > 20
    for path, name in pairs:
        found = importlib.import_module(path.removesuffix(".py").replace("/", "."))
        for part in name.split("."):
            assert hasattr(found, part), f"{path} has no {name}"
            found = getattr(found, part)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_inside_the_repository_leads_somewhere(document):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(document))
    inside = [link for link in links if not link.startswith(("http://", "https://", "mailto:"))]
    assert [link for link in inside if not ((ROOT / document).parent / link).exists()] == []


def test_pictures_are_small_enough_to_load_at_once():
    drawn = [path for path in files() if path.suffix in {".png", ".webp"}]
    assert [path for path in drawn if (ROOT / path).stat().st_size > 120_000] == []


def test_the_dependency_bounds_that_point_to_their_decision_find_it():
    pointed = re.findall(r"docs/decisions/[\w-]+\.md", read("pyproject.toml"))
    assert pointed
    assert all((ROOT / path).exists() for path in pointed)


def test_the_table_of_moves_in_the_documents_is_the_one_in_the_code():
    from states.describe import states_page  # noqa: PLC0415 - only this test needs it

    assert read("docs/states.md") == states_page()
