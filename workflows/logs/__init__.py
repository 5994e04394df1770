"""What stands in the logs, and what may be done with them: recorded, corrected, purged, held, taken."""
