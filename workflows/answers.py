"""What the tracks' answers amount to: who has answered on the present text, what is open, whether all agree."""

from workflows.matter import Condition, Matter

COMBINED = "combined"
"""The stage of the one draft that all sides write, where a procedure has one."""


def fresh_answers(matter: Matter) -> Matter:
    """The matter with nothing said on it yet: every answer and decision falls."""
    for nation in matter.tracks:
        matter = matter.with_track(nation, answer=None, ocr_answers={}, decision=None)
    return matter


def fresh_decisions(matter: Matter) -> Matter:
    for nation in matter.tracks:
        matter = matter.with_track(nation, decision=None)
    return matter


def open_conditions(matter: Matter, nation: str) -> tuple[tuple[str, str], ...]:
    """What others made a condition and `nation` has yet to accept, as (nation that set it, text)."""
    return tuple(
        (other, row.text)
        for other, track in matter.tracks.items()
        if other != nation and track.answer is not None
        for row in track.answer.conditions
        if nation not in row.accepted_by
    )


def is_met(matter: Matter, setter: str, condition: Condition) -> bool:
    """Whether every nation but the one that set it has accepted the condition."""
    return all(nation in condition.accepted_by for nation in matter.tracks if nation != setter)


def have_all_answered(matter: Matter) -> bool:
    """Whether every OPR has answered on the present version."""
    return all(track.answer is not None and track.answer.version == matter.version for track in matter.tracks.values())


def are_answers_shared(matter: Matter) -> bool:
    """Whether the sides read each other's: all have answered, or they write one draft."""
    return have_all_answered(matter) or matter.stage_id == COMBINED


def does_anyone_not_concur(matter: Matter) -> bool:
    return any(track.answer is not None and track.answer.kind == "non-concurred" for track in matter.tracks.values())


def do_answers_agree(matter: Matter) -> bool:
    """Whether all concur and each condition is accepted: the matter may be decided."""
    return have_all_answered(matter) and all(
        track.answer is not None
        and track.answer.kind in ("concurred", "conditions")
        and all(is_met(matter, nation, row) for row in track.answer.conditions)
        for nation, track in matter.tracks.items()
    )
