"""What is said in both runs of one history, and what a nation does in one of them that the other must not see."""

from tests.bot.office import NATIONAL, words

LATE = "102300Z NOV 26"

AWAY = "by telephone "
"""Before a line: it is entered at the command line, of what was done away from Slack."""

Say = tuple[str, str]
"""The seat whose person it is, and the line. `{own}` is what the run has in its place, `{serial}` the joint serial."""

OWN = dict.fromkeys(("authority", "rationale", "situation", "considered", "rejected", "dissent"), "{own}")
GROUNDS = words({name: OWN[name] for name in ("authority", "rationale")})
RECORD = words(OWN)

TO_CLOSING: list[Say] = [
    ("us-usfj-fdo", f"disclose {NATIONAL}"),
    ("us-usfj-watch", "ack {serial} ocr:{us-ocr}"),
    ("jp-jjoc-watch", "ack {serial} ocr:{jp-ocr}"),
    ("us-usfj-cdr", f'concur {{serial}} if:"by daylight" {GROUNDS}'),
    ("jp-jjoc-cdr", f"concur {{serial}} {GROUNDS}"),
    ("jp-jjoc-cdr", "accept {serial} 1"),
    ("bocc-us-lead", f"decide {{serial}} approve {RECORD}"),
    ("bocc-jp-lead", f'decide {{serial}} approve {RECORD} if:"with care"'),
    ("us-usfj-cos", "implement {serial}"),
    ("us-usfj-cos", "close {serial}"),
    ("jp-jjoc-cos", "close {serial}"),
]
RETURNED: list[Say] = [
    ("us-usfj-fdo", f"disclose {NATIONAL}"),
    ("us-usfj-watch", "ack {serial}"),
    ("jp-jjoc-watch", 'return {serial} "say how many"'),
    ("us-usfj-fdo", "disclose {serial}"),
    ("jp-jjoc-watch", "ack {serial} ocr:{jp-ocr}"),
    ("us-usfj-watch", 'withdraw {serial} "done otherwise"'),
]
OPERATION: list[Say] = [
    ("us-usfj-fdo", f"disclose {NATIONAL}"),
    ("jp-jjoc-cos", "op add OP-26-0001 {serial}"),
    ("us-usfj-watch", "ack {serial}"),
    ("us-usfj-cos", f'extend {{serial}} by:"{LATE}" because:"weather"'),
    ("jp-jjoc-watch", "ack {serial}"),
    ("bocc-us-lead", "op matrix OP-26-0001"),
    ("us-usfj-watch", 'withdraw {serial} "done otherwise"'),
    ("us-usfj-fdo", 'op close OP-26-0001 "over"'),
]
"""What both runs have in common, half an hour between any two: the other nation sees these, and when they were done."""

DRAFTED: list[Say] = [("us-usfj-cos", 'propose {serial} "Two crews" title:"Runway"')]
REDRAFTED: list[Say] = [
    ("us-usfj-watch", 'propose {serial} "{own}" title:"{own}"'),
    ("us-usfj-fdo", 'return {serial} "{own}"'),
    *DRAFTED,
]
"""Ways to the text that is released before line 3 of RETURNED: what was sent back on the way never crossed."""

