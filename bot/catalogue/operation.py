"""The words of an operation."""

from bot.spoken import Verb, Words
from bot.words import N_

SERIAL = "OP-26-0001"

WORDS = Words(
    title=N_("Operation"),
    verbs=(
        Verb(
            "op",
            N_("An operation with what belongs to it, or all that are under way"),
            f"op | op {SERIAL}",
            needs_matter=False,
            kind="read",
        ),
        Verb(
            "op open",
            N_("Begin an operation, with others or inside your nation"),
            'op open "title" to:jp-jjoc by:101200Z detail:"…"',
            ("title", "to"),
            needs_matter=False,
        ),
        Verb("op add", N_("Link a request, tasking or message"), f"op add {SERIAL} CR-26-0001", ("member",)),
        Verb("op drop", N_("Take a link back"), f"op drop {SERIAL} CR-26-0001", ("member",)),
        Verb(
            "op needs",
            N_("Say that one waits for another: the first for the second"),
            f"op needs {SERIAL} TK-26-US-0001 CR-26-0001",
            ("member", "on"),
        ),
        Verb(
            "op unneed",
            N_("Say that it no longer waits for the other"),
            f"op unneed {SERIAL} TK-26-US-0001 CR-26-0001",
            ("member", "on"),
        ),
        Verb(
            "op matrix",
            N_("The synchronisation matrix, as a picture into this channel"),
            f"op matrix {SERIAL}",
        ),
        Verb("op close", N_("End an operation"), f'op close {SERIAL} "reason"', ("because",)),
    ),
    stages={"running": N_("Under way")},
    buttons={
        "op add": N_("Link…"),
        "op drop": N_("Take a link back…"),
        "op needs": N_("Waits for…"),
        "op unneed": N_("Waits no longer…"),
        "op matrix": N_("Matrix as a picture"),
        "op close": N_("End the operation…"),
    },
    called={"extend": N_("Move its end…")},
    forms={"op open": N_("Operation")},
    acts={
        "op open": N_("{who} began an operation: {title}"),
        "op add": N_("{who} linked {member}."),
        "op drop": N_("{who} took back the link to {member}."),
        "op needs": N_("{who}: {member} waits for {on}."),
        "op unneed": N_("{who}: {member} no longer waits for {on}."),
        "op close": N_("{who} ended the operation. {because}"),
    },
    saids={
        "operation-opened": N_("Begun, inside your nation. It is planned to end {due}."),
        "operation-closed": N_("The operation is over. What was linked goes on as before."),
        "linked": N_("Linked, for all who know of the operation."),
        "linked-inside": N_("Linked, for your nation alone: the others may not know of it."),
        "unlinked": N_("The link is taken back, and what waited by it waits no longer."),
        "needed": N_("It waits for {serial} now, which is due {due}."),
        "needed-late": N_("It waits for {serial} now. :warning: That is due {due}, later than what waits for it."),
        "needed-no-more": N_("It no longer waits for that."),
        "matrix-drawn": N_("The picture comes into this channel."),
        "not-linkable": N_("{serial} is nothing that belongs to an operation: link requests, taskings, messages."),
        "linked-already": N_("{serial} is linked already."),
        "not-linked": N_("{serial} is not linked here: `op add` it first."),
        "known-wider": N_(
            "{serial} is known to others too: say what it waits for in an operation that they know, where it is linked "
            "for all."
        ),
        "known-narrower": N_(
            "{serial} is known to more than {on} is, and so can't wait for it: others would not see what for. "
            "Let {on} wait for it, or release that first."
        ),
        "needed-already": N_("{serial} waits for {on} already."),
        "not-needed": N_("{serial} does not wait for {on} here."),
        "circle": N_("That would be a circle, in which each waits for itself: {chain}."),
        "open-in-it": N_("Still open in it: {serials}. To end it all the same, say why with `because:`."),
    },
)
