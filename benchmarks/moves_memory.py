"""Whether 100 000 loaded assignments grow with the moves made, and what `add_model` of pytransitions costs instead.

`python -m benchmarks.moves_memory`; memory that Python has allocated, before and after the moves.
"""

import gc
import json
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from transitions import Machine

from benchmarks.moves_life import LIFE, STATES, Spread
from benchmarks.moves_srok import Mover, prepare
from models.database import reading
from models.moving import load

LOADED = 100_000
MOVES = 10_000
WARM_UP = 500


def main() -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'memory.db'}"
        prepare(url, Spread(LOADED, 0))
        mover = Mover(url, full=False)
        tracemalloc.start()
        with reading(mover.engine) as session:
            facts = load(session, range(1, LOADED + 1))
        loaded = tracemalloc.get_traced_memory()[0]
        srok = growth(mover.move)
        mover.close()
    naive = growth(_bound_models())
    print(json.dumps({"loaded": len(facts), "bytes_each": loaded / len(facts), "srok": srok, "add_model": naive}))


def growth(move: Callable[[int], None]) -> float:
    """Bytes by which the memory in use grows with each move."""
    _make(move, range(1, WARM_UP + 1))
    before = tracemalloc.get_traced_memory()[0]
    _make(move, range(WARM_UP + 1, WARM_UP + MOVES + 1))
    return (tracemalloc.get_traced_memory()[0] - before) / MOVES


def _make(move: Callable[[int], None], ids: Iterable[int]) -> None:
    for one in ids:
        move(one)
    gc.collect()


class _Plain:
    """An assignment as a row would be: loaded, moved, forgotten by its caller."""


def _bound_models() -> Callable[[int], None]:
    moves = [{"trigger": row.trigger, "source": list(row.source), "dest": row.dest} for row in LIFE]
    machine = Machine(model=None, states=list(STATES), initial="assigned", transitions=moves, auto_transitions=False)

    def move(_one: int) -> None:
        model = _Plain()
        machine.add_model(model)
        model.report()  # type: ignore[attr-defined]  # the machine has put it there

    return move


if __name__ == "__main__":
    main()
