"""What this officer can do with this case now: by role, by the state of the case, and by who works it.

The operations decide again and for themselves; this is what the page offers.
"""

from dataclasses import dataclass

from vikno.applications.access import Act, can
from vikno.applications.models import Application, Status
from vikno.centres.models import Officer


@dataclass(frozen=True, kw_only=True)
class Acts:
    register: bool = False
    accept: bool = False
    take: bool = False
    take_over: bool = False
    send_back: bool = False
    extend: bool = False
    decide: bool = False
    issue: bool = False
    lead_here: bool = False

    @property
    def on_pages(self) -> bool:
        """Tell whether there are acts that have a page of their own."""
        return self.send_back or self.extend or self.decide or self.issue

    @property
    def any(self) -> bool:
        return self != Acts()


# What the system does that works on a case; the result may still be handed over here.
OF_THE_LEADER = frozenset({Act.REGISTER, Act.TAKE, Act.RETURN, Act.EXTEND, Act.DECIDE})


def acts_on(case: Application, post: Officer | None, *, is_led_elsewhere: bool = False) -> Acts:
    """Return what may be done; nothing for who has no post at the case's centre."""
    if post is None:
        return Acts()
    if is_led_elsewhere:
        return Acts(issue=_may_issue(case, post), lead_here=case.is_open and post.is_head)
    is_registered = hasattr(case, "registration")
    is_own = case.officer_id in (None, post.pk) or post.is_head
    register = case.status == Status.SUBMITTED and not is_registered and can(post, Act.REGISTER)
    return Acts(
        register=register,
        accept=register and can(post, Act.TAKE),
        take=is_registered and case.may_become(Status.IN_WORK) and can(post, Act.TAKE),
        take_over=case.status == Status.IN_WORK and case.officer_id != post.pk and can(post, Act.TAKE),
        # A paper application has no questions to mark: it is mended at the desk.
        send_back=is_own
        and is_registered
        and case.form_version_id is not None
        and case.may_become(Status.RETURNED)
        and can(post, Act.RETURN),
        extend=case.status in (Status.REGISTERED, Status.IN_WORK) and can(post, Act.EXTEND),
        decide=is_own and case.may_become(Status.DECIDED) and can(post, Act.DECIDE),
        issue=_may_issue(case, post),
    )


def _may_issue(case: Application, post: Officer) -> bool:
    return case.may_become(Status.ISSUED) and can(post, Act.ISSUE)
