"""What a channel is told: cards, and the notices in their threads."""
