"""Who may import what, beyond what import-linter holds: Prefect at the edge, a command line that answers at once."""

import ast
import subprocess
import sys
from importlib.machinery import PathFinder

import pytest

from tests.repo.house import ROOMS, ROOT, files

SOURCES = [path for path in files() if path.suffix == ".py" and path.parts[0] in ROOMS]
MAY_NEED_PREFECT = [path for path in SOURCES if path.parts[0] == "flows"]
HEAVY = ("prefect", "sqlmodel", "sqlalchemy", "rich", "pydantic", "transitions", "babel", "docx", "fastapi")


def _imported(path, *, module_level_only):
    """The top-level names a file imports; with `module_level_only` those that run when it is imported."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    nodes = _at_import(tree) if module_level_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def _at_import(node):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and getattr(child.test, "id", "") == "TYPE_CHECKING":
            continue
        yield child
        yield from _at_import(child)


def test_nothing_but_the_flows_imports_prefect_when_it_is_imported():
    guilty = {path for path in SOURCES if {"prefect", "flows"} & set(_imported(path, module_level_only=True))} - set(
        MAY_NEED_PREFECT
    )
    assert sorted(guilty) == []


def test_letters_leave_by_aiosmtplib_only():
    every = [path for path in files() if path.suffix == ".py" and path.parts[0] != "benchmarks"]  # measured against
    assert [path for path in every if "smtplib" in set(_imported(path, module_level_only=False))] == []


def test_the_states_know_no_library_but_transitions():
    known = set(sys.stdlib_module_names) | {"states", "transitions"}
    strange = {
        (str(path), name)
        for path in SOURCES
        if path.parts[0] == "states"
        for name in _imported(path, module_level_only=False)
        if name not in known
    }
    assert strange == set()


def test_the_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom srok.cli import main\nsys.argv = ['srok', '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        f"print('heavy:', [name for name in {HEAVY} if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert said.splitlines()[-1] == "heavy: []"
    assert "Usage: srok" in said


@pytest.mark.parametrize("path", MAY_NEED_PREFECT, ids=str)
def test_no_flow_file_shares_its_name_with_an_importable_module(path):
    # Prefect loads an entrypoint with flows/ first on the path: a file named `calendar` there would hide Python's.
    elsewhere = [one for one in sys.path if one != str(ROOT / "flows")]
    assert path.name == "__init__.py" or path.stem not in sys.stdlib_module_names
    assert path.name == "__init__.py" or PathFinder.find_spec(path.stem, elsewhere) is None
