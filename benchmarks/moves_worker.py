"""A contestant of `benchmarks.moves` in a process of its own: reads orders as JSON lines, answers with measurements.

Each order runs in a forked child, so the imports are warm and nothing else carries over. After each round the child
looks whether state, version and history are as they must be. Knows no other contestant.

    python -m benchmarks.moves_worker CONTESTANT DATABASE-URL
"""

import gc
import json
import sys
from collections.abc import Callable
from importlib import import_module
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import Any

from benchmarks.moves_life import Spread, moved, prepare

WARM_UP = 25
FORKED = get_context("fork")


class Worker:
    """Carries out orders for one contestant on one database."""

    def __init__(self, contestant: str, url: str) -> None:
        self.module, self.url = import_module(f"benchmarks.moves_{contestant}"), url

    def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        """The answer to one order."""
        name = order.pop("do")
        return {"prepare": self.prepare, "single": self.single, "eight": self.eight, "bulk": self.bulk}[name](**order)

    def prepare(self, *, assigned: int, reported: int) -> dict[str, Any]:
        fill = getattr(self.module, "prepare", prepare)
        _in_children(1, lambda _place, _gate: fill(self.url, Spread(assigned, reported)))
        return {}

    def single(self, *, first: int, count: int, full: bool) -> dict[str, Any]:
        """`count` moves one after another, each its own transaction; the warm-up before them is not measured."""
        [answer] = _in_children(1, lambda _place, gate: self._singles(first, count, full=full, gate=gate))
        self._verify(range(first, first + WARM_UP + count), version=1, dest="reported")
        return {"cpu": answer["cpu"] / count, "wall": (answer["end"] - answer["begin"]) / count}

    def eight(self, *, first: int, count: int) -> dict[str, Any]:
        """Eight processes, `count` moves each; moves a second from the first one's beginning to the last one's end."""
        share = WARM_UP + count

        def one(place: int, gate: Any) -> dict[str, float]:
            return self._singles(first + place * share, count, full=True, gate=gate)

        answers = _in_children(8, one)
        self._verify(range(first, first + 8 * share), version=1, dest="reported")
        took = max(one["end"] for one in answers) - min(one["begin"] for one in answers)
        return {"per_second": 8 * count / took}

    def bulk(self, *, first: int, count: int) -> dict[str, Any]:
        """`count` rows accepted in one transaction, after a small one for warming up."""
        [answer] = _in_children(1, lambda _place, _gate: self._bulk(first, count))
        self._verify(range(first, first + WARM_UP + count), version=2, dest="accepted")
        return {"cpu": answer["cpu"] / count, "wall": (answer["end"] - answer["begin"]) / count}

    def _singles(self, first: int, count: int, *, full: bool, gate: Any) -> dict[str, float]:
        mover = self.module.Mover(self.url, full=full)
        for one in range(first, first + WARM_UP):
            mover.move(one)
        gate.wait()
        ids = range(first + WARM_UP, first + WARM_UP + count)
        answer = _measured(lambda: [mover.move(one) for one in ids])
        mover.close()
        return answer

    def _bulk(self, first: int, count: int) -> dict[str, float]:
        mover = self.module.Mover(self.url, full=True)
        mover.accept(list(range(first, first + WARM_UP)))
        ids = list(range(first + WARM_UP, first + WARM_UP + count))
        answer = _measured(lambda: mover.accept(ids))
        mover.close()
        return answer

    def _verify(self, ids: range, *, version: int, dest: str) -> None:
        found = moved(self.url, ids, version=version, dest=dest)
        if found != (len(ids), len(ids)):
            raise RuntimeError(
                f"{self.module.__name__}: {len(ids)} moves left {found[0]} rows, {found[1]} in the history"
            )


def _measured(work: Callable[[], Any]) -> dict[str, float]:
    cpu, begin = process_time(), perf_counter()
    work()
    return {"begin": begin, "end": perf_counter(), "cpu": process_time() - cpu}


def _in_children(count: int, work: Callable[[int, Any], Any]) -> list[Any]:
    gate, answers = FORKED.Barrier(count), FORKED.SimpleQueue()

    def child(place: int) -> None:
        answers.put(work(place, gate))

    children = [FORKED.Process(target=child, args=(place,)) for place in range(count)]
    for one in children:
        one.start()
    for one in children:
        one.join()
    if any(one.exitcode for one in children):
        raise RuntimeError("a child has failed")
    return [answers.get() for _ in children]


def main(contestant: str, url: str) -> None:
    worker = Worker(contestant, url)
    # Else the collector of a forked child walks all that was imported, and copies every page of it.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(worker.obey(json.loads(line))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