INSIDE: dict[str, list[Say]] = {
    "us": [
        ("us-usfj-cos", 'note {serial} "{own}"'),
        ("us-usfj-watch", 'remind {serial} at:+20min "{own}"'),
        ("bocc-us-lead", 'remind {serial} at:+20min "{own}"'),
        ("us-usfj-cos", "seen {serial}"),
        ("us-usfj-watch", 'onit {serial} until:+5h "{own}"'),
        ("us-usfj-watch", "snooze {serial} until:+5h"),
        ("bocc-us-watch", "snooze {serial} until:+5h"),
        ("bocc-us-lead", 'onit {serial} until:+5h "{own}"'),
        ("us-usfj-watch", "export md"),
        ("us-usfj-cos", 'open "{own}" to:jp-jjoc urgency:urgent'),
        ("us-usfj-fdo", 'return CR-26-US-0002 "{own}"'),
        ("us-usfj-watch", 'propose CR-26-US-0002 "{own}"'),
        ("us-usfj-watch", 'withdraw CR-26-US-0002 "{own}"'),
        ("us-usfj-cos", "take us-usfj-j3-cuops"),
        ("us-usfj-j3-dir", f'nonconcur {{serial}} "{{own}}" {GROUNDS}'),
        ("us-usfj-j3-dir", "concur {serial}"),
        ("us-usfj-watch", f"decide {{serial}} approve {RECORD}"),
        ("bocc-us-lead", "take jp-jjoc-ops-plans"),
        ("us-usfj-cos", 'note {serial} "(S) {own}"'),
        ("us-usfj-cos", 'withhold {serial} answer-rationale "{own}"'),
        ("us-usfj-cos", 'withhold {serial} answer-reason "{own}"'),
        ("us-usfj-fdo", 'release {serial} answer-reason "{own}"'),
        ("us-usfj-watch", 'release {serial} decision-dissent "{own}"'),
        ("bocc-us-lead", "status"),
        ("us-usfj-watch", "log {serial}"),
        ("us-usfj-cos", 'amend us/2 detail "{own}" because:"{own}"'),
        ("us-usfj-cos", 'add us/2 "{own}"'),
        ("us-usfj-watch", 'add us+jp/1 "{own}" log:us'),
        ("us-usfj-cos", 'by telephone note {serial} "{own}"'),
        ("us-usfj-watch", "export {serial} html"),
        ("us-usfj-cdr", 'purge us/1 "{own}"'),  # nothing that crosses later: of that, what is purged does not cross
    ],
    "jp": [
        ("jp-jjoc-cos", 'note {serial} "{own}"'),
        ("jp-jjoc-watch", 'remind {serial} at:+20min "{own}"'),
        ("bocc-jp-lead", 'remind at:+20min "{own}"'),
        ("jp-jjoc-watch", 'onit {serial} until:+5h "{own}"'),
        ("bocc-jp-watch", "snooze {serial} until:+5h"),
        ("jp-jjoc-cos", "export csv"),
        ("jp-jjoc-cos", 'add jp/2 "{own}"'),
        ("jp-jjoc-watch", 'add us+jp/1 "{own}" log:jp'),
        ("jp-jjoc-cos", 'by telephone note {serial} "{own}"'),
        ("jp-jjoc-cos", 'open "{own}" to:us-usfj urgency:urgent'),
        ("jp-mod-dp-dg", 'return CR-26-JP-0001 "{own}"'),
        ("jp-jjoc-cos", 'propose CR-26-JP-0001 "{own}"'),
        ("jp-jjoc-ops-watch", "take jp-jjoc-ops-plans"),
        ("jp-jjoc-ops-dir", f'nonconcur {{serial}} "{{own}}" {GROUNDS}'),
        ("jp-jjoc-watch", f"decide {{serial}} approve {RECORD}"),
        ("jp-jjoc-cos", "disclose {serial}"),
        ("bocc-jp-lead", "mine"),
    ],
}
"""What leaves no trace outside the nation, done or refused."""

LINKS: dict[str, list[Say]] = {
    "us": [
        ("us-usfj-watch", f'op open "{{own}}" by:"{LATE}"'),
        ("us-usfj-watch", "op add OP-26-US-0001 {serial}"),
        ("us-usfj-cdr", 'task {serial} "{own}" us-usfj-j3 by:+3h'),
        ("us-usfj-watch", "op add OP-26-0001 TK-26-US-0001"),
        ("us-usfj-watch", "op needs OP-26-0001 TK-26-US-0001 {serial}"),
        ("us-usfj-watch", "op matrix OP-26-0001"),
    ],
    "jp": [
        ("jp-jjoc-cdr", 'task {serial} "{own}" jp-jjoc-ops by:+3h'),
        ("jp-jjoc-watch", "op add OP-26-0001 TK-26-JP-0001"),
        ("jp-jjoc-watch", "op needs OP-26-0001 TK-26-JP-0001 {serial}"),
        ("jp-jjoc-watch", f'op open "{{own}}" by:"{LATE}"'),
        ("jp-jjoc-watch", "op add OP-26-JP-0001 {serial}"),
        ("jp-jjoc-watch", "op add OP-26-JP-0001 TK-26-JP-0001"),
        ("jp-jjoc-watch", "op needs OP-26-JP-0001 TK-26-JP-0001 {serial}"),
    ],
}
"""What a nation may link for itself, and say that it waits, before what it waits for comes late."""

SOUGHT = ("find Gannet", "find Hoopoe", "find ウミネコ", 'find "two crews"', "find runway page:2", "log today")
"""Words that one nation keeps to itself in some runs, and words that both have."""

PROBES: dict[str, list[Say]] = {
    "jp": [("jp-jjoc-watch", line) for line in ("status", "status {serial}", "log {serial}", "mine", "who us-usfj")]
    + [("bocc-jp-lead", line) for line in ("status", "log {serial}", "who bocc", "export jsonl")]
    + [("jp-jjoc-cos", line) for line in ("op", "op OP-26-0001", "op matrix OP-26-0001", "log OP-26-0001")]
    + [("jp-jjoc-cos", line) for line in ("export md", "export {serial} csv", "log us+jp/1")]
    + [(seat, line) for seat in ("jp-jjoc-watch", "bocc-jp-lead") for line in (*SOUGHT, "log us/1")],
    "us": [("us-usfj-watch", line) for line in ("status", "status {serial}", "log {serial}", "mine", "who jp-jjoc")]
    + [("bocc-us-lead", line) for line in ("status", "log {serial}", "who bocc", "export csv")]
    + [("us-usfj-cos", line) for line in ("op", "op OP-26-0001", "op matrix OP-26-0001", "log OP-26-0001")]
    + [("us-usfj-cos", line) for line in ("export jsonl", "export {serial} csv", "log us+jp/1")]
    + [(seat, line) for seat in ("us-usfj-watch", "bocc-us-lead") for line in (*SOUGHT, "log jp/1")],
}
"""What people of a nation ask, to see what there is to see."""
