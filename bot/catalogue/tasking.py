"""The words of a tasking."""

from bot.spoken import Verb, Words
from bot.words import N_

SERIAL = "TK-26-US-0001"

WORDS = Words(
    title=N_("Tasking"),
    verbs=(
        Verb(
            "task",
            N_("Task a body of your own nation"),
            'task "title" us-usfj-j3 ocr:us-usfj-j4 by:241200Z detail:"…"',
            ("title", "to"),
            needs_matter=False,
        ),
        Verb("begin", N_("Say that work on it has begun"), f"begin {SERIAL}"),
        Verb("submit", N_("Submit the product"), f'submit {SERIAL} "product" despite:"…"', ("product",)),
        Verb("part", N_("Submit a part, and go on"), f'part {SERIAL} "part"', ("part",)),
        Verb(
            "position",
            N_("Say whether your supporting office concurs"),
            f'position {SERIAL} concur|comment|nonconcur|no-equity "reason" wording:"…"',
            ("position", "text"),
        ),
        Verb(
            "reroute",
            N_("Pass a tasking to the body whose it is"),
            f'reroute {SERIAL} us-usfj-j4 "reason"',
            ("to", "because"),
        ),
        Verb("reissue", N_("Put out again what was refused"), f"reissue {SERIAL} to:us-usfj-j4", ("detail",)),
        Verb("reopen", N_("Open again what was accepted or closed"), f'reopen {SERIAL} "reason"', ("because",)),
        Verb("keepdue", N_("Don't give more time"), f'keepdue {SERIAL} "reason"', ("because",)),
        Verb("cancel", N_("Take a tasking back"), f'cancel {SERIAL} "reason"', ("because",)),
    ),
    stages={
        "drafted": N_("Drafted"),
        "issued": N_("Issued"),
        "tasked": N_("Acknowledged"),
        "in-work": N_("In work"),
        "submitted": N_("Submitted"),
        "cancelled": N_("Cancelled"),
    },
    buttons={
        "begin": N_("Begin work"),
        "submit": N_("Submit…"),
        "part": N_("Submit a part…"),
        "position": N_("Position…"),
        "reroute": N_("Pass it on…"),
        "reissue": N_("Issue again…"),
        "reopen": N_("Reopen…"),
        "keepdue": N_("Keep the suspense…"),
        "cancel": N_("Cancel…"),
    },
    called={
        "ack": N_("Acknowledge"),
        "accept": N_("Accept the product…"),
        "close": N_("Close the tasking…"),
        "refuse": N_("Refuse the tasking…"),
    },
    forms={"task": N_("Tasking")},
    choices={
        "concur": N_("concurs"),
        "comment": N_("concurs with comment"),
        "nonconcur": N_("does not concur"),
        "no-equity": N_("has no equity"),
    },
    act_names={
        "task-ack": N_("Tasking acknowledged"),
        "task-refuse": N_("Tasking refused"),
        "task-accept": N_("Product accepted"),
        "task-return": N_("Product returned"),
        "task-close": N_("Tasking closed"),
    },
    acts={
        "task": N_("{who} tasked {opr}."),
        "task-ack": N_("{who} acknowledged the tasking."),
        "begin": N_("{who} has begun work."),
        "submit": N_("{who} submitted: {product} {despite}"),
        "part": N_("{who} submitted a part: {part}"),
        "position": N_("{who}: {of} {position_word}. {text} {wording}"),
        "reroute": N_("{who} passed it on to {to_body}: {because}"),
        "task-refuse": N_("{who} refused the tasking: {because}"),
        "reissue": N_("{who} issued it again to {opr}."),
        "task-accept": N_("{who} accepted what was submitted. {remark}"),
        "task-return": N_("{who} returned what was submitted: {missing}"),
        "task-close": N_("{who} closed the tasking. {remark}"),
        "reopen": N_("{who} reopened it: {because}"),
        "keepdue": N_("{who}: the suspense stays. {because}"),
        "cancel": N_("{who} cancelled it: {because}"),
    },
    saids={
        "tasked": N_("{body} is tasked. Due {due}."),
        "task-acknowledged": N_("Acknowledged."),
        "begun": N_("Work has begun."),
        "submitted": N_("Submitted: its issuer accepts or returns it."),
        "part-submitted": N_("The part is submitted; the work goes on."),
        "position-taken": N_("Your office's position is recorded."),
        "rerouted": N_("Passed on to {body}."),
        "task-refused": N_("Refused: it goes back to its issuer."),
        "task-accepted": N_("Accepted."),
        "task-closed": N_("Closed."),
        "reopened": N_("Reopened: it is in work again."),
        "kept-due": N_("Said to all concerned: the suspense stays."),
        "cancelled": N_("Cancelled."),
        "tasking-crosses": N_(
            "A tasking stays inside one nation, and {body} is not of yours alone: nothing was sent, and the attempt is "
            "on your nation's record. What you need of {body} is asked with `/acm open`."
        ),
        "tasking-stays-inside": N_("{body} is not of your nation alone: a tasking stays inside one nation."),
        "not-yours-to-task": N_(
            "{body} is not below {asker}, and the registry gives no other right to task it.{near_bodies}"
        ),
        "not-concurred": N_("Not settled yet: {bodies}. Submit with `despite:` and the reason, or wait for them."),
    },
)
