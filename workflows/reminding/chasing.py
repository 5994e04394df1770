"""The reminder rules that procedures share: by parts of the time that there is, then up the echelons (DOMAIN 8)."""

from fractions import Fraction

from workflows.procedure import ReminderRule

LEVELS = 6
"""More than any chain of parents has."""


def up_the_line(only: tuple[str, ...] = ()) -> tuple[ReminderRule, ...]:
    """Past the suspense one echelon more after each further tenth, on every side of a joint matter alike."""
    return tuple(
        ReminderRule(f"escalate-{level}", 1 + Fraction(level, 10), levels=level, only=only)
        for level in range(1, LEVELS + 1)
    )


def chased(only: tuple[str, ...] = ()) -> tuple[ReminderRule, ...]:
    """At half, at nine tenths, when it passes, at once where nobody is on watch, and then up the line."""
    return (
        ReminderRule("half", Fraction(1, 2), only=only),
        ReminderRule("nine-tenths", Fraction(9, 10), only=only),
        ReminderRule("due", Fraction(1), only=only),
        ReminderRule("unwatched", Fraction(0), levels=1, unwatched=True, only=only),
        *up_the_line(only),
    )
