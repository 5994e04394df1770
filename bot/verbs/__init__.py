"""The verbs of `/acm`, and how a typed line is read."""
