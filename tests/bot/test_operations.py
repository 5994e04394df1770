"""Operations: what is linked, what waits for what, who is told of a slip, and what leaves no trace with the others."""

from tests.bot.office import BOTH, JOINT, Office, all_well, opened
from tests.bot.test_children import card, drawn

BEGIN = 'op open "Typhoon" to:jp-jjoc by:+9d'
OP, OWN_OP = "OP-26-0001", "OP-26-US-0001"
SECOND, TASK = "CR-26-0002", "TK-26-US-0001"
OTHERS = ("jp-jjoc", "jp-jjoc-ops", "bocc")


def begun(office: Office) -> None:
    """A joint operation, two joint requests of which the second is due first, and a tasking of the U.S. side's."""
    opened(office)
    office.do("us-usfj-fdo", 'open "Fuel" to:jp-jjoc by:+6h')
    office.do("us-usfj-cdr", 'task "Count the lift" us-usfj-j3 by:+5h')
    office.do("us-usfj-fdo", BEGIN)


def linked(office: Office) -> None:
    """Both requests for all, the tasking inside; the second request waits for the first, the tasking for the second."""
    begun(office)
    for seat, serial in (("us-usfj-watch", JOINT), ("jp-jjoc-watch", SECOND), ("us-usfj-watch", TASK)):
        office.do(seat, f"op add {OP} {serial}")


def told(office: Office, body: str) -> str:
    office.settle()
    return "\n".join(str(row) for row in office.messages(body))


@BOTH
def test_what_belongs_to_an_operation_is_shown_to_those_who_may_know(office: Office) -> None:
    linked(office)
    office.do("us-usfj-watch", f"op needs {OP} {TASK} {SECOND}")
    office.do("jp-jjoc-cos", f"op needs {OP} {SECOND} {JOINT}")
    own, theirs = card(office, "us-usfj", OP), card(office, "jp-jjoc", OP)
    for serial in (JOINT, SECOND):
        assert serial in own
        assert serial in theirs
    assert TASK in own
    assert f"{TASK} waits for {SECOND}" in own
    assert TASK not in theirs
    assert f"needed by {SECOND}" in card(office, "us-usfj", JOINT)
    assert f"waits for {SECOND}" in card(office, "us-usfj-j3", TASK)
    all_well(office)


@BOTH
def test_what_a_nation_links_for_itself_leaves_no_trace_with_the_other(office: Office) -> None:
    begun(office)
    office.do("us-usfj-watch", f"op add {OP} {SECOND}")
    others, rows = {body: drawn(office, body) for body in OTHERS}, len(office.rows("outbox"))
    for line in ("add {op} {task}", "needs {op} {task} {second}", "unneed {op} {task} {second}", "drop {op} {task}"):
        office.do("us-usfj-watch", "op " + line.format(op=OP, task=TASK, second=SECOND))
    office.do("us-usfj-watch", 'op open "Ours" by:+9d')
    office.do("us-usfj-watch", f"op add {OWN_OP} {SECOND}")
    assert {body: drawn(office, body) for body in OTHERS} == others
    assert {row["lane"] for row in office.rows("outbox")[rows:]} <= {"us-usfj", "us-usfj-j3"}
    said = [office.tell("jp-jjoc-watch", f"op add {OP} {name}").replace(name, "…") for name in (TASK, "TX-26-US-0001")]
    assert said[0] == said[1]
    said = [office.tell("jp-jjoc-watch", f"op {name}").replace(name, "…") for name in (OWN_OP, "OX-26-US-0001")]
    assert said[0] == said[1]
