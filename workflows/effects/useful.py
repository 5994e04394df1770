"""When a button of a joint procedure has something to do: typed at any other time, its verb would only be refused."""

from collections.abc import Sequence

from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.matter import Matter
from workflows.release import acceptable, can_release, can_withhold


def is_there_a_condition(matter: Matter, seats: Sequence[Seat], _registry: Registry) -> bool:
    """An open condition of another nation's that one of these may read, and so accept."""
    return any(acceptable(matter, seat.nation) for seat in seats)


def can_keep_back(matter: Matter, seats: Sequence[Seat], _registry: Registry) -> bool:
    return any(can_withhold(matter, seat.nation) for seat in seats)


def can_widen(matter: Matter, seats: Sequence[Seat], registry: Registry) -> bool:
    return any(can_release(matter, seat, registry) for seat in seats)


def is_mode_at_issue(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    return matter.mode_proposed is not None or matter.mode == "integration"


def goes_ahead(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    return matter.outcome in ("approved", "conditions")


def has_nothing_to_implement(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    return matter.stage_id == "implementing" or matter.outcome in ("disapproved", "deferred")


def waits_for_release(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    """Whether a text waits: the first one, or a new one of what was returned."""
    return matter.stage_id == "release-check" or matter.draft is not None


def has_no_draft(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    return matter.draft is None


def is_undecided(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    return matter.stage_id == "deciding" or matter.outcome == "deferred"
