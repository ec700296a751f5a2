from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from vikno.files.models import StoredFile
from vikno.signatures import queries
from vikno.signatures.archives import Entry
from vikno.signatures.models import FileCheck, Progress
from vikno.signatures.operations import checking
from vikno.signatures.report import Report, Verdict

pytestmark = pytest.mark.django_db

FILE = Entry(name="договір.txt", content=b"not signed at all" * 10)


@pytest.fixture
def sealed(settings):
    return Path(settings.STORAGES["sealed"]["OPTIONS"]["location"])


def test_a_file_is_erased_once_it_was_read(noon, sealed, django_capture_on_commit_callbacks):
    check = checking.begin(file=FILE, beside=[Entry(name="b", content=b"b")], session_key="s", at=noon)

    with django_capture_on_commit_callbacks(execute=True):
        checking.carry_out(check=check, at=noon)

    check.refresh_from_db()
    report = Report.of_dict(check.report)
    assert (check.progress, report.verdict, report.reasons) == (Progress.DONE, Verdict.CANNOT_TELL, ("no_signature",))
    assert report.uncovered == ("договір.txt", "b")
    assert not StoredFile.objects.exists()
    assert [path for path in sealed.rglob("*") if path.is_file()] == []


def test_only_the_session_that_brought_it_sees_it(noon):
    check = checking.begin(file=FILE, beside=[], session_key="mine", at=noon)

    assert queries.check_of(str(check.uid), session_key="mine") == check
    assert queries.check_of(str(check.uid), session_key="theirs") is None


def test_the_name_of_the_file_lies_sealed(noon):
    checking.begin(file=FILE, beside=[], session_key="s", at=noon)

    assert StoredFile.objects.get().name == "file"
    with connection.cursor() as cursor:
        cursor.execute("SELECT names FROM signatures_filecheck")
        assert "txt" not in cursor.fetchone()[0]


@pytest.mark.parametrize("is_checked", [True, False])
def test_after_an_hour_nothing_is_left(noon, sealed, is_checked, django_capture_on_commit_callbacks):
    check = checking.begin(file=FILE, beside=[], session_key="s", at=noon)
    with django_capture_on_commit_callbacks(execute=True):
        if is_checked:
            checking.carry_out(check=check, at=noon)

        assert checking.forget(at=noon + timedelta(minutes=59)) == 0
        assert checking.forget(at=noon + timedelta(minutes=61)) == 1

    assert not FileCheck.objects.exists()
    assert [path for path in sealed.rglob("*") if path.is_file()] == []


def test_a_file_that_is_gone_ends_as_not_checked(noon, sealed, caplog):
    check = checking.begin(file=FILE, beside=[], session_key="s", at=noon)
    for path in [path for path in sealed.rglob("*") if path.is_file()]:
        path.unlink()

    checking.carry_out(check=check, at=noon)

    assert FileCheck.objects.get().progress == Progress.FAILED
    assert "договір" not in caplog.text
