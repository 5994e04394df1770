"""The logs as files for people: page, PDF, after-action report."""
