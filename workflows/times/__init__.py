"""Times: date-time groups, calendars, working hours, suspenses, and times as people type them."""
