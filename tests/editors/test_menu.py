"""Tests of the menu of the editors' area: one line for each subject, and no dead link."""

from django.test import RequestFactory
from wagtail.admin.menu import MenuItem

from vikno.editors.menu import group_by_subject


def inside(line):
    return [item.name for item in line.menu.menu_items_for_request(RequestFactory().get("/"))]


def test_what_belongs_to_one_subject_stands_under_one_line():
    items = [MenuItem(name, "/", name=name) for name in ("cards", "images", "services", "centres")]

    lines = group_by_subject(items)

    assert [line.name for line in lines] == ["images", "about-services", "about-centres"]
    assert inside(lines[1]) == ["services", "cards"]


def test_a_subject_of_which_nothing_may_be_edited_has_no_line():
    assert group_by_subject([]) == []
