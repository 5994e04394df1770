"""When and how often a suspense is chased, and which hours are quiet."""
