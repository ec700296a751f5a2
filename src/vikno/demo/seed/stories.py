"""Sixty stories of cases in the demo, with times in working days.

A way such as `register+0 take+1 return+3` means: registration on the day of sending, taking one working day after the sending,
return for correction three working days after the sending.
"""

from dataclasses import dataclass, field
from typing import Any

from vikno.demo.seed.community import MAIN


@dataclass(frozen=True, kw_only=True)
class CaseStory:
    """A story of a case: its service, the age of its sending in working days (or in `minutes`), and the steps after it."""

    service: str
    sent: int = 0
    minutes: int = 0
    way: str = ""
    is_draft: bool = False
    on_paper: bool = False
    centre: str = MAIN
    officer: str = "officer"
    answers: dict[str, Any] = field(default_factory=dict)


RESIDENCE, BIRTH, LAND, FOP, SUBSIDY = (
    "residence-registration",
    "birth-assistance",
    "land-extract",
    "fop-registration",
    "housing-subsidy",
)
OTHER = "colleague"
LOZA, VILKHA = "nova-loza", "tykha-vilkha"
QUICK = "register+0 take+0 grant+0 issue+0"
NEXT_DAY = "register+0 take+0 grant+1 issue+1"
PLAIN_INCOME = {"other_income": False}

# The cases in the cabinet of the resident with a sign-in: every state once.
OF_THE_RESIDENT = (
    CaseStory(service=FOP, sent=41, way="register+0 take+0 grant+1 issue+1"),
    CaseStory(service=LAND, sent=33, way="register+0 take+1 refuse+6"),
    CaseStory(service=SUBSIDY, sent=19, way="register+1 withdraw+2", answers=PLAIN_INCOME),
    CaseStory(service=SUBSIDY, sent=9, way="register+1 take+1 return+3", answers=PLAIN_INCOME),
    CaseStory(service=LAND, sent=6, way="register+0 take+1 grant+5", officer=OTHER, answers={"who": "person"}),
    CaseStory(service=RESIDENCE, sent=1, way="register+0 take+0", answers={"ground": "rent"}),
    CaseStory(service=FOP, minutes=48, answers={"matter": "change", "changes": ["contacts", "activities"]}),
    CaseStory(service=BIRTH, minutes=2 * 24 * 60 + 170, is_draft=True),
)

