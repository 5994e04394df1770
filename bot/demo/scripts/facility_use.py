"""What the other seats type on a facility or area use. It is in use until whoever plays hands it back."""

from bot.demo.scripts import Line, has_yet_to_move
from bot.verbs.typed import quote
from workflows.effects.facility_asking import (
    AGREE,
    AIRSPACE,
    CABINET,
    INTAKE,
    LOCAL,
    MINISTERS,
    NOTICE,
    SUBCOMMITTEE,
    VIEWS,
)
from workflows.matter import Matter
from workflows.who import Who

DECISION = (
    f"approve situation:{quote('As asked')} considered:{quote('As asked, or not at all')} "
    f"rejected:{quote('Not at all: it is needed')} rationale:{quote('It meets the need')} "
    f"dissent:{quote('none stated')} authority:{quote('Status of Forces Agreement, Articles II and XXV')}"
)


def _is_heard(matter: Matter, nation: str) -> bool:
    """Whether something was said locally."""
    return bool(matter.kept.get(nation, {}).get("views"))


def _is_unheard(matter: Matter, nation: str) -> bool:
    return not _is_heard(matter, nation)


SCRIPT = (
    Line("release-check", Who.DISCLOSURE, "disclose"),
    Line("use-asked", INTAKE, "takein"),
    Line("local", VIEWS, "localview", quote("Noise at night worries the town"), _is_unheard),
    Line("local", LOCAL, "sumup", quote("No objection, if there is no flying at night"), _is_heard),
    *(
        Line(stage, chair, "advise", f"recommended {quote('By day only')}", has_yet_to_move)
        for stage, chair in (("subcommittee", SUBCOMMITTEE), ("airspace", AIRSPACE))
    ),
    Line("committee", AGREE, "decide", DECISION, has_yet_to_move),
    Line("ministers", MINISTERS, "consult", f"not-needed {quote('No major change')}", has_yet_to_move),
    Line("cabinet", CABINET, "cabinet", quote("Cabinet decision of today")),
    Line("notice", NOTICE, "notify", quote("Notice of today")),
    Line("handing-back", AGREE, "confirm", when=has_yet_to_move),
)
