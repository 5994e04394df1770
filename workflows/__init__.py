"""What may happen: procedures, rules, calendars. Pure: no clock, no random, no files, no Slack, no database."""