# The cases that the staff see.
OF_OTHERS = (
    # Done.
    CaseStory(service=SUBSIDY, sent=38, way="register+1 take+2 grant+11 issue+11"),
    CaseStory(service=RESIDENCE, sent=36, way=QUICK, officer=OTHER),
    CaseStory(service=BIRTH, sent=34, way="register+0 take+1 grant+5 issue+5"),
    CaseStory(service="combatant-status", sent=32, way="register+0 take+1 grant+16 issue+17", on_paper=True),
    CaseStory(service=RESIDENCE, sent=29, way=NEXT_DAY, centre=LOZA),
    CaseStory(service=LAND, sent=28, way="register+0 take+1 return+2 resubmit+4 take+5 grant+8 issue+8"),
    CaseStory(service="id-card", sent=27, way="register+0 take+0 grant+16 issue+18", on_paper=True, officer=OTHER),
    CaseStory(service=FOP, sent=24, way=NEXT_DAY, officer=OTHER),
    CaseStory(service=RESIDENCE, sent=22, way=QUICK),
    CaseStory(service="residents-extract", sent=21, way=QUICK, on_paper=True, centre=VILKHA),
    CaseStory(service=BIRTH, sent=20, way="register+1 take+1 grant+6 issue+6", officer=OTHER),
    CaseStory(service="idp-certificate", sent=18, way=QUICK, on_paper=True),
    CaseStory(service=RESIDENCE, sent=15, way=NEXT_DAY),
    CaseStory(service="burial-assistance", sent=12, way="register+0 take+0 grant+2 issue+3", on_paper=True),
    CaseStory(service=FOP, sent=8, way=QUICK),
    CaseStory(service="residents-extract", sent=4, way=QUICK, on_paper=True, centre=LOZA),
    # Refused, withdrawn.
    CaseStory(service=SUBSIDY, sent=31, way="register+1 take+1 refuse+13", officer=OTHER),
    CaseStory(service=LAND, sent=17, way="register+0 take+1 refuse+4"),
    CaseStory(service="combatant-status", sent=26, way="register+0 take+1 refuse+18", on_paper=True),
    CaseStory(service=FOP, sent=11, way="withdraw+1"),
    CaseStory(service=SUBSIDY, sent=7, way="register+1 withdraw+2"),
    # Decided, the result waits for its handover.
    CaseStory(service=SUBSIDY, sent=16, way="register+1 take+1 grant+15", officer=OTHER),
    CaseStory(service=BIRTH, sent=7, way="register+0 take+1 grant+5"),
    CaseStory(service="id-card", sent=21, way="register+0 take+0 grant+19", on_paper=True),
    CaseStory(service=RESIDENCE, sent=2, way="register+0 take+0 grant+1", centre=LOZA),
    # In work: late, pressing, calm.
    CaseStory(service=LAND, sent=14, way="register+0 take+2"),
    CaseStory(service=RESIDENCE, sent=4, way="register+1 take+1", officer=OTHER),
    CaseStory(service=BIRTH, sent=10, way="register+1 take+2"),
    CaseStory(service="burial-assistance", sent=4, way="register+0 take+1", on_paper=True, centre=VILKHA),
    CaseStory(service=LAND, sent=10, way="register+0 take+1", officer=OTHER),
    CaseStory(service=LAND, sent=9, way="register+0 take+1"),
    CaseStory(service=SUBSIDY, sent=20, way="register+1 take+1", answers=PLAIN_INCOME),
    CaseStory(service="id-card", sent=18, way="register+0 take+0", on_paper=True, officer=OTHER),
    CaseStory(service=SUBSIDY, sent=19, way="register+1 take+2 extend+15"),
    CaseStory(service="combatant-status", sent=13, way="register+0 take+1", on_paper=True),
    CaseStory(service=SUBSIDY, sent=11, way="register+0 take+1", officer=OTHER),
    CaseStory(service=BIRTH, sent=4, way="register+0 take+1"),
    CaseStory(service="id-card", sent=6, way="register+0 take+1", on_paper=True),
    CaseStory(service=SUBSIDY, sent=5, way="register+0 take+2", centre=LOZA),
    CaseStory(service=LAND, sent=3, way="register+0 take+1"),
    CaseStory(service="combatant-status", sent=3, way="register+0 take+1", on_paper=True, centre=VILKHA),
    CaseStory(service=FOP, sent=1, way="register+0 take+0", officer=OTHER),
    # Returned for correction, and resubmitted.
    CaseStory(service=LAND, sent=7, way="register+0 take+1 return+2", answers={"who": "person"}),
    CaseStory(service=BIRTH, sent=6, way="register+0 take+1 return+2", officer=OTHER),
    CaseStory(service=SUBSIDY, sent=12, way="register+1 take+1 return+3 resubmit+8", answers=PLAIN_INCOME),
    CaseStory(service=LAND, sent=8, way="register+0 take+1 return+2 resubmit+5 take+6", answers={"who": "person"}),
    CaseStory(service=FOP, sent=1, way="register+0 take+0 return+0 resubmit+0", officer=OTHER),
    # Registered, not taken yet.
    CaseStory(service=SUBSIDY, sent=3, way="register+1"),
    CaseStory(service=LAND, sent=2, way="register+0"),
    CaseStory(service="marriage-registration", sent=2, way="register+0", on_paper=True),
    CaseStory(service=RESIDENCE, sent=1, way="register+0"),
    CaseStory(service=SUBSIDY, sent=1, way="register+0", centre=VILKHA),
    # Submitted recently.
    CaseStory(service=BIRTH, sent=1),
    CaseStory(service=RESIDENCE, minutes=310),
    CaseStory(service=SUBSIDY, minutes=205, centre=LOZA),
    CaseStory(service=FOP, minutes=132),
    CaseStory(service=LAND, minutes=75),
    CaseStory(service=RESIDENCE, minutes=22),
    # Drafts: nobody at the centre sees them.
    CaseStory(service=SUBSIDY, minutes=26 * 60, is_draft=True),
    CaseStory(service=LAND, minutes=9 * 60, is_draft=True),
)
