"""What is put up anew where a matter stands begins a new round there; who answers on it begins none."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.play import calendars, registry
from tests.workflows.build import GROUNDS, Play, to_combined
from tests.workflows.facilities import JP_CHAIR, advising
from tests.workflows.messages import US_DRAFT, pairing

WAYS: dict[str, tuple[Callable[[], Play], Callable[[Play], str], str, dict[str, str]]] = {
    "combined": (Play, to_combined, "staff-n-lead", {"detail": "One crew."}),
    "pairing": (lambda: Play(registry(), calendars()), pairing, US_DRAFT, {"en": "Two ships arrive."}),
    "subcommittee": (lambda: Play(registry(), calendars()), advising, JP_CHAIR, {"detail": "By day alone."}),
}
"""By stage: who plays, the way there, and a new text from a seat."""


def clocks(play: Play, matter: str) -> set[datetime]:
    """Since when it stands there, and since when it is each side's move."""
    return {play[matter].entered_at, *(track.since for track in play[matter].tracks.values())}


@pytest.mark.parametrize("stage", WAYS)
def test_a_new_text_starts_every_clock_anew(stage: str) -> None:
    plays, way, seat, given = WAYS[stage]
    play = plays()
    matter = way(play)
    assert play.stage(matter) == stage
    play.now += timedelta(hours=1)
    now = play.now
    play.do("propose", seat, matter, **given)
    assert (play.stage(matter), clocks(play, matter)) == (stage, {now})


def test_an_answer_at_the_same_stage_starts_none() -> None:
    play = Play()
    matter = to_combined(play)
    before = clocks(play, matter)
    play.do("concur", "staff-n-lead", matter, **GROUNDS)
    assert (play.stage(matter), clocks(play, matter)) == ("combined", before)
