"""Bodies that have ended with one in their place, and matters that still name them."""

from datetime import date
from typing import Any

import msgspec

from tests.workflows.alliance import document, registry, with_pairs
from tests.workflows.build import Play, check
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.decide import decide
from workflows.matter import Matter
from workflows.procedure import Procedure
from workflows.vocabulary import Accepted, Refused

LAST, FIRST = date(2026, 11, 20), date(2026, 11, 21)


def changed(*nations: str, **bodies: dict[str, Any]) -> Registry:
    """The alliance with some fields of bodies changed, and new ones like `like`; dashes are underscores here."""
    doc = with_pairs(document(*nations)) if len(nations) > 2 else document(*(nations or ("north", "south")))
    rows = {row["id"]: row for row in doc["body"]}
    before = {id_: dict(row) for id_, row in rows.items()}
    for name, fields in bodies.items():
        id_, like = name.replace("_", "-"), fields.pop("like", None)
        if like:
            seats = [{**seat, "id": seat["id"].replace(like, id_)} for seat in before[like]["seats"]]
            rows[id_] = {**before[like], "id": id_, "abbr": id_, "channel": f"c-{id_}", "seats": seats}
            for other in before[like].get("counterparts", ()):
                rows[other]["counterparts"] = [*rows[other]["counterparts"], id_]
            doc["body"].append(rows[id_])
        rows[id_].update(fields)
    return registry(doc)


ENDED = {"valid_to": LAST, "successor": "n-new"}
OPS = changed(n_ops=dict(ENDED), n_new={"like": "n-ops", "valid_from": FIRST})
"""n-ops has ended and n-new is in its place."""
HQ = changed(n_hq=dict(ENDED), n_new={"like": "n-hq", "valid_from": FIRST})
MIN = changed(n_min=dict(ENDED), n_new={"like": "n-min", "valid_from": FIRST, "parent": "n-min"})
CENTRE = changed(
    centre={"valid_to": LAST, "successor": "new"}, new={"like": "centre", "valid_from": FIRST, "valid_to": None}
)


def later(play: Play, rows: Registry) -> Play:
    """The same matters under another registry."""
    after = Play(rows)
    after.matters, after.now = dict(play.matters), play.now
    return after


def moved(play: Play, seat: str, body: str, to: str, **given: str) -> Accepted | Refused:
    """What `move-body` does with all that is open, as the database would keep it."""
    command = msgspec.structs.replace(play.command("move-body", seat, body=body, to=to, **given), desk=None)
    nation = play.registry.seats[seat].nation
    rows = [row for row in named(play) if nation in row[0].audience]
    world = msgspec.structs.replace(play.world(command.actor), open=tuple(filter(is_open, rows)))
    answer = decide(None, command, world, play.now)
    for also in answer.also if isinstance(answer, Accepted) else ():
        assert also.matter is not None
        check(play.registry, play.matters[also.matter.id], also.matter, nation, also)
        play.matters[also.matter.id] = also.matter
    return answer


def named(play: Play) -> list[tuple[Matter, Procedure]]:
    """All matters, each with its procedure."""
    return [(row, procedures()[row.procedure]) for row in play.matters.values()]


def is_open(row: tuple[Matter, Procedure]) -> bool:
    return not row[1].stage(row[0].stage_id).end


def accepted(answer: Accepted | Refused) -> Accepted:
    assert isinstance(answer, Accepted), answer
    return answer


def refused(answer: Accepted | Refused) -> Refused:
    assert isinstance(answer, Refused), answer
    return answer


def with_ocr() -> tuple[Play, str]:
    """A request that is staffed, with n-ops as a supporting office."""
    play = Play()
    matter = play.open()
    play.do("disclose", "n-pol-fdo", matter)
    play.do("ack", "n-hq-watch", matter, ocr="n-ops")
    play.do("ack", "s-hq-watch", matter)
    return play, matter
