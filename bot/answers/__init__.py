"""What people only ask, each drawn from the release view of the one who asks."""
