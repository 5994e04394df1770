"""The words of a scenario review."""

from bot.spoken import Verb, Words
from bot.words import N_

SERIAL = "SR-26-0001"

WORDS = Words(
    title=N_("Scenario review"),
    verbs=(
        Verb(
            "scenario",
            N_("Enter a scenario into the library (librarians)"),
            'scenario "title" detail:"unclassified synopsis" info:us-usfj,jp-jjoc',
            ("title",),
            needs_matter=False,
        ),
        Verb(
            "review",
            N_("Begin a review, due or after a crisis or an exercise"),
            f'review {SERIAL} "why now"',
            ("because",),
        ),
        Verb(
            "findings",
            N_("Say what your nation's planners found"),
            f'findings {SERIAL} assumptions:"…" relies:"…" played:"…"',
        ),
        Verb(
            "approve",
            N_("Decide on a scenario as it is written now (leads)"),
            f'approve {SERIAL} reaffirmed|revised|retired "reason" situation:"…" considered:"…" rejected:"…" '
            'rationale:"…" dissent:"none stated" authority:"…"',
            ("ending", "because"),
        ),
    ),
    stages={
        "written": N_("Written"),
        "current": N_("Current"),
        "review-due": N_("Review due"),
        "in-review": N_("In review"),
        "approving": N_("For approval"),
        "retired": N_("Retired"),
    },
    positions={
        "reviewing": N_("reviewing"),
        "reviewed": N_("reviewed"),
        "undecided": N_("undecided"),
        "reaffirmed": N_("reaffirmed"),
        "revised": N_("revised"),
        "retired": N_("retired"),
    },
    buttons={
        "review": N_("Begin a review…"),
        "findings": N_("Findings…"),
        "approve": N_("Approve…"),
    },
    forms={"scenario": N_("Scenario")},
    choices={
        "reaffirmed": N_("reaffirm: it stands as it is"),
        "revised": N_("revise: the new text stands"),
        "retired": N_("retire: it is no longer of use"),
    },
    act_names={
        "review-due": N_("Review due"),
        "findings-agreed": N_("Findings agreed"),
        "draft-agreed": N_("Draft agreed"),
        "found": N_("All findings in"),
        "differ": N_("Leads differ"),
        "scenario-decided": N_("Decision on the scenario"),
    },
    acts={
        "scenario": N_("{who} entered a scenario: {title}"),
        "review-due": N_("A year has passed since version {version} was approved: a review is due."),
        "review": N_("{who} began a review: {because}"),
        "findings": N_("{who} recorded its findings: {assumptions} {relies} {played}"),
        "findings-agreed": N_(
            "{who} agreed to the one draft (version {version}), with its findings: {assumptions} {relies} {played}"
        ),
        "draft-agreed": N_("All co-leads have agreed to version {version}: the leads decide on it."),
        "found": N_("All planners have found theirs: the leads decide on the text."),
        "approve": N_("{who} decided on version {version}: {ending_word}. {because}"),
        "differ": N_("The leads decided differently on version {version}: it goes back to the planners."),
        "scenario-decided": N_("All leads have decided on version {version}: {ending_word}."),
    },
    saids={
        "scenario-entered": N_("Entered. Its first review is due {at}."),
        "review-begun": N_("The review has begun. Findings are due {due}."),
        "findings-recorded": N_("Recorded for your nation. The other side sees it once all have found theirs."),
        "findings-agreed": N_("Recorded: you agree to this draft, and all see what you found."),
        "review-decided": N_("Recorded as your nation's decision. It counts once all have decided on this version."),
        "not-what-the-text-is": N_(
            "Version {version} is not what “{word}” says: a text that is unchanged is reaffirmed, a new one is revised."
        ),
    },
)
