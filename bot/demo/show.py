"""The demo for a person at the page: an opening is played, the watches are theirs, a script holds the other seats."""

import tempfile
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.demo.script import Cue, cues
from bot.demo.stage import Stage, set_stage
from bot.stopping import StopSignal
from bot.typed import quote

WAIT = timedelta(seconds=3)  # what a demo account takes to answer, so that one sees its turn
LOOK = 0.5  # seconds between looks for a turn of the script

OPENING = (
    f"open {quote('Rapid runway repair at Nyutabaru')} to:jp-jjoc info:us-osd-ipsa urgency:priority "
    f"detail:{quote('Two repair teams and their equipment for 48 hours after a quake. Ours can be there in 6 hours.')}"
)

TRY = (
    "/acm ack CR-26-0001",
    "/acm status",
    '/acm open "Airspace over Shiomi" to:bocc urgency:urgent mode:integration detail:"Helicopter corridor, 24 hours."',
)


def show(port: int, say: Callable[[str], None]) -> None:
    """Stay up until Ctrl-C. Each demo has a folder of its own, so several can be up, and nothing is left of it."""
    stop, over = StopSignal(), threading.Event()
    with tempfile.TemporaryDirectory(prefix="kakehashi-demo-") as folder, set_stage(port, Path(folder), say) as stage:
        watch = stage.cast.played[0]
        stage.type(watch.id, watch.body, OPENING)
        _greet(stage, say)
        prompter = threading.Thread(target=_prompt, args=(stage, over), name="script")
        prompter.start()
        stop.wait()
        say("stopping")
        over.set()
        prompter.join()


def _prompt(stage: Stage, over: threading.Event) -> None:
    """Play the demo accounts' turns, each once, a few seconds after it came."""
    played: set[tuple[str, str]] = set()
    while not over.wait(LOOK):
        now = stage.house.clock()
        due = [cue for cue in cues(stage.house, stage.cast, WAIT) if cue.after <= now]
        for cue in due:
            if _key(cue) not in played:
                played.add(_key(cue))
                stage.type(cue.seat.id, cue.seat.body, cue.text)


def _key(cue: Cue) -> tuple[str, str]:
    """A turn comes again when its stage is entered anew."""
    return cue.seat.id, f"{cue.text} {cue.after}"


def _greet(stage: Stage, say: Callable[[str], None]) -> None:
    seats = " and ".join(seat.id for seat in stage.cast.played)
    channels = " and ".join(f"#{stage.cast.registry.bodies[seat.body].channel}" for seat in stage.cast.played)
    say("")
    say(f"The workspace is at {stage.workspace.page_url}archives/{stage.cast.channel_of(stage.cast.played[0].body)}")
    say(f"Act as {seats} (top right, marked ▶) in {channels}; the other seats answer by themselves.")
    say("It has no login and listens on every interface of this machine: stop it when you are done (Ctrl-C).")
    say("Three lines to type:")
    for line in TRY:
        say(f"  {line}")
