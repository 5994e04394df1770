"""Whom a row of authority can name: seats, people, or a part that the registry of a mechanism fills."""

from enum import Enum

import msgspec


class Who(Enum):
    """Who may: what a row of authority names. How each is found stands in workflows/named_seats.py."""

    # seats by their part in one matter
    STARTER = "starter"  # coordinate, watch and decide seats of the body that asks
    DISCLOSURE = "disclosure"  # the seat that releases what the asking body wrote
    RECEIVER = "receiver"  # seats of the other nations' lead bodies, but those that only read
    LEAD_WATCH = "lead-watch"  # who stands watch at each nation's lead body
    LEAD_DECIDE = "lead-decide"  # OPR: decide seats of each nation's lead body
    LEAD_STAFF = "lead-staff"  # decide and coordinate seats of each nation's lead body
    OCR_DECIDE = "ocr-decide"  # decide seats of the bodies that must be asked
    ASKER_DECIDE = "asker-decide"  # decide seats of the body that asks
    ADDRESSED = "addressed"  # seats of the body that is addressed first, but those that only read
    ADDRESSED_WATCH = "addressed-watch"  # who stands watch there
    ADDRESSED_STAFF = "addressed-staff"  # decide and coordinate seats there
    ADDRESSED_DECIDE = "addressed-decide"  # decide seats there
    ADDRESSED_DISCLOSURE = "addressed-disclosure"  # the seat that releases what that body writes
    SUPPORTING = "supporting"  # decide and coordinate seats of the bodies that the matter's fact `ocrs` names
    OWING = "owing"  # seats that the matter's fact `owing` names: parts, or others of these by their words
    OWNER_LEADS = "owner-leads"  # decide and coordinate seats at the owning body
    OWNER_DECIDE = "owner-decide"  # each nation's decide seats there, else at its parent
    CO_LEADS = "co-leads"  # decide seats at the combined staff
    COMBINED = "combined"  # in integration, seats at the combined staff of the nations that the other rows name
    MODE = "mode"  # the seats that agree to integration
    RELEASES = "releases"  # every seat that decides on release for some body
    CONCERNED = "concerned"  # any seat but `read` of a body that has the card
    SUBJECT = "subject"  # the seat that the matter is about
    BODY_OPR = "body-opr"  # decide seats of the body that is named, of the one that follows it, or nearest above either
    # of what one nation alone knows of as yet, so of the body that asks: workflows/authority.py
    SUBJECT_OPR = "subject-opr"  # decide seats of that seat's side at its body, and at the nearest above that has one
    # seats, where there is no matter yet
    NATIONAL = "national"  # coordinate, watch and decide seats of a nation's own bodies
    NATIONAL_DECIDE = "national-decide"  # decide seats of a nation's own bodies
    PHASE = "phase"  # those that set their nation's phase
    CATEGORY = "category"  # those that enter the category that their nation's government has recognised
    WATCH = "watch"  # watch seats
    DESK = "desk"  # any seat of the body at whose desk it is said
    # people, whatever seat they hold
    KNOWN = "known"  # anybody of whom an administrator has said their nation
    ADMINISTRATOR = "administrator"  # whom the settings name for a nation
    ANYBODY = "anybody"
    OPERATOR = "operator"  # nobody in a seat: the host's own account, for what it has done to the installation itself
    TICK = "tick"  # nobody: what time, or Slack's own news, brings about

    __hash__ = object.__hash__  # each is the only one of its kind; an Enum's own is many times as slow


class Part(msgspec.Struct, frozen=True):
    """Who may, where a mechanism says it for itself: the seats that its registry names under `name` in [parts]."""

    name: str

    @property
    def value(self) -> str:
        return self.name


Whoever = Who | Part
