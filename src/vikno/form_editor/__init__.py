"""The editor of e-forms for people who do not program. Each change is one operation on the draft; pages work without scripts."""
