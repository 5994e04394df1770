"""What is said in words: of acts, facts, entries and faults, a row each; and whom it calls."""
