"""Terms: how long drafts and enquiries are kept, and by when somebody is reminded or answered."""

from vikno.conf import env

# Days from the last change of a draft to its deletion; days before it when its owner is reminded.
DRAFT_KEPT_DAYS = 30
DRAFT_REMINDER_DAYS = 3

# Days an applicant has to correct an application, unless an officer or the system that works on the case names a date.
CORRECTION_DAYS = env.number("CORRECTION_DAYS", 10)

# By when what people write is answered (days; `w`: working days), and how long its words are kept after that.
ENQUIRY_TERMS = env.words("ENQUIRY_TERMS", "question=5w complaint=15 suggestion=30 thanks=30 accessibility=5w")
ENQUIRY_KEPT_DAYS = env.number("ENQUIRY_KEPT_DAYS", 365)

# Days that events are kept: the figures of a year can be computed again from them, with some weeks to spare.
EVENT_KEPT_DAYS = env.number("EVENT_KEPT_DAYS", 400)
