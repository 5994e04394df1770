"""The words of a site visit."""

from bot.spoken import Verb, Words
from bot.words import N_

WORDS = Words(
    title=N_("Site visit"),
    verbs=(
        Verb(
            "visit",
            N_("Ask to see a place of the other nation's"),
            'visit "Nyutabaru" to:jp-jjoc on:100000Z',
            ("title",),
            needs_matter=False,
        ),
        Verb("agree", N_("Agree to a visit"), "agree SV-26-0001"),
    ),
    stages={"visit-asked": N_("Visit asked for"), "visit-agreed": N_("Visit agreed")},
    buttons={"agree": N_("Agree")},
    forms={"visit": N_("Site visit")},
    acts={
        "visit": N_("{who} asks to visit {title}."),
        "agree": N_("{who} agreed to the visit."),
        "visit-decline": N_("{who} declined the visit: {because}"),
    },
    saids={"visit-agreed": N_("Agreed: who asked is told.")},
)
