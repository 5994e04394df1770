"""The words of an entry that is proposed for a log."""

from bot.spoken import Verb, Words
from bot.words import N_

SERIAL = "EP-26-US-0001"

WORDS = Words(
    title=N_("Entry proposed for the log"),
    verbs=(
        Verb("nominate", N_("Propose words for this channel's log"), 'nominate "text"', ("text",), needs_matter=False),
        Verb("record", N_("Take what was proposed into the log"), f"record {SERIAL}"),
    ),
    stages={
        "put-up": N_("Put up"),
        "nominated": N_("Proposed for the log"),
        "recorded": N_("In the log"),
    },
    buttons={"record": N_("Take into the log")},
    forms={"nominate": N_("Proposal for the log")},
    acts={
        "nominate": N_("{who} proposed an entry for the log."),
        "record": N_("{who} took it into the log: {text}"),
    },
    saids={
        "nominated": N_("Proposed. A watch or decide seat here takes it into the log, or declines it."),
        "nomination-waits": N_(
            "Not everybody here has read this: it waits inside your nation until {seat} releases it. What is said "
            "in the channel itself can be marked instead."
        ),
        "entered-in-log": N_("It stands in the log."),
    },
)
