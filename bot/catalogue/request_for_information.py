"""The words of a request for information."""

from bot.spoken import Verb, Words
from bot.words import N_

SERIAL = "RFI-26-0001"

WORDS = Words(
    title=N_("Request for information"),
    verbs=(
        Verb(
            "rfi",
            N_("Ask the body that owns a fact"),
            'rfi "question" jp-jjoc by:241200Z | urgency:urgent detail:"…"',
            ("title", "to"),
            needs_matter=False,
        ),
        Verb(
            "answer",
            N_("Answer a question"),
            f'answer {SERIAL} full|partly|no-information|declined "text"',
            ("answer", "text"),
        ),
        Verb(
            "redirect",
            N_("Pass a question to the body that owns the fact"),
            f'redirect {SERIAL} jp-mod-dp "reason"',
            ("to", "because"),
        ),
        Verb("askmore", N_("Say what an answer leaves open"), f'askmore {SERIAL} "what is still asked"', ("more",)),
    ),
    stages={
        "answering": N_("Being answered"),
        "answered": N_("Answered"),
        "closed-unread": N_("Closed unread"),
    },
    buttons={
        "answer": N_("Answer…"),
        "redirect": N_("Not ours to answer…"),
        "askmore": N_("Ask on…"),
    },
    stages_called={"asked": N_("Question asked")},
    called={"ack": N_("Acknowledge"), "close": N_("Close the question…")},
    forms={"rfi": N_("Request for information")},
    choices={
        "full": N_("answered"),
        "partly": N_("answered in part"),
        "no-information": N_("no information"),
        "declined": N_("answer declined"),
    },
    act_names={
        "rfi-ack": N_("Question acknowledged"),
        "answered": N_("Answered"),
        "answer-returned": N_("Answer not released"),
        "rfi-close": N_("Question closed"),
        "closed-unread": N_("Closed unread"),
    },
    acts={
        "rfi": N_("{who} asks {to_bodies}."),
        "rfi-ack": N_("{who} acknowledged the question."),
        "answer": N_("{who} wrote an answer, which waits for release: {answer_word}. {text}"),
        "answered": N_("{who}: {answer_word}. {text}\nAn answer is no concurrence."),
        "answer-returned": N_("{who} did not release the answer: {missing}"),
        "redirect": N_("{who} passed the question on to {to_body}: {because}"),
        "askmore": N_("{who} asks on: {more}"),
        "rfi-close": N_("{who} closed the question. {remark}"),
        "closed-unread": N_("Nobody closed it in {days} working days: closed unread."),
    },
    saids={
        "rfi-asked": N_("{body} is asked. Answer due {due}."),
        "rfi-acknowledged": N_("Acknowledged: your staff answers."),
        "answer-waits": N_("Recorded. It waits for release by {seat}; nothing has crossed."),
        "answer-sent": N_("The answer is with its asker. Left alone it is closed unread {at}."),
        "asked-more": N_("Asked on: it is being answered again."),
        "rfi-closed": N_("Closed."),
        "facts-have-an-owner": N_(
            "A fact has one owner, and {body} is of several nations: ask one body of one nation.{near_bodies}"
        ),
        "ask-yourself": N_("{body} is your own body: nothing was asked."),
        "redirect-inside": N_("{body} can't be the owner of the fact: name another body of your own nation."),
    },
)
