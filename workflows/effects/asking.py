"""What is asked for some days, with a suspense that hangs on the phase where nobody said by when."""

from collections.abc import Mapping
from typing import Any

from workflows.act import Act
from workflows.effects.addressing import Sides, joint_matter, suspense_given
from workflows.fields import Given
from workflows.matter import Matter
from workflows.times.suspense import ByPhase
from workflows.vocabulary import Refused

DAYS = (Given("from", "day", "First day", most=60), Given("until", "day", "Last day", most=60))
BY = Given("by", "time", "Answer by", required=False, most=60)


def asked_for_days(
    act: Act, sides: Sides, to: tuple[str, ...], urgency: ByPhase, facts: Mapping[str, Any]
) -> Matter | Refused:
    """The matter before its release. Besides `facts` it keeps its days, as `begins` and `ends`."""
    given = act.given
    if given["until"] < given["from"]:
        return Refused("days-backwards", field="until")
    found = urgency[act.world.situation.phase(act.now)]
    suspense = suspense_given(found, to, sides.leads.values(), act)
    if isinstance(suspense, Refused):
        return suspense
    return joint_matter(
        act,
        sides,
        to,
        suspense.due,
        urgency="" if "by" in given else found,
        by=given.get("by"),
        reckoned=suspense.reckoned,
        facts={**facts, "begins": given["from"].isoformat(), "ends": given["until"].isoformat()},
    )
