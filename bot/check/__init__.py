"""`kakehashi check`: what can be wrong before the bot runs."""
