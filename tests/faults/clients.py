"""Many clients of one database, each a process: forked from one that has opened nothing, so that a start costs little.

Run by the tests as `python -m tests.faults.clients WHAT TOWN OPTIONS`, both as JSON; what happened is printed as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from models.database import engine_for, persistently, writing
from models.operations import Bulk, NotAllowed, Request, Stale, TooEarly, move, move_many
from srok import clock
from states.fault import Fault
from tests.builders import CALENDAR
from tests.faults import planted
from tests.faults.sizes import FULL
from tests.faults.town import Town
from tests.postgres import restart

LATE = date(2034, 1, 10)
LATER = date(2034, 1, 20)
LONGEST = 3600 if FULL else 120
"""For how many seconds a client may live."""


def forked(work: Callable[[], None]) -> int:
    """A child that does `work`; its process id. It ends by itself, however long that takes and whoever is gone."""
    child = os.fork()
    if child:
        return child
    signal.alarm(LONGEST)
    code = 1
    try:
        work()
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _warm(town):
    """What every client would otherwise work out for itself: a move is made, and taken back, before they are forked."""
    engine, (ident, head) = engine_for(town.url), next(iter(town.heads.items()))
    with Session(engine) as session:
        request = Request(assignment_id=ident, person_id=head, trigger="comment", text="…", at=clock.now(), key="…")
        move(session, request, calendar=CALENDAR)
        session.rollback()
    engine.dispose()


def crowd(town, *, clients, keyed, planted_bug=""):
    """Every client asks for the same of every assignment: to start it, or to note something under one key. By
    assignment, the versions that clients were told they had brought it to.
    """
    begin, go = os.pipe()
    _warm(town)
    with TemporaryDirectory() as folder:
        for number in range(clients):
            forked(lambda n=number: _one_of_crowd(town, n, (begin, go), Path(folder, str(n)), keyed, planted_bug))
        os.close(begin)
        os.close(go)  # which all of them wait for
        failed = sum(os.waitpid(-1, 0)[1] != 0 for _ in range(clients))
        told: dict[int, list[int]] = {}
        for path in Path(folder).iterdir():
            for ident, version in json.loads(path.read_text(encoding="utf-8")):
                told.setdefault(ident, []).append(version)
    return {"failed": failed, "told": told}


def _one_of_crowd(town, number, begin, path, keyed, planted_bug):
    """One client. Ten ask for one assignment at a time: more would only queue for it."""
    planted.plant(planted_bug)
    engine = engine_for(town.url)
    planted.look(engine, town.heads)
    with engine.connect():
        os.close(begin[1])
        os.read(begin[0], 1)
    told, rows = [], list(town.heads.items())
    first = number % 5 * len(rows) // 5
    for ident, head in rows[first:] + rows[:first]:
        asked = {"trigger": "comment", "text": "видели", "key": f"note {ident}"} if keyed else {"trigger": "start"}
        request = Request(assignment_id=ident, person_id=head, at=clock.now(), **asked)
        with suppress(NotAllowed, Stale, TooEarly), writing(engine) as session:
            told.append((ident, move(session, request, calendar=CALENDAR).version))
    path.write_text(json.dumps(told), encoding="utf-8")


def killed(town, *, seed, kills, movers, planted_bug=""):
    """Movers at work, and one of them killed at random moments, and replaced, until so many have been killed. What they
    acknowledged after a commit: by its text the number of rows.
    """
    chance, started = random.Random(seed), iter(range(10**9))
    _warm(town)
    with TemporaryDirectory() as folder:
        acks = Path(folder, "acks")

        def start():
            number = next(started)
            return forked(lambda: _mover(town, f"{seed}.{number}", acks, planted_bug, keyed=False))

        alive = [start() for _ in range(movers)]
        for _ in range(kills):
            time.sleep(chance.uniform(0.01, 0.12))
            place = chance.randrange(movers)
            os.kill(alive[place], signal.SIGKILL)
            os.waitpid(alive[place], 0)
            alive[place] = start()
        for child in alive:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        return {"kills": kills + movers, "acknowledged": _acknowledged(acks)}


def restarted(town, *, seed, restarts, movers, planted_bug=""):
    """Movers at work while PostgreSQL is stopped at once and started again, so many times; each does its work again
    until it is done. What they acknowledged, and how many of them failed.
    """
    chance = random.Random(seed)
    _warm(town)
    with TemporaryDirectory() as folder:
        acks, stop = Path(folder, "acks"), Path(folder, "stop")
        children = [
            forked(lambda n=n: _mover(town, f"{seed}.{n}", acks, planted_bug, keyed=True, stop=stop))
            for n in range(movers)
        ]
        for _ in range(restarts):
            time.sleep(chance.uniform(0.3, 0.9))
            restart(town.url)
        stop.touch()
        failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
        return {"failed": failed, "acknowledged": _acknowledged(acks)}


def _acknowledged(acks):
    lines = acks.read_text(encoding="utf-8").splitlines() if acks.exists() else []
    return {text: int(rows) for text, rows in (line.split() for line in lines)}


def _mover(town, name, acks, planted_bug, *, keyed, stop=None):
    """Moves at random, one after another, each acknowledged once it is committed: a line in a file that all share."""
    planted.plant(planted_bug)
    chance, engine = random.Random(name), engine_for(town.url)
    file = os.open(acks, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    number, parent = 0, os.getppid()
    while os.getppid() == parent and (stop is None or not stop.exists()):
        number += 1
        text = f"{name}.{number}"
        work = random_work(town, chance, text)
        try:
            if keyed:
                rows = persistently(engine, work, key=text, patience=LONGEST, first_pause=0.02)
            else:
                with writing(engine) as session:
                    rows = work(session, "")
                    planted.before_commit(file, text, rows)
        except Fault:
            continue  # refused: nothing was done, nothing is acknowledged
        os.write(file, f"{text} {rows}\n".encode())


def random_work(town, chance, text):
    """A move, or one of five in six at once, as a function of a session and a key that tells how many rows it wrote."""
    trigger = chance.choice(_TRIGGERS)
    asked = {"trigger": trigger, "text": text, "reason": _REASONS.get(trigger, "так надо"), "at": clock.now()}
    asked |= {"due_on": _DATES.get(trigger), "resume_on": LATE if trigger == "postpone" else None}
    if chance.random() < 1 / 6:
        ids = tuple(chance.sample(list(town.heads), 5))
        bulk = Bulk(assignment_ids=ids, person_id=town.somebody(trigger, ids[0]), **asked)

        def many(session, key):
            return len(move_many(session, _with_key(bulk, key), calendar=CALENDAR).moved)

        return many
    ident = chance.choice(list(town.heads))
    request = Request(assignment_id=ident, person_id=town.somebody(trigger, ident), **asked)

    def one(session, key):
        move(session, _with_key(request, key), calendar=CALENDAR)
        return 1

    return one


def _with_key(asked, key):
    return type(asked)(**(vars(asked) | {"key": key}))


_MOVES = ("start", "report", "report", "recall", "send_back", "accept", "accept", "reopen", "postpone", "resume")
_OTHERS = ("remove", "restore", "ask_extension", "grant_extension", "refuse_extension", "extend", "decline", "uphold")
_TRIGGERS = (*_MOVES, *_OTHERS, "comment", "comment", "comment", "remind", "remind")
_REASONS = {"remove": "duplicate"}
_DATES = {"send_back": LATE, "ask_extension": LATER, "extend": LATER, "resume": LATE}


if __name__ == "__main__":
    what, of_town, options = sys.argv[1:]
    do = {"crowd": crowd, "killed": killed, "restarted": restarted}[what]
    sys.stdout.write(json.dumps(do(Town.read(of_town), **json.loads(options))))
