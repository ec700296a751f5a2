"""What can be done: taking in whom to trust, keeping what was revoked, checking files in the background."""
