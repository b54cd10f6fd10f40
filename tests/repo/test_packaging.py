"""The wheel, the lock and the migrations: what leaves the repository is whole."""

import re
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from models.database import HEAD
from tests.repo.house import ROOMS, ROOT, files, read

MIGRATIONS = "models/migrations"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    """The names inside a wheel built from the working tree, without an environment of its own."""
    from hatchling.builders.wheel import WheelBuilder  # noqa: PLC0415 - a build tool, needed here only

    folder = tmp_path_factory.mktemp("wheel")
    [built] = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with ZipFile(built) as archive:
        return archive.namelist()


def test_the_wheel_has_the_rooms_and_nothing_else_at_its_top(wheel):
    top = {name.split("/")[0] for name in wheel}
    assert {name for name in top if not name.endswith(".dist-info")} == set(ROOMS)


def test_the_wheel_has_every_file_of_the_rooms(wheel):
    of_rooms = {str(path) for path in files() if path.parts[0] in ROOMS and len(path.parts) > 1}
    assert of_rooms - set(wheel) == set()


@pytest.mark.parametrize(
    "name",
    [
        *(f"{room}/py.typed" for room in ROOMS),
        "models/migrations/env.py",
        "models/migrations/versions/0001_main_job.py",
        "notifications/templates/digest.html.j2",
        "notifications/templates/digest.txt.j2",
        "reporting/templates/summary.docx",
        "srok/demo/__init__.py",
        "srok/samples/order.txt",
        "srok/samples/roster.csv",
    ],
)
def test_the_wheel_has_what_the_code_reads_at_run_time(wheel, name):
    assert name in wheel


def test_no_source_of_a_room_is_hidden_from_the_repository():
    tracked = set(files())
    sources = {
        path.relative_to(ROOT)
        for room in (*ROOMS, "tests")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".j2", ".css", ".docx", ".csv", ".txt"} and "__pycache__" not in path.parts
    }
    assert sorted(sources - tracked) == []


def test_every_migration_follows_another_in_one_chain_that_ends_at_the_head():
    config = Config()
    config.set_main_option("script_location", str(ROOT / MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    chain = [script.revision for script in scripts.walk_revisions()]
    written = sorted(path.name[:4] for path in (ROOT / MIGRATIONS / "versions").glob("*.py"))
    assert chain == written[::-1]
    assert chain[0] == HEAD == scripts.get_current_head()


def test_the_lock_has_a_hash_for_everything_and_an_address_for_nothing():
    lock = read("requirements.lock")
    assert "://" not in lock
    assert "file:" not in lock
    pinned = re.split(r"\n(?=\S)", lock.strip())
    assert len(pinned) > 50
    assert [one.split()[0] for one in pinned if "==" not in one or "--hash=sha256:" not in one] == []


def test_the_lock_keeps_the_bounds_that_were_learnt_the_hard_way():
    found = dict(re.findall(r"^([a-z0-9-]+)==([\d.]+)", read("requirements.lock"), re.MULTILINE))
    version = {name: tuple(int(part) for part in text.split(".")[:2]) for name, text in found.items()}
    assert version["fastapi"] < (0, 151)
    assert version["sqlalchemy"] < (2, 1)
    assert version["prefect"] < (4, 0)


def test_every_dependency_is_in_the_lock():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.match(r"[\w-]+", one)[0].lower() for one in wanted}
    assert names - set(re.findall(r"^([a-z0-9-]+)==", read("requirements.lock"), re.MULTILINE)) == set()


def test_the_package_says_its_version_once():
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert f"## [{version}]" in Path(ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
