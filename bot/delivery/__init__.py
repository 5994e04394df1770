"""Taking the outbox to Slack, lane by lane."""
