"""The battle rhythm: its file, attendance, and the calendar feeds."""
