"""What is known of Slack's channels and accounts, as facts that a listener can read."""
