"""The words of a strategic message."""

from bot.spoken import Verb, Words
from bot.words import N_

SERIAL = "MSG-26-0001"

WORDS = Words(
    title=N_("Strategic message"),
    verbs=(
        Verb(
            "message",
            N_("Begin a message: an English and a Japanese text"),
            'message "title" audience:"press in both countries" en:"…" ja:"…" voice:us-usfj-pa other:silent',
            ("title",),
            needs_matter=False,
        ),
        Verb(
            "holdline",
            N_("Begin a holding line, with the time until which it may be used"),
            f'holdline "title" audience:"press" en:"…" ja:"…" expires:241200Z statement:{SERIAL}',
            ("title",),
            needs_matter=False,
        ),
        Verb(
            "qa",
            N_("Put a question and its answer to a message"),
            f'qa {SERIAL} "question" "answer" question_ja:"…" reply_ja:"…" replaces:2',
            ("question", "reply"),
        ),
        Verb("pair", N_("Confirm that both texts say the same"), f'pair {SERIAL} despite:"…"', ("despite",)),
        Verb("clear", N_("Clear this version for your nation"), f"clear {SERIAL} 2", ("version",)),
        Verb(
            "object",
            N_("Object, to a paragraph with the wording that you require"),
            f'object {SERIAL} "reason" clause:2 en:"…" ja:"…"',
            ("reason",),
        ),
        Verb(
            "schedule",
            N_("Name the instant, or agree to the one that was named"),
            f"schedule {SERIAL} at:241200Z | schedule {SERIAL}",
            when="at",
        ),
        Verb("hold", N_("Hold your nation's own release"), f'hold {SERIAL} "reason"', ("because",)),
        Verb("lift", N_("Lift your nation's hold"), f"lift {SERIAL}", ("remark",)),
        Verb("out", N_("Say that your nation's text is out"), f'out {SERIAL} at:"241201Z NOV 26"', when="at"),
        Verb("correct", N_("Put up a correction of what is out"), f'correct {SERIAL} en:"…" ja:"…"'),
        Verb("retract", N_("Take back what your nation said"), f'retract {SERIAL} "reason"', ("because",)),
        Verb("messages", N_("What is said when"), "messages", needs_matter=False, kind="read"),
    ),
    stages={
        "unpaired": N_("To be reworded"),
        "pairing": N_("Language check"),
        "clearing": N_("Clearing"),
        "cleared": N_("Cleared: waits for its instant"),
        "scheduled": N_("Scheduled: embargo"),
        "releasing": N_("Going out"),
        "watching": N_("Out: watched"),
        "holding": N_("Holding line: may be used"),
        "expired": N_("Expired"),
        "retracted": N_("Retracted"),
    },
    positions={
        "cleared": N_("cleared"),
        "objected": N_("objects"),
        "untimed": N_("no instant agreed"),
        "timed": N_("instant agreed"),
        "go": N_("not out yet"),
        "held": N_("on hold"),
        "out": N_("out"),
        "silent": N_("says nothing"),
        "pulled": N_("taken back"),
        "standing": N_("stands"),
    },
    buttons={
        "qa": N_("Question and answer…"),
        "pair": N_("Both say the same…"),
        "clear": N_("Clear…"),
        "object": N_("Object…"),
        "schedule": N_("Instant…"),
        "hold": N_("Hold our release…"),
        "lift": N_("Lift the hold…"),
        "out": N_("Ours is out…"),
        "correct": N_("Correct…"),
        "retract": N_("Retract…"),
    },
    forms={"message": N_("Strategic message"), "holdline": N_("Holding line")},
    choices={
        "second-voice": N_("speaks as second voice"),
        "silent": N_("says nothing"),
        "statement": N_("Message"),
        "holding-line": N_("Holding line"),
    },
    act_names={
        "unpair": N_("Texts do not agree"),
        "object-clause": N_("Objection to a paragraph"),
        "scheduled": N_("Instant agreed"),
        "embargo-over": N_("Embargo over"),
        "out-apart": N_("Released apart"),
        "all-out": N_("All out"),
        "retracted": N_("Retracted everywhere"),
        "watch-over": N_("End of watching"),
        "line-expired": N_("Holding line expired"),
    },
    acts={
        "message": N_("{who} drafted a message."),
        "holdline": N_("{who} drafted a holding line, not to be used after {expires}."),
        "qa": N_("{who} put up a question (version {version}): {question} → {reply}"),
        "pair": N_("{who} confirmed that both texts of version {version} say the same. {despite}"),
        "unpair": N_("{who}: the texts do not say the same: {missing}"),
        "clear": N_("{who} cleared version {version}."),
        "object": N_("{who} objects to version {version}: {reason}"),
        "object-clause": N_("{who} objects to paragraph {clause} of version {version}: {reason}\n→ {en} {ja}"),
        "schedule": N_("{who} named the instant: {at}."),
        "scheduled": N_("All have agreed: it goes out {at}. Embargo until then."),
        "hold": N_(":octagonal_sign: {who} holds its own release: {because}"),
        "lift": N_("{who} lifted its hold. {remark}"),
        "embargo-over": N_(":loudspeaker: The instant has come: each nation releases its text, and says `out`."),
        "out": N_("{who}: our text is out, at {at}. {because}"),
        "out-apart": N_(":warning: The releases are {minutes} minutes apart."),
        "all-out": N_("It is out. It is watched until {until}."),
        "correct": N_(":pencil2: {who} corrects what is out: version {version}, to be cleared again."),
        "retract": N_(":warning: {who} takes it back: {because}"),
        "retracted": N_(":warning: Nobody's text stands any more: it is retracted."),
        "watch-over": N_("The watch is over: the message is closed."),
        "line-expired": N_(
            ":no_entry: The time of this holding line is over ({expires}): it must not be used any more."
        ),
    },
    saids={
        "nobody-clears": N_(
            "Nobody is named who clears messages: `[parts]` of the registry has no `strategic-message.clear`."
        ),
        "not-a-voice": N_("{body} can't be the lead voice: name one body of a nation that clears the message."),
        "expires-before": N_("It would expire before it is to be cleared ({due}): give a later time."),
        "no-such-question": N_("It has {count} questions, and {most} at most: name one of them with `replaces:`."),
        "new-version": N_(
            "Version {version} is put up: the texts are compared again, and every nation clears it anew."
        ),
        "texts-differ": N_(
            "The texts do not have the same:\n{differences}\nCorrect one, or confirm with `despite:` and the reason."
        ),
        "paired": N_("Confirmed: both say the same. Every nation clears it now."),
        "unpaired": N_("Sent back to the drafters."),
        "you-drafted": N_("You had a hand in drafting it: somebody else clears it for your nation."),
        "no-such-clause": N_("The texts have {count} paragraphs: name one of these."),
        "version-cleared": N_("Version {version} is cleared for your nation."),
        "objection-put": N_("Your objection to version {version} is recorded."),
        "no-zone": N_(
            "Whose clock is “{text}”? An instant at which both release carries its zone, for example `1200Z` "
            "or `2100I`."
        ),
        "too-near": N_("{at} is too near: both are asked {count} minutes before. Name a later instant."),
        "is-scheduled": N_("It goes out {at} already."),
        "instant-named": N_("Recorded: {at}. It holds once every nation has named the same."),
        "stands-so": N_("Your nation's release stands so already: {state}."),
        "held": N_("Your release is held, and the other side is told."),
        "no-hold": N_("Your release is not held: {state}."),
        "lifted": N_("The hold is lifted, and the other side is told."),
        "embargo": N_("Embargo: nothing goes out before {at}."),
        "not-so-yet": N_("{at} is still to come: say it once it is out."),
        "out": N_("Recorded: out at {at}."),
        "retracted": N_("Recorded, and the other side is told."),
    },
)
