"""The registry of bodies and seats: its rows, how it is read, and what can be wrong in it."""
