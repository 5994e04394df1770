"""What is said of what was given and can't be read, or names nothing that is there: a row for each fault."""

from bot.words import N_

INPUT_FAULTS = {
    "missing": N_("`{field}` is missing: {label}."),
    "too-long": N_("`{field}` has {length} characters; at most {most} fit."),
    "unknown-field": N_("`{field}:` is not one of {known_words}."),
    "too-many-words": N_('I don\'t know what to do with “{word}”. Put longer text in quotes: `"…"`.'),
    "open-quote": N_("A quote is opened and not closed, at: {where}"),
    "twice": N_("`{field}:` is given twice."),
    "no-suspense": N_("Give a time (`by:`) or an urgency (`urgency:priority`)."),
    "unknown-body": N_("There is no body “{body_id}”.{near_bodies}"),
    "closed-body": N_("{body_id} is not in force{until_day}.{successor_body}"),
    "not-yet-body": N_("{body_id} is in force only from {from_day}.{forerunner}"),
    "body-in-force": N_("{body_id} is in force: nothing is moved away from it."),
    "not-in-its-place": N_("{body_id} can't take the place of {old_id}: not the same nations read there."),
    "not-of-body": N_("`{serial}` is no open request here that names {body_id}."),
    "not-lost": N_("`{serial}` is no open request of yours at a stage that this version does not have."),
    "no-such-stage": N_("“{word}” is none of the stages to which it can be moved. One of: {known_words}."),
    "nothing-moved": N_("Nothing that is open here was moved from {old_id} to {body_id}.{left}"),
    "stays-inside": N_("A request goes to the other nation or to a bilateral body. From here: {near_list}"),
    "not-a-counterpart": N_(
        "{body_id} is not a counterpart of {asker}.{yours}{theirs}{without} All that you can ask from here: {near_list}"
    ),
    "no-part": N_("{body_id} is of a nation that has no part in this, or of others alone."),
    "no-requests": N_("No request goes to {body_id}. {no_requests} From here: {near_list}"),
    "urgency-not-yours": N_("`immediate` is for seats that stand watch or decide."),
    "unknown-urgency": N_("“{word}” is no urgency. One of: {known_words}."),
    "unknown-mode": N_("“{word}” is no mode. One of: {known_words}."),
    "unknown-decision": N_("“{word}” is no decision. One of: {known_words}."),
    "not-of-these": N_("“{word}” is none of these: {known_words}."),
    "not-under": N_("`{verb}` begins nothing under what is *{stage}*: name another matter, or none."),
    "open-under-it": N_(
        "Your nation has begun what is still open under it: {serials}. End these first, or close with `remark:` and "
        "why."
    ),
    "unknown-phase": N_("“{word}” is no phase. One of: {known_words}."),
    "unknown-category": N_("“{word}” is no situation category of your nation. One of: {known_words}."),
    "unknown-label": N_("“{word}” is no label. One of: {known_words}."),
    "unknown-format": N_("“{word}” is no format. One of: {known_words}."),
    "unknown-word": N_("“{word}” is no {field}. One of: {known_words}."),
    "unknown-group": N_("“{word}” is none of {known_words}."),
    "unknown-part": N_("“{word}” is no field whose audience can be changed. One of: {known_words}."),
    "unknown-event": N_("No event here is called “{word}”.{near_verbs} `/acm rhythm` shows what recurs."),
    "unknown-answer": N_("“{word}” is no answer. One of: {known_words}."),
    "unknown-which": N_("“{word}” doesn't say which one. One of: {known_words}."),
    "not-held": N_("*{event}* is not held then."),
    "no-such-reminder": N_("You have no reminder {number}. `/acm remind list` shows yours."),
    "not-a-number": N_("“{word}” is not a number."),
    "not-a-time": N_("“{text}” is not a time I can read. Right would be: `{dtg}`, `{clock}` or `{span}`."),
    "past-time": N_("{understood} has passed."),
    "far-time": N_("{understood} is more than two years away. If that is meant, ask nearer the day."),
    "ambiguous-time": N_("“{text}” may mean {earlier} or {later}. Give its day and zone letter."),
    "time-in-full": N_("“{text}” is understood as {understood}. If that is right, type it in full: `{dtg}`."),
    "absent-time": N_("The clocks change then: “{text}” doesn't exist. Give another, or its zone letter."),
    "local-letter": N_("Zone letter J means “local to the reader”. Give Z, I or your own."),
    "no-calendar": N_("The calendar {calendar} doesn't reach {day}. Give a time with `by:`."),
    "marking": N_(
        "Refused: the text carries a classified marking. It was not stored; what you typed is in Slack all the same. "
        "Follow your spill procedure and tell your OPR. Write here only what is unclassified, and send the rest on a "
        "system that may carry it."
    ),
    "marking-asked": N_(
        "The text has a word that may be a marking. If it is none, type the line again with `unmarked:yes`, or tick "
        "the box in the form. If it is one, it may not be here: follow your spill procedure and tell your OPR."
    ),
}
