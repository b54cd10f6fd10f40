"""Tokens of the API from the command line: given, listed without themselves, taken back."""

import re

import pytest

SCHOOL = "school-15@lugozersk.example"


def refused(said, *words):
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert [word for word in words if word not in said.err] == []


def test_a_token_is_printed_once_and_listed_without_itself(controlled):
    token = controlled("token", "issue", SCHOOL.upper(), "--name", "night  export", "--days", 30).out
    assert re.fullmatch(r"srok_[\w-]{43}\n", token)
    listed = controlled("token", "list", SCHOOL).out
    assert "night export" in listed
    assert "opens until" in listed
    assert token.strip() not in listed


def test_one_token_is_taken_back_or_all_of_them(controlled):
    for name in ("one", "two", "three"):
        controlled("token", "issue", SCHOOL, "--name", name)
    assert controlled("token", "revoke", SCHOOL, 2).out == "1 tokens are revoked\n"
    refused(controlled("token", "revoke", SCHOOL, 2), "token 2", "srok token list")
    assert controlled("token", "revoke", SCHOOL).out == "2 tokens are revoked\n"
    assert "opens until" not in controlled("token", "list", SCHOOL).out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("issue", "nobody@city.example", "--name", "x"), "srok roster list"),
        (("issue", SCHOOL, "--name", "  "), "--name"),
        (("list", "nobody@city.example"), "srok roster list"),
        (("revoke", "nobody@city.example"), "srok roster list"),
    ],
)
def test_a_token_of_nobody_or_for_nothing_is_refused(controlled, arguments, word):
    refused(controlled("token", *arguments), word)
