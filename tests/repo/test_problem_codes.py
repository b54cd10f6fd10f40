"""The table of docs/problems.md is what the readers can say: every code, with the severities it can have."""

import ast
import re
from collections import defaultdict

from plans.reading import read_order
from states.problem_words import PROBLEMS
from tests.plans.builders import SAMPLES, sample_roster
from tests.repo.house import ROOT, read

_ROW = re.compile(r"^\| `(?P<code>\w+)` \| (?P<severities>[a-z ]+) \| (?P<meaning>[^|]+) \| (?P<to_do>[^|]+) \|$")
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)*")
_MAKES = {"Problem", "Remark", "problem", "refused", "_problem", "_warning", "_error", "_info", "_remark"}
_SEVERITY_BY_NAME = {"_warning": "warning", "_error": "error", "refused": "error", "_info": "info", "Remark": "warning"}


def table() -> dict[str, set[str]]:
    rows = [match for line in read("docs/problems.md").splitlines() if (match := _ROW.match(line))]
    return {row["code"]: set(row["severities"].split(" or ")) for row in rows}


def said() -> dict[str, set[str]]:
    """Every code that a call in plans/ makes a problem of, with the severities that stand beside it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in (ROOT / "plans").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if name in _MAKES:
                for code in _codes(node):
                    found[code] |= _severities(node, name)
    return found


def _codes(call: ast.Call) -> list[str]:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    first = named or call.args[:2]
    texts = [one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return [text for text in texts[:1] if _CODE.fullmatch(text)]


def _severities(call: ast.Call, name: str) -> set[str]:
    written = {
        part.attr.lower()
        for value in (*call.args, *(keyword.value for keyword in call.keywords))
        for part in ast.walk(value)
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "Severity"
    }
    return written or {_SEVERITY_BY_NAME[name]} if name in _SEVERITY_BY_NAME else written


def test_the_table_of_problems_names_every_code_of_the_readers_and_no_other():
    assert set(said()) == set(table()), "each code of plans/ needs its row in docs/problems.md, and no other has one"


def test_every_severity_in_the_code_stands_in_the_table():
    known = table()
    wrong = {code: severities - known[code] for code, severities in said().items() if code in known}
    assert {code: more for code, more in wrong.items() if more} == {}


def test_the_sample_orders_problems_have_the_severities_of_the_table():
    known = table()
    for problem in read_order(SAMPLES / "order.txt", sample_roster()).problems:
        assert problem.severity.value in known[problem.code]


def test_every_problem_is_said_in_russian_too():
    assert set(PROBLEMS) == set(table())
    assert [text for text in PROBLEMS.values() if re.search("[A-Za-z]", text) or not text.endswith(".")] == []
