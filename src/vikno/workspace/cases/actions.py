"""What this officer can do with this case now: by role, by the state of the case, and by who works it.

The operations decide again and for themselves; this is what the page offers.
"""

from dataclasses import dataclass

from vikno.applications.access import CaseAction, can_act
from vikno.applications.models import Application, ApplicationStatus
from vikno.centres.models import Officer


@dataclass(frozen=True, kw_only=True)
class AvailableActions:
    register: bool = False
    accept: bool = False
    take: bool = False
    take_over: bool = False
    return_for_correction: bool = False
    extend: bool = False
    decide: bool = False
    issue: bool = False
    take_back: bool = False

    @property
    def has_pages(self) -> bool:
        """Tell whether there are acts that have a page of their own."""
        return self.return_for_correction or self.extend or self.decide or self.issue

    @property
    def has_any(self) -> bool:
        return self != AvailableActions()


# What the system does that works on a case; the result may still be handed over here.
LEADING_SYSTEM_ACTIONS = frozenset(
    {CaseAction.REGISTER, CaseAction.TAKE, CaseAction.RETURN, CaseAction.EXTEND, CaseAction.DECIDE}
)


def available_actions(case: Application, post: Officer | None, *, is_led_elsewhere: bool = False) -> AvailableActions:
    """Return what may be done; nothing for who has no post at the case's centre."""
    if post is None:
        return AvailableActions()
    if is_led_elsewhere:
        return AvailableActions(issue=_may_issue(case, post), take_back=case.is_open and post.is_head)
    is_registered = hasattr(case, "registration")
    is_own = case.officer_id in (None, post.pk) or post.is_head
    register = case.status == ApplicationStatus.SUBMITTED and not is_registered and can_act(post, CaseAction.REGISTER)
    return AvailableActions(
        register=register,
        accept=register and can_act(post, CaseAction.TAKE),
        take=is_registered and case.may_become(ApplicationStatus.IN_WORK) and can_act(post, CaseAction.TAKE),
        take_over=case.status == ApplicationStatus.IN_WORK
        and case.officer_id != post.pk
        and can_act(post, CaseAction.TAKE),
        # A paper application has no questions to mark: it is mended at the desk.
        return_for_correction=is_own
        and is_registered
        and case.form_version_id is not None
        and case.may_become(ApplicationStatus.RETURNED)
        and can_act(post, CaseAction.RETURN),
        extend=case.status in (ApplicationStatus.REGISTERED, ApplicationStatus.IN_WORK)
        and can_act(post, CaseAction.EXTEND),
        decide=is_own and case.may_become(ApplicationStatus.DECIDED) and can_act(post, CaseAction.DECIDE),
        issue=_may_issue(case, post),
    )


def _may_issue(case: Application, post: Officer) -> bool:
    return case.may_become(ApplicationStatus.ISSUED) and can_act(post, CaseAction.ISSUE)
