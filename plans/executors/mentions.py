"""A text -> the organizations, groups and outside parties it names, in order, with what it could not recognise.
Knows no roster: whom the names mean is found in the vocabulary.
"""

from collections.abc import Callable

from plans.executors.scan import Literals, Mention, Scan, start_scan
from plans.executors.scan_dedication import skip_dedication
from plans.executors.scan_groups import take_coordinator, take_group
from plans.executors.scan_offices import skip_place, take_acting, take_person, take_post, take_unit
from plans.executors.scan_parts import take_enumerator, take_exception, take_label, take_mark, take_togetherness
from plans.executors.scan_schools import (
    take_adjective,
    take_form,
    take_host,
    take_literal,
    take_number,
    take_quote,
    take_type,
)

_STEPS: tuple[Callable[[Scan], bool], ...] = (
    take_host,
    take_acting,
    take_enumerator,
    take_label,
    take_togetherness,
    take_exception,
    take_mark,
    take_literal,
    take_group,
    take_coordinator,
    take_post,
    take_form,
    take_type,
    take_unit,
    take_number,
    skip_dedication,
    skip_place,
    take_adjective,
    take_quote,
    take_person,
)


def mentions_in(text: str, literals: Literals | None = None) -> tuple[Mention, ...]:
    """Everything the text names, in order. `literals` are names to be known word for word."""
    scan = start_scan(text, literals or {})
    while scan.at < len(scan.tokens):
        if not any(step(scan) for step in _STEPS):
            scan.miss()
    return scan.end()
