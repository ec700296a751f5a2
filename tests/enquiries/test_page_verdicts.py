"""What readers said of pages, gathered for editors: counts only, the worst first."""

from datetime import date

import pytest
from django.utils import translation

from tests.enquiries.test_intake import written
from vikno.enquiries.models import ComplaintCategory, EnquiryTopic, PageVerdict, PageVerdictKind
from vikno.enquiries.operations import count_verdict
from vikno.enquiries.queries import page_reports

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


def said(path, *verdicts, language="en", on=TODAY):
    for verdict in verdicts:
        count_verdict(path=path, language=language, verdict=verdict, on=on)


def test_the_same_verdict_of_a_day_is_one_row_with_a_count():
    said("/a/", PageVerdictKind.USEFUL, PageVerdictKind.USEFUL, PageVerdictKind.USELESS)

    assert {row.verdict: row.times for row in PageVerdict.objects.all()} == {"useful": 2, "useless": 1}


def test_the_pages_that_failed_most_readers_come_first_with_the_reasons():
    said("/good/", *[PageVerdictKind.USEFUL] * 3)
    said(
        "/bad/",
        PageVerdictKind.USEFUL,
        *[PageVerdictKind.USELESS] * 3,
        PageVerdictKind.UNCLEAR,
        PageVerdictKind.UNCLEAR,
        PageVerdictKind.BROKEN,
    )

    with translation.override("en"):
        bad, good = page_reports(since=TODAY)

    assert (bad.path, bad.useful, bad.useless, bad.useful_percent) == ("/bad/", 1, 3, 25)
    assert bad.sorted_reasons == [("It is not clear", 2), ("Something does not work", 1)]
    assert (good.path, good.useful_percent) == ("/good/", 100)


def test_languages_are_told_apart_and_old_days_left_out():
    said("/a/", PageVerdictKind.USELESS)
    said("/a/", PageVerdictKind.USELESS, language="cs")
    said("/b/", PageVerdictKind.USELESS, on=date(2026, 1, 1))

    assert [(one.path, one.language) for one in page_reports(since=TODAY)] == [("/a/", "cs"), ("/a/", "en")]


def test_complaints_add_their_kind_and_not_their_words():
    said("/a/", PageVerdictKind.USELESS, PageVerdictKind.UNCLEAR, language="uk")
    written(topic=EnquiryTopic.COMPLAINT, category=ComplaintCategory.UNCLEAR, page="/a/", text="Таємниця")
    written(topic=EnquiryTopic.COMPLAINT, category=ComplaintCategory.CROWDED, page="/b/")
    written(topic=EnquiryTopic.QUESTION, page="/c/")

    with translation.override("en"):
        first, second = page_reports(since=TODAY)

    assert first.reasons == {"It is not clear": 2}
    assert (second.path, second.useful_percent) == ("/b/", 0)
    assert "Таємниця" not in str(first)
