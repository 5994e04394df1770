"""When and how often a suspense is chased, and which hours are quiet. What a due one does is workflows/firing.py."""
