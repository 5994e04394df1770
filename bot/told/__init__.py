"""What a channel is told: cards, and the notices and reminders in their threads."""
