"""The menu of the editors' area, grouped by subject, because a screen holds only ten lines."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem


@dataclass(frozen=True, kw_only=True)
class MenuSubject:
    label: Promise
    name: str
    icon: str
    order: int
    item_names: tuple[str, ...]


MENU_SUBJECTS = (
    MenuSubject(
        label=_("Services"),
        name="about-services",
        icon="list-ul",
        order=200,
        item_names=(
            "services",
            "cards",
            "cards-to-mend",
            "offerings",
            "templates",
            "authorities",
            "themes",
            "life-events",
            "national-register",
        ),
    ),
    MenuSubject(label=_("Centres"), name="about-centres", icon="home", order=250, item_names=("centres", "days")),
    MenuSubject(
        label=_("Questions"),
        name="about-questions",
        icon="help",
        order=260,
        item_names=("questions", "question-themes", "verdicts"),
    ),
    MenuSubject(
        label=_("Words of the search"), name="about-search", icon="search", order=270, item_names=("synonyms", "missed")
    ),
)


def group_by_subject(items: list[MenuItem]) -> list[MenuItem]:
    """Return the items of the menu, those of one subject under one line."""
    ungrouped = {item.name: item for item in items}
    submenus: list[MenuItem] = []
    for subject in MENU_SUBJECTS:
        grouped = [ungrouped.pop(name) for name in subject.item_names if name in ungrouped]
        if grouped:
            menu = Menu(items=grouped)
            submenus.append(
                SubmenuMenuItem(subject.label, menu, name=subject.name, icon_name=subject.icon, order=subject.order)
            )
    return [*ungrouped.values(), *submenus]
