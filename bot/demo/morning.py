"""The demo's first minutes: a morning on a fast clock that brings a digest, a snooze and an escalation by themselves.

They come from the bot as always; the demo says where each has come.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.demo.stage import ACCOUNT, Stage
from bot.told.by_clock import DIGEST_TITLES
from bot.verbs.typed import quote
from bot.words import speaker
from state.exercise import change
from workflows.digest import MORNING
from workflows.times.dtg import format_dtg

BEGINS = datetime(2026, 11, 23, 21, 45, tzinfo=UTC)
"""0645 in Tokyo, three quarters of an hour before the digest, on a day on which both nations work."""
RATE = 60
OVER = BEGINS + timedelta(hours=2)
"""Then the clock goes on as fast as the real one, whatever has come by then."""

SERIAL = "CR-26-0002"
"""Of the request of which the morning tells; the person's is the first."""
ASKER = "jp-gcc-watch"
SLEEPER = ("us-usarj-watch", "us-usarj")
"""Who leaves it unanswered until it has gone up: the script's part for that seat waits so long."""
REQUEST = (
    f"open {quote('Two water trucks from Camp Zama')} to:us-usarj urgency:priority "
    f"detail:{quote('For 400 people in the Sagamihara shelter, from noon.')}"
)


class Scene(NamedTuple):
    """Comes with a message in `body`'s channel that has all of `marks`. It is told, and the sleeper types `line`."""

    body: str
    marks: tuple[str, ...]
    told: str
    line: str = ""


SCENES = (
    Scene(
        "us-usarj",
        (SERIAL, "move:snooze"),
        f"A reminder in the thread of {SERIAL}: half the time is over. The watch there snoozes it for an hour.",
        f"snooze {SERIAL} until:+1h",
    ),
    Scene("us-usfj", (speaker("en")(DIGEST_TITLES[MORNING]),), "The morning digest, at each desk in its own language."),
    Scene(
        "us-usfj",
        (SERIAL, ":rotating_light:"),
        f"An escalation: {SERIAL} has come here, to the next higher watch. A snooze quiets reminders and no more.",
    ),
)


class Morning:
    """The scenes that have yet to come, and the clock that runs fast until they have."""

    def __init__(self, stage: Stage, say: Callable[[str], None]) -> None:
        self._stage = stage
        self._say = say
        self._scenes = list(SCENES)
        self._pace(RATE)

    @property
    def asleep(self) -> tuple[str, ...]:
        """The seats whose turns the script leaves out meanwhile."""
        return SLEEPER[:1] if self._scenes else ()

    def look(self) -> None:
        """Play the scenes that have come; after the last the morning is over."""
        if not self._scenes:
            return
        for scene in [row for row in self._scenes if self._has_come(row)]:
            self._scenes.remove(scene)
            self._play(scene)
        if self._stage.house.clock() >= OVER:
            self._scenes.clear()
        if not self._scenes:
            self._pace(1)
            self._tell("From now on the clock goes as fast as yours.")

    def _has_come(self, scene: Scene) -> bool:
        rows = self._stage.workspace.messages(self._stage.cast.channel_of(scene.body))
        shown = (json.dumps([row.get("text"), row.get("blocks")], ensure_ascii=False) for row in rows)
        return any(all(mark in text for mark in scene.marks) for text in shown)

    def _play(self, scene: Scene) -> None:
        self._tell(f"#{self._stage.cast.registry.bodies[scene.body].channel}: {scene.told}")
        if scene.line:
            self._stage.type(*SLEEPER, scene.line)

    def _tell(self, what: str) -> None:
        """Beside the time, on the clock of the first desk that a person plays."""
        zone = self._stage.cast.registry.zone_of(self._stage.cast.played[0].body)
        self._say(f"{format_dtg(self._stage.house.clock(), zone)}  {what}")

    def _pace(self, rate: int) -> None:
        change(self._stage.house, lambda was, real: was.paced(real, rate), ACCOUNT)
