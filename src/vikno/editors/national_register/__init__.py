"""The national register in the editors' area: a file is brought in, what differs is looked at, and taken over or left."""
