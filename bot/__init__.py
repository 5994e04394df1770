"""The Slack face and the command line: turns what a person does into a Command, draws what there is to tell."""
