"""What the other seats type on asset protection. A case of its first kind: the Council deliberates."""

from bot.demo.scripts import Line
from bot.verbs.typed import quote
from workflows.effects.protecting import COUNCIL, DECIDE, GATES, RECEIVE, REPORT
from workflows.matter import Matter
from workflows.who import Who

GROUNDS = "As {nation} sees it, within the guideline"
"""A nation's own words, which never cross."""
RECORD = " ".join(
    f"{name}:{quote(text)}"
    for name, text in {
        "situation": "As on the card",
        "considered": "Protect; do nothing",
        "rejected": "Nothing: the need is real",
        "rationale": "Every gate is passed",
        "dissent": "none stated",
        "authority": "As the law and its guideline say",
    }.items()
)


def _is_owed(gate: str, matter: Matter, nation: str) -> bool:
    return gate not in matter.kept.get(nation, {}).get("answers", {})


SCRIPT = (
    Line("release-check", Who.DISCLOSURE, "disclose"),
    Line("asked", RECEIVE, "ack"),
    *(
        Line(
            "gates",
            gate.who,
            "gate",
            f"gate:{gate.id} answer:yes grounds:{quote(GROUNDS)}" + ("" if gate.stops_at_no else " case:first"),
            lambda matter, nation, gate=gate: _is_owed(gate.id, matter, nation),  # type: ignore[misc]  # bound per row
        )
        for gate in GATES
    ),
    Line("council", COUNCIL, "deliberate", quote("The Council has heard it and sees no obstacle")),
    Line("minister", DECIDE, "decide", f"approve {RECORD}"),
    Line("ended", REPORT, "report", quote("Carried out as asked; nothing unusual")),
)
