"""The words of asset protection."""

from bot.spoken import Verb, Words
from bot.words import N_

SERIAL = "AP-26-0001"

WORDS = Words(
    title=N_("Asset protection"),
    verbs=(
        Verb(
            "protect",
            N_("Ask for your force to be protected"),
            'protect "two tankers" area:"west of Kyushu" from:"1 Dec" until:"5 Dec" activity:"joint training with …"',
            ("title",),
            needs_matter=False,
        ),
        Verb(
            "gate",
            N_("Answer a gate: yes, no or unknown"),
            f'gate {SERIAL} beforehand|activity|scene|threat|deliberation yes|no|unknown "grounds" case:ordinary',
            ("gate", "answer", "grounds"),
        ),
        Verb(
            "deliberate", N_("Say that the Council has deliberated"), f'deliberate {SERIAL} "its result"', ("result",)
        ),
        Verb("end", N_("End it before its last day"), f'end {SERIAL} "reason"', ("because",)),
        Verb("unusual", N_("Tell of an unusual event, to be published"), f'unusual {SERIAL} "what it was"', ("event",)),
        Verb("public", N_("Say how an unusual event was made public"), f'public {SERIAL} "how"', ("where",)),
        Verb("report", N_("Report on it after its end"), f'report {SERIAL} "report"', ("report",)),
    ),
    stages={
        "gates": N_("Gates"),
        "stopped": N_("Stopped at a gate"),
        "council": N_("Before the Council"),
        "minister": N_("Before the minister"),
        "in-force": N_("In force"),
        "ended": N_("Ended: report due"),
    },
    buttons={
        "gate": N_("Answer a gate…"),
        "deliberate": N_("Deliberated…"),
        "end": N_("End it…"),
        "unusual": N_("Unusual event…"),
        "public": N_("Made public…"),
        "report": N_("Report…"),
    },
    called={"ack": N_("Acknowledge"), "refuse": N_("Refuse the protection…")},
    forms={"protect": N_("Asset protection")},
    choices={
        "yes": N_("yes"),
        "no": N_("no"),
        "unknown": N_("unknown"),
        "beforehand": N_("1 A force of the ally asks, beforehand"),
        "activity": N_("2 The activity contributes to the defence"),
        "scene": N_("3 Not at a scene of combat"),
        "threat": N_("4 Short of armed attack; no other path"),
        "deliberation": N_("5 The Council must deliberate first"),
        "first": N_("first of its kind"),
        "third-country": N_("in a third country's territory"),
        "important": N_("of special importance"),
        "unusual": N_("out of the ordinary"),
        "urgent": N_("urgent: the minister acts, and reports to the Council"),
        "ordinary": N_("none of these"),
    },
    acts={
        "protect": N_("{who} asks for protection: {title}, {area}."),
        "protect-ack": N_("{who} acknowledged the request for protection: the gates are asked."),
        "gate": N_("{who} answered “{gate_word}”: {answer_word}. {grounds}"),
        "stopped": N_(":no_entry: It is stopped before the minister by: {stopped_by_word}."),
        "gates-passed": N_("Every gate is answered, and none stops it."),
        "protection-refuse": N_("{who} refused the protection: {because}"),
        "deliberate": N_("{who}: the Council has deliberated. {result}"),
        "protection-decided": N_("{who} decided on the protection: *{decision}*. {if}"),
        "protection-over": N_("The last day is over ({ends}): the protection has ended."),
        "end": N_("{who} ended the protection: {because}"),
        "unusual": N_(":warning: {who}: an unusual event. It is to be made public promptly. {event}"),
        "public": N_("{who}: made public. {where}"),
        "report": N_("{who} reported. {report}"),
    },
    saids={
        "protection-acknowledged": N_("Acknowledged. All gates are asked."),
        "gate-answered": N_("Recorded. Your grounds stay in your nation; the answers cross once all are given."),
        "protection-refused": N_("Refused."),
        "deliberation-recorded": N_("Recorded. It is before the minister."),
        "protection-decided": N_("Recorded: {decision}."),
        "protection-ended": N_("It has ended. The report is due {due}."),
        "event-recorded": N_("Recorded, and told to all. It is to be made public promptly."),
        "made-public": N_("Recorded."),
        "protection-reported": N_("Reported: it is closed."),
        "days-backwards": N_("The last day is before the first."),
        "days-are-over": N_("Its last day was over {at}: nothing is left to protect."),
        "gate-barred": N_("No `yes` at “{chosen}” while this is in force: {categories}. It makes another path right."),
        "case-says": N_("“{choice}” says {other_choice} to whether the Council must deliberate first."),
        "publish-first": N_("An unusual event is not public yet: that comes first (`public`)."),
        "too-fine": N_("“{text}” is too fine: areas and days only. Anything finer does not belong on this system."),
        "not-a-day": N_("“{text}” is not a day I can read. Right would be: `{dtg}`, `{clock}` or `{span}`."),
    },
)
