"""What is drawn as a picture: the structure, and an operation's matrix."""
