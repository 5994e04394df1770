"""What is so: the database, the one writer, the log, the queues."""
