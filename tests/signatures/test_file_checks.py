from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from vikno.files.models import StoredFile
from vikno.signatures import queries
from vikno.signatures.archives import ContainerFile
from vikno.signatures.models import FileCheck, FileCheckProgress
from vikno.signatures.operations import file_checks
from vikno.signatures.report import SignatureVerdict, VerificationReport

pytestmark = pytest.mark.django_db

FILE = ContainerFile(name="договір.txt", content=b"not signed at all" * 10)


@pytest.fixture
def sealed(settings):
    return Path(settings.STORAGES["sealed"]["OPTIONS"]["location"])


def test_a_file_is_erased_once_it_was_read(noon, sealed, django_capture_on_commit_callbacks):
    check = file_checks.start_file_check(
        file=FILE, documents=[ContainerFile(name="b", content=b"b")], session_key="s", at=noon
    )

    with django_capture_on_commit_callbacks(execute=True):
        file_checks.run_file_check(check=check, at=noon)

    check.refresh_from_db()
    report = VerificationReport.from_dict(check.report)
    assert (check.progress, report.verdict, report.reasons) == (
        FileCheckProgress.DONE,
        SignatureVerdict.CANNOT_TELL,
        ("no_signature",),
    )
    assert report.uncovered == ("договір.txt", "b")
    assert not StoredFile.objects.exists()
    assert [path for path in sealed.rglob("*") if path.is_file()] == []


def test_only_the_session_that_brought_it_sees_it(noon):
    check = file_checks.start_file_check(file=FILE, documents=[], session_key="mine", at=noon)

    assert queries.find_file_check(str(check.uid), session_key="mine") == check
    assert queries.find_file_check(str(check.uid), session_key="theirs") is None


def test_the_name_of_the_file_lies_sealed(noon):
    file_checks.start_file_check(file=FILE, documents=[], session_key="s", at=noon)

    assert StoredFile.objects.get().name == "file"
    with connection.cursor() as cursor:
        cursor.execute("SELECT names FROM signatures_filecheck")
        assert "txt" not in cursor.fetchone()[0]


@pytest.mark.parametrize("is_checked", [True, False])
def test_after_an_hour_nothing_is_left(noon, sealed, is_checked, django_capture_on_commit_callbacks):
    check = file_checks.start_file_check(file=FILE, documents=[], session_key="s", at=noon)
    with django_capture_on_commit_callbacks(execute=True):
        if is_checked:
            file_checks.run_file_check(check=check, at=noon)

        assert file_checks.delete_expired_file_checks(at=noon + timedelta(minutes=59)) == 0
        assert file_checks.delete_expired_file_checks(at=noon + timedelta(minutes=61)) == 1

    assert not FileCheck.objects.exists()
    assert [path for path in sealed.rglob("*") if path.is_file()] == []


def test_a_file_that_is_gone_ends_as_not_checked(noon, sealed, caplog):
    check = file_checks.start_file_check(file=FILE, documents=[], session_key="s", at=noon)
    for path in [path for path in sealed.rglob("*") if path.is_file()]:
        path.unlink()

    file_checks.run_file_check(check=check, at=noon)

    assert FileCheck.objects.get().progress == FileCheckProgress.FAILED
    assert "договір" not in caplog.text
