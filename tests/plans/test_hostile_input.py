"""Documents that nobody meant well: a draft or one refusal, and an end."""

import random
from collections.abc import Callable

import pytest

from plans.reading import read_order
from plans.rejected import ImportRejected
from states.draft import PlanDraft
from tests.plans.builders import ROSTER, SAMPLES, draft_of, measure, order_text

PIECES = (
    "\t",
    "\n",
    "\f",
    "«",
    "»",
    "(",
    ")",
    "№",
    "№ 99999999999",
    "далее",
    "Срок:",
    "Руководители",
    "<p ",
    "<",
    "\x00",
    "1.1.",
    ",",
    "9" * 5000,
    "\u202e",
    "🙂",
)


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text))
        piece = chance.choice(PIECES)
        length = chance.choice((0, 1, 5, 200))
        text = text[:at] + piece * chance.choice((1, 1, 3, 50)) + text[at + length :]
    return text


def outcome(read: Callable[[], PlanDraft]) -> str:
    """What came of a reading: «read», or the refusal in one line."""
    try:
        return "read" if read().items else "read, but nothing in it"
    except ImportRejected as refused:
        return str(refused)


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_order_gives_a_draft_or_one_refusal(seed):
    text = (SAMPLES / "order.txt").read_text(encoding="utf-8")
    chance = random.Random(seed)
    for _ in range(50):
        damaged = mutated(text, chance)
        result = outcome(lambda damaged=damaged: draft_of(damaged))
        assert result == "read" or result.startswith("order.txt")
        assert "\n" not in result


@pytest.mark.parametrize("seed", range(3))
def test_damaged_bytes_give_a_draft_or_one_refusal(seed, tmp_path):
    content = (SAMPLES / "order.txt").read_bytes()
    chance = random.Random(seed)
    path = tmp_path / "order.txt"
    for _ in range(40):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged[: chance.randrange(1, len(damaged))])
        result = outcome(lambda: read_order(path, ROSTER))
        assert result == "read" or result.startswith("order.txt")


MONSTERS = {
    "brackets": lambda size: order_text(measure(executors="(" * size)),
    "quotes": lambda size: order_text(measure(executors="«" * size)),
    "straight quotes": lambda size: order_text(measure(title='"a ' * size)),
    "tags": lambda size: order_text(measure(title="<p " * size)),
    "numbers": lambda size: order_text(measure(executors="СОШ № 1, " + "4, " * size)),
    "heads": lambda size: order_text(measure(executors="Руководители " * size)),
    "units": lambda size: order_text(measure(executors="отдел образования " * size)),
    "dates": lambda size: order_text(measure(deadline="1, " * size + "2 мая")),
    "days": lambda size: order_text(measure(deadline="до 1 мая, " * size)),
    "terms": lambda size: order_text(measure(), clauses="2. МКУ ЦРО сдать. " + "Срок: " * size),
    "controls": lambda size: order_text(measure(), clauses="2. назначить " + "координатор " * size),
    "measures": lambda size: order_text(*(measure(f"1.{number}.") for number in range(size // 10))),
    "clauses": lambda size: order_text(
        measure(title="Провести праздник урожая в парке"),
        clauses="\n\n".join(
            f"2.{n % 99}. МКУ ЦРО провести праздник урожая в парке. Срок: май." for n in range(size // 20)
        ),
    ),
}


@pytest.mark.parametrize("monster", MONSTERS)
def test_a_monster_is_read_to_its_end(monster):
    assert draft_of(MONSTERS[monster](5000)).items
