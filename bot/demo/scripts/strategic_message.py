"""What the other seats type on a message. The instant is named by whoever plays; the others agree, and release."""

from bot.demo.scripts import Line, has_yet_to_move
from bot.verbs.typed import quote
from workflows.catalogue.strategic_message import LANGUAGE
from workflows.effects.message_clearing import instant_of
from workflows.effects.message_release import state_of
from workflows.effects.message_texts import CLEAR, DRAFT
from workflows.who import Who

SCRIPT = (
    Line("release-check", Who.DISCLOSURE, "disclose"),
    Line(
        "unpaired", DRAFT, "propose", f"en:{quote('As in Japanese.')}", lambda matter, _nation: not matter.facts["en"]
    ),
    Line("unpaired", DRAFT, "propose", f"ja:{quote('英文のとおり。')}", lambda matter, _nation: not matter.facts["ja"]),
    Line("pairing", LANGUAGE, "pair", f"despite:{quote('Read side by side: they say the same')}"),
    Line("clearing", CLEAR, "clear", when=has_yet_to_move),
    Line(
        "cleared",
        CLEAR,
        "schedule",
        when=lambda matter, nation: has_yet_to_move(matter, nation) and instant_of(matter) is not None,
    ),
    Line("releasing", Who.LEAD_STAFF, "out", when=lambda matter, nation: state_of(matter, nation) == "go"),
)
