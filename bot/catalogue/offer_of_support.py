"""The words of an offer of support."""

from bot.spoken import Verb, Words
from bot.words import N_

SERIAL = "OS-26-0001"

WORDS = Words(
    title=N_("Offer of support"),
    verbs=(
        Verb(
            "offer",
            N_("Offer what your body holds, until a time"),
            'offer "water trucks" jp-jjoc quantity:6 unit:trucks where:"Kyushu" from:250000Z until:280000Z '
            'expires:242300Z if:"…" class:fuel',
            ("title", "to"),
            needs_matter=False,
        ),
        Verb(
            "takeup",
            N_("Take up an offer, or a part of it"),
            f'takeup {SERIAL} 4 urgency:urgent "remark"',
            ("quantity", "remark"),
        ),
    ),
    stages={
        "considered": N_("Being considered"),
        "taken-up": N_("Taken up"),
        "expired": N_("Expired"),
    },
    buttons={"takeup": N_("Take up…")},
    called={"ack": N_("Acknowledge"), "decline": N_("Decline the offer…"), "extend": N_("Let it run longer…")},
    forms={"offer": N_("Offer of support")},
    act_names={
        "offer-ack": N_("Offer acknowledged"),
        "offer-decline": N_("Offer declined"),
        "expired": N_("Offer expired"),
    },
    acts={
        "offer": N_("{who} offers {quantity} {unit}: {title}"),
        "offer-ack": N_("{who} acknowledged the offer."),
        "takeup": N_("{who} takes up {quantity} {unit}; {left} are left. {remark}"),
        "offer-decline": N_("{who} declined the offer: {because}"),
        "expired": N_("The offer has expired, with {left} {unit} left. That is neither a refusal nor an acceptance."),
    },
    reminders={
        "two-hours-before": N_("Two hours are left: the offer expires {due}."),
    },
    saids={
        "offer-acknowledged": N_("Acknowledged. An offer binds nobody and may go unanswered."),
        "taken-up": N_("You take up {count} {word}: {body} is asked for it."),
        "nothing-offered": N_("Nothing is offered: `quantity:` is one at least."),
        "ends-before-it-begins": N_("It would end {at}, which is not after it begins."),
        "expires-too-late": N_("An offer expires within {count} working days of both sides: {at} at the latest."),
        "offer-over": N_("The offer was over {at}. Ask for what you need with a request."),
        "not-so-much-offered": N_("{count} {word} are left: take up one at least and no more than these."),
    },
)
