"""What belongs to no procedure: seats and people, bodies that end, one's own reminders."""
