"""Answers to one person: what each code of the decision says, one row each, and how each kind of fact is drawn."""

from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

from bot import catalogue
from bot.reader import Reader
from bot.sentences.input_faults import INPUT_FAULTS
from bot.sentences.said_facts import FACTS, Draw
from bot.words import N_
from workflows.fields import Given

SAIDS = {
    # what was done
    "sent": N_("Sent to the other side. Answer due {due}."),
    "waits-for-release": N_("Recorded. It waits for release by {seat}; answer due {due}."),
    "sent-back": N_("Sent back to its starter. Nothing has crossed."),
    "returned": N_("Returned, with what is missing."),
    "withdrawn": N_("Withdrawn."),
    "superseded": N_("Superseded."),
    "acknowledged": N_("Acknowledged for your side. OPR: {opr}."),
    "answered": N_("Recorded as your nation's answer: {answer}. The other side sees it once all have answered."),
    "answered-last": N_("Recorded as your nation's answer: {answer}. Every side sees it now."),
    "answered-ocr": N_("Recorded for {opr}, which answers for your nation."),
    "not-ours": N_("Passed to {body}, whose watch acknowledges it."),
    "condition-accepted": N_("Conditions accepted: {count}."),
    "noted": N_("Noted, for your nation's desks that have the card."),
    "noted-here": N_("Noted, for all who have the card."),
    "withheld": N_("Withheld: {part}. It is your nation's alone."),
    "withheld-spill": N_(
        "Withheld: {part}. The other side has seen it: it is told to treat it as a possible spill, and the joint log "
        "keeps what it has. Follow your spill procedure."
    ),
    "field-released": N_("Released: {part}."),
    "proposed": N_("Version {version} of the text is out: all answer on it."),
    "decision-recorded": N_(
        "Recorded as your nation's decision: {decision}. The outcome follows when all have decided."
    ),
    "decision-last": N_(
        "Recorded as your nation's decision: {decision}. All have decided: the outcome is in the thread."
    ),
    "implementing": N_("Implementation has begun."),
    "closed-own-side": N_("Closed for your side."),
    "extended": N_("The suspense is now {due}."),
    "extension-asked": N_("Asked of {body}: until {at}. Until it is given the suspense stays {due}."),
    "seen": N_("Your nation's desks see that you have seen it. The suspense, and what goes up, stay as they are."),
    "on-it": N_("Your nation's desks see that you are on it until {at}. The suspense stays as it is."),
    "mode-agreed": N_("Your nation agrees to integration; it comes into force when all do."),
    "mode-in-force": N_("All nations agree: integration is in force, on one draft."),
    "mode-back": N_("Back to coordination: each nation on its own track."),
    "escalated": N_("Taken up to {body}."),
    "raised": N_("Taken up one echelon on every side: {bodies}."),
    "seat-taken": N_("You hold {seat}."),
    "seat-joined": N_("You hold {seat} too.{and_watch}"),
    "handover-offered": N_("Offered to {holder}. You have the watch until it is accepted; due {due}."),
    "watch-taken": N_("You have the watch: {seat}."),
    "asked": N_("Asked. The watch stays where it is until you take it."),
    "clarified": N_("Replied."),
    "handover-refused": N_("Refused. Who has the watch keeps it."),
    "acting": N_("{holder} acts for {seat} until {at}."),
    "stood-down": N_("You gave up {seat}."),
    "stood-down-gap": N_("You gave up {seat}. Nobody holds it now: who answers for it is told."),
    "phase-set": N_("Your nation's phase is {phase} from {at}. In force then, the highest of all nations': {holds}."),
    "category-set": N_("The situation category is {category} from {at}."),
    "label-proposed": N_("Proposed to those who answer for your seat. The other side sees it once it is confirmed."),
    "label-set": N_("Confirmed: it holds from {at}."),
    "declined": N_("Declined."),
    "admitted": N_("Admitted for {nation}: {people}."),
    "admitted-to-seat": N_("Admitted for {nation}: {people}, who holds {seat} now."),
    "exporting": N_("The log comes as a file into this channel ({format})."),
    "exporting-part": N_("What the log has of {serial} comes as a file into this channel ({format})."),
    "exporting-span": N_("What the log has of that time comes as a file into this channel ({format})."),
    "one-part": N_("One kind of part at a time: a serial, or `from:` and `to:`."),
    "span-backwards": N_("`to:` is not later than `from:`."),
    "will-remind": N_("You will be reminded at {at}. It is number {number} of `/acm remind list`."),
    "reminder-cancelled": N_("Reminder {number} is taken back."),
    "attends": N_("{seat} is down as attending: *{event}*, {at}. All who read the channel of {body} may see it."),
    "attends-not": N_(
        "{seat} is down as not attending: *{event}*, {at}. All who read the channel of {body} may see it."
    ),
    "snoozed": N_(
        "Your nation's own channels don't call you for its reminders until {at}. What is due, and what goes up, "
        "stays as it is."
    ),
    "stage-moved": N_("{serial} stands at *{stage}* now."),
    "body-moved": N_("From {old_id} to {body_id}: {serials}.{left}"),
    "done": N_("Done."),
    # what was not done, and why
    "not-admitted": N_(
        "You are not on this installation's list yet. Your nation's administrator can admit you: `/acm admit @you`."
    ),
    "not-administrator": N_("Only an administrator named in the settings can admit people."),
    "admitted-elsewhere": N_("One of them can't be admitted here. Nobody was."),
    "account-cannot-sit": N_(
        "Nothing was done. A guest, an app, a deactivated account or somebody of another organisation can hold no "
        "seat: {people}."
    ),
    "no-seat": N_("You hold no seat yet. `/acm take SEAT` takes one. Seats that could do this:\n{could}"),
    "not-your-seat": N_("You don't hold `{seat_id}`."),
    "which-seat": N_("You hold more than one seat that could do this. Say which with `as:SEAT`:\n{seats}"),
    "not-your-move": N_("Your seat can't do that (`{verb}`). These can:\n{could}"),
    "other-nation": N_("That is for a seat of another nation."),
    "other-nations-channel": N_(
        "Your seat doesn't act in this channel. Use one of your own nation's or a bilateral one."
    ),
    "not-now": N_("Not possible now (`{verb}`): it is at *{stage}* since {since}."),
    "text-changed": N_(
        "The text has changed since you saw it: it is version {version} now. Read it on the card, then answer."
    ),
    "nothing-new": N_("Neither text nor the title is another than it was: nothing was put up."),
    "said-already": N_("Your nation has said so already. It is at *{stage}* since {since}."),
    "put-up-anew": N_(
        "It was put up anew since you saw it: it is at *{stage}* since {since}. Read it on the card, then answer."
    ),
    "unknown-serial": N_("There is no `{serial}` here.{near_serials}"),
    "unknown-verb": N_("`{word}` is not a verb of mine.{near_verbs} `/acm help` lists all."),
    "no-serial": N_("Say which: `/acm {verb} CR-26-0001 …`.{near_serials}"),
    "no-desk": N_("Use `/acm {verb}` in the channel of a body."),
    "busy": N_("Too much at once just now. Nothing was done; please try again."),
    "no-form": N_("If no form came up: it reached Slack too late, and nothing was done. Please try again."),
    **INPUT_FAULTS,
    # rules of the request
    "late-needs-reason": N_("{at} has passed: a late entry needs a reason (`because:`)."),
    "late-needs-why": N_("It was so at {at}: a late entry needs a reason (`late:`)."),
    "still-to-come": N_("{at} is still to come: an entry tells what has been."),
    "not-in-a-log": N_("`{word}` is neither a serial nor an entry such as `us+jp/12`; `today` shows what is of today."),
    "unknown-entry": N_("No entry {word} is known here."),
    "entry-amended": N_("It stands in the log as a correction of {text}."),
    "entry-added-to": N_("It stands in the log as an addition to {text}."),
    "purge-ordered": N_(
        "On record: your nation orders that the content of {text} be purged. It is once these order it too: {nations}."
    ),
    "purged": N_(
        "The content of {text} is purged; the log verifies without it. What carried it in Slack is named in your "
        "nation's log channel: somebody has to delete it there. A copy may stand in other entries: `/acm find` "
        "finds it."
    ),
    "purged-before": N_("The content of {word} has been purged before."),
    "log-held": N_("The log {text} is on hold: nothing of it is taken to an archive."),
    "log-hold-over": N_("The log {text} is no longer on hold."),
    "proves-the-log": N_("{word} holds no words: the log is proved by what it says, and it is never purged."),
    "purge-ordered-before": N_("Your nation has ordered before that {word} be purged. It waits for the others."),
    "entry-purged": N_("The content of {word} has been purged: there is nothing left to correct."),
    "corrects-another": N_("{word} is itself a correction: correct the entry that it is of."),
    "nobodys-entry": N_("{word} follows from other entries and is no seat's own: correct or add to those."),
    "not-a-field": N_("`{word}` has no words that can be corrected there; these have: {known_words}."),
    "not-narrower": N_(
        "An addition stands in the entry's own log or a narrower one, not in `{word}`. Possible: {known_words}."
    ),
    "link-is-inside": N_(
        "`{field}`: {word} leads into a channel that not all read who would read this. Say in words what stands there, "
        "or link a message in a channel that all of them read."
    ),
    "link-would-cross": N_(
        "{word} stands in what would be released, and leads into a channel that not all read who would read it. "
        "Nothing was released: it has to be put otherwise first, without that link."
    ),
    "nothing-to-find": N_("What is to be looked for? Name a word, or a phrase in quotes."),
    "not-a-link": N_(
        "`{word}` is no link of a message and no file's hash: copy a message's link in Slack, or write "
        "`sha256:` and the 64 digits that `sha256sum FILE` prints."
    ),
    "other-category": N_("Not possible (`{verb}`): it needs {needed}; in force is {categories}."),
    "already-recorded": N_("Your nation has recorded its decision: {decision}."),
    "already-decided": N_("It is decided: {outcome}."),
    "nothing-to-implement": N_("There is nothing to implement: {outcome}."),
    "implement-first": N_("It goes ahead: implement it, then close your side."),
    "field-empty": N_("Your nation has written nothing there: {part}."),
    "withheld-already": N_("It is your nation's alone already: {part}."),
    "released-already": N_("It is not withheld: {part}."),
    "field-too-early": N_("It can be released once all have answered, or decided: {part}."),
    "no-open-condition": N_("No condition of the other side is open."),
    "no-such-condition": N_("There are {count} open conditions: give a number from 1."),
    "other-nations-body": N_("{body_id} is not a body of your nation."),
    "already-lead": N_("{body_id} leads already."),
    "change-the-draft": N_("In integration there is one draft: propose the change instead of a condition."),
    "not-later": N_("The suspense is {due}. A new one must be later."),
    "no-parent": N_("{body_id} has nobody above it here."),
    "mode-already": N_("It is so already: {mode}."),
    "seat-held": N_("{seat} is held{by_holder}."),
    "seat-yours": N_("You hold {seat} already."),
    "no-watch": N_("You don't have the watch of `{seat_id}`."),
    "not-for-you": N_("That is for another person (`{verb}`)."),
    "somebody-else": N_("Name somebody else than yourself."),
    "not-of-your-nation": N_("{holder} is not on your nation's list. Your administrator can admit them."),
    "no-longer-there": N_("{holder} no longer holds the seat: take it with `/acm take`."),
    "not-a-person": N_("“{word}” is not one person. Mention somebody, `@name`, or give the id, `U0123ABCD`."),
    "unknown-seat": N_("There is no seat `{seat_id}` for you to take.{near_seats}"),
    "other-nations-seat": N_("`{seat_id}` is a seat of the other nation."),
    **catalogue.table("saids"),
}


def draw_said(code: str, params: Mapping[str, Any], reader: Reader, given: tuple[Given, ...] = ()) -> str:
    """The sentence for a code; where several things were wrong with what was given, all of them, one a line."""
    faults = params.get("faults") or ()
    if len(faults) > 1:
        return "\n".join(f"• {draw_said(fault, facts, reader, given)}" for _, fault, facts in faults)
    drawn = {name: draw(params.get(source), reader) for name, source, draw in _facts_in(SAIDS[code])}
    if field := params.get("field"):
        drawn["label"] = reader.say(next((row.label for row in given if row.name == field), ""))
    return reader.say(SAIDS[code], **drawn)


@cache
def _facts_in(sentence: str) -> tuple[tuple[str, str, Draw], ...]:
    """The rows of the facts that a sentence asks for; its translations ask for the same ones."""
    wanted = {name for _, name, _, _ in Formatter().parse(sentence)}
    return tuple((name, source, draw) for name, (source, draw) in FACTS.items() if name in wanted)
