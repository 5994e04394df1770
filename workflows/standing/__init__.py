"""What belongs to no procedure: seats, people, attendance, one's own reminders, and bodies or stages that are gone."""
