"""The demo: a workspace on this machine, the accounts of its seats, and a script that plays them."""


class DemoError(Exception):
    """The demo can't go on; the message is one sentence that says why and what to do about it."""


NO_CLONE = "The demo needs the project's files: run it from a clone of the repository."
