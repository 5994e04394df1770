"""The demo for a person at the page: an opening is played, the watches are theirs, a script holds the other seats."""

import logging
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from bot.demo import DemoError
from bot.demo.morning import ASKER, BEGINS, REQUEST, Morning
from bot.demo.script import cues
from bot.demo.stage import ACCOUNT, Stage, set_stage
from bot.stopping import StopSignal
from bot.verbs.typed import quote
from state.exercise import change
from workflows.times.dtg import format_dtg
from workflows.times.typed import read_time

WAIT = 3.0  # seconds that a demo account takes to answer, so that one sees its turn
ENDING = 1.0  # seconds in which a workspace that no longer answers is seen to have ended
LOOK = 0.5  # seconds between looks for a turn of the script, at most

OPENING = (
    f"open {quote('Rapid runway repair at Nyutabaru')} to:jp-jjoc info:us-osd-ipsa "
    f"detail:{quote('Two repair teams and their equipment for 48 hours after a quake. Ours can be there in 6 hours.')}"
)
BY = "241900I NOV 26"
"""So late that the person is reminded of it once while the clock runs fast."""

NOW = "It is that time now."
"""Said once the clock has gone on to a time that was typed."""

TRY = (
    "/acm ack CR-26-0001",
    "/acm status",
    '/acm open "Airspace over Shiomi" to:bocc urgency:urgent mode:integration detail:"Helicopter corridor, 24 hours."',
)


class Prompter:
    """Plays the morning, and the demo accounts' turns, each once, a few seconds after it was seen to come."""

    def __init__(self, stage: Stage, morning: Morning, wait: float = WAIT) -> None:
        self._stage = stage
        self._morning = morning
        self._wait = wait
        self._people = tuple(seat.id for seat in stage.cast.played)
        self._seen: dict[tuple[str, str, datetime], float] = {}  # a turn comes again when its stage is entered anew
        self._played: set[tuple[str, str, datetime]] = set()

    def look(self, now: float) -> None:
        """`now`: seconds of a clock that nobody sets."""
        self._morning.look()
        for cue in cues(self._stage.house, self._people, self._morning.asleep):
            turn = (cue.seat.id, cue.text, cue.since)
            if turn not in self._played and now - self._seen.setdefault(turn, now) >= self._wait:
                self._played.add(turn)
                self._stage.prompt(cue.seat.id, cue.text)


def show(port: int, say: Callable[[str], None], played: Sequence[str] = (), wait: float = WAIT) -> None:
    """Stay up until Ctrl-C; DemoError where the workspace ends before.

    Each demo has a folder of its own, so several can be up, and nothing is left of it.

    `played` are seats that the script leaves to the person besides the two watches; it takes `wait` seconds for a turn.
    """
    stop, over = StopSignal(), threading.Event()
    with (
        tempfile.TemporaryDirectory(prefix="kakehashi-demo-") as folder,
        set_stage(port, Path(folder), say, BEGINS, played) as stage,
    ):
        ask(stage)
        _greet(stage, say)
        script = Prompter(stage, Morning(stage, say), wait)
        prompter = threading.Thread(target=_prompt, args=(script, stage, min(LOOK, wait), over), name="script")
        prompter.start()
        threading.Thread(target=hear_times, args=(stage, sys.stdin, say), name="clock", daemon=True).start()
        threading.Thread(target=_tell_the_end, args=(stage, stop), name="end", daemon=True).start()
        stop.wait()
        has_ended = stage.workspace.wait_ended(0)
        if has_ended:
            logging.disable(logging.WARNING)  # that nobody answers the bot any more is no news
        say("stopping")
        over.set()
        prompter.join()
    if has_ended:
        raise DemoError("The local Slack workspace ended by itself; start the demo again.")


def ask(stage: Stage) -> None:
    """Open the person's first request and then the morning's, each released at once: so their serials are known."""
    watch = stage.cast.played[0]
    for seat, line in ((watch.id, f"{OPENING} by:{quote(BY)}"), (ASKER, REQUEST)):
        stage.prompt(seat, line)
        release = next(cue for cue in cues(stage.house) if cue.text.startswith("disclose "))
        stage.prompt(release.seat.id, release.text)


def _tell_the_end(stage: Stage, stop: StopSignal) -> None:
    stage.workspace.wait_ended()
    stop.give()


def _prompt(prompter: Prompter, stage: Stage, look: float, over: threading.Event) -> None:
    while not over.wait(look):
        try:
            prompter.look(time.monotonic())
        except DemoError:
            if stage.workspace.wait_ended(ENDING):
                return  # which is told by who waits for the end
            raise


def hear_times(stage: Stage, lines: Iterable[str], say: Callable[[str], None]) -> None:
    """Set the clock of the exercise to each time that is typed in the terminal, as the desks' forms read times."""
    zone = stage.cast.registry.zone_of(stage.cast.played[0].body)
    for line in filter(None, map(str.strip, lines)):
        at = read_time(line, now=stage.house.clock(), zone=zone)
        if not isinstance(at, datetime):
            say(f"{line!r} is no time to go on to; +2h, 1700 and tomorrow 0900 are.")
            continue
        change(stage.house, lambda was, real, at=at: was.put(real, at), ACCOUNT)  # type: ignore[misc]  # bound per line
        say(f"{format_dtg(at, zone)}  {NOW}")


def _greet(stage: Stage, say: Callable[[str], None]) -> None:
    bodies = stage.cast.registry.bodies
    you = ", ".join(f"{seat.id} in #{bodies[seat.body].channel}" for seat in stage.cast.played)
    say("")
    say(f"The workspace is at {stage.workspace.page_url}archives/{stage.cast.channel_of(stage.cast.played[0].body)}")
    say(f"You are {you}: choose at the top right, marked ▶. A script plays the other seats.")
    say("It has no login and listens on every interface of this machine: stop it when you are done (Ctrl-C).")
    say("It is an exercise that begins at 0645 in Tokyo. For two minutes its clock runs 60 times as fast as yours; a")
    say("reminder, a snooze, a digest and an escalation come by themselves, and each is told below. Later type a time")
    say("here, such as +2h or tomorrow 0900, and it goes on to that.")
    say("Three lines to type:")
    for line in TRY:
        say(f"  {line}")
