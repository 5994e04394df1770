"""What the other seats type on a request for information."""

from bot.demo.scripts import Line
from bot.verbs.typed import quote
from workflows.progress import kept_since
from workflows.who import Who

SCRIPT = (
    Line("release-check", Who.DISCLOSURE, "disclose"),
    Line("asked", Who.ADDRESSED_WATCH, "ack"),
    Line("answering", Who.ADDRESSED_DISCLOSURE, "disclose", when=lambda matter, _nation: bool(kept_since(matter))),
    Line(
        "answering",
        Who.ADDRESSED_STAFF,
        "answer",
        f"full {quote('Two crews are ready; the third is on its way')}",
        when=lambda matter, _nation: not kept_since(matter),
    ),
)
