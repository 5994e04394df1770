"""The demo for a person at the page: an opening is played, the watches are theirs, a script holds the other seats."""

import tempfile
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.demo.morning import ASKER, BEGINS, REQUEST, Morning
from bot.demo.script import cues
from bot.demo.stage import Stage, set_stage
from bot.stopping import StopSignal
from bot.typed import quote

WAIT = 3.0  # seconds that a demo account takes to answer, so that one sees its turn
LOOK = 0.5  # seconds between looks for a turn of the script

OPENING = (
    f"open {quote('Rapid runway repair at Nyutabaru')} to:jp-jjoc info:us-osd-ipsa "
    f"detail:{quote('Two repair teams and their equipment for 48 hours after a quake. Ours can be there in 6 hours.')}"
)
BY = "241900I NOV 26"
"""So late that the person is reminded of it once while the clock runs fast."""

TRY = (
    "/acm ack CR-26-0001",
    "/acm status",
    '/acm open "Airspace over Shiomi" to:bocc urgency:urgent mode:integration detail:"Helicopter corridor, 24 hours."',
)


class Prompter:
    """Plays the morning, and the demo accounts' turns, each once, a few seconds after it was seen to come."""

    def __init__(self, stage: Stage, morning: Morning) -> None:
        self._stage = stage
        self._morning = morning
        self._people = tuple(seat.id for seat in stage.cast.played)
        self._seen: dict[tuple[str, str, datetime], float] = {}  # a turn comes again when its stage is entered anew
        self._played: set[tuple[str, str, datetime]] = set()

    def look(self, now: float) -> None:
        """`now`: seconds of a clock that nobody sets."""
        self._morning.look()
        for cue in cues(self._stage.house, (*self._people, *self._morning.asleep)):
            turn = (cue.seat.id, cue.text, cue.since)
            if turn not in self._played and now - self._seen.setdefault(turn, now) >= WAIT:
                self._played.add(turn)
                self._stage.type(cue.seat.id, cue.seat.body, cue.text)


def show(port: int, say: Callable[[str], None]) -> None:
    """Stay up until Ctrl-C. Each demo has a folder of its own, so several can be up, and nothing is left of it."""
    stop, over = StopSignal(), threading.Event()
    with (
        tempfile.TemporaryDirectory(prefix="kakehashi-demo-") as folder,
        set_stage(port, Path(folder), say, BEGINS) as stage,
    ):
        ask(stage)
        _greet(stage, say)
        prompter = threading.Thread(target=_prompt, args=(Prompter(stage, Morning(stage, say)), over), name="script")
        prompter.start()
        stop.wait()
        say("stopping")
        over.set()
        prompter.join()


def ask(stage: Stage) -> None:
    """Open the person's first request and then the morning's, each released at once: so their serials are known."""
    watch = stage.cast.played[0]
    for seat, body, line in ((watch.id, watch.body, f"{OPENING} by:{quote(BY)}"), (*ASKER, REQUEST)):
        stage.type(seat, body, line)
        release = next(cue for cue in cues(stage.house) if cue.text.startswith("disclose "))
        stage.type(release.seat.id, release.seat.body, release.text)


def _prompt(prompter: Prompter, over: threading.Event) -> None:
    while not over.wait(LOOK):
        prompter.look(time.monotonic())


def _greet(stage: Stage, say: Callable[[str], None]) -> None:
    bodies = stage.cast.registry.bodies
    you = " and ".join(f"{seat.id} in #{bodies[seat.body].channel}" for seat in stage.cast.played)
    say("")
    say(f"The workspace is at {stage.workspace.page_url}archives/{stage.cast.channel_of(stage.cast.played[0].body)}")
    say(f"You are {you}: choose at the top right, marked ▶. A script plays the other seats.")
    say("It has no login and listens on every interface of this machine: stop it when you are done (Ctrl-C).")
    say("It is an exercise that begins at 0645 in Tokyo. For two minutes its clock runs 60 times as fast as yours; a")
    say("reminder, a snooze, a digest and an escalation come by themselves, and each is told below.")
    say("Three lines to type:")
    for line in TRY:
        say(f"  {line}")
