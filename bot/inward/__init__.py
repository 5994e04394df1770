"""The ways in: from what a person did in Slack to a Command and its answer."""
