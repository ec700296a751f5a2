"""Background tasks of the guide."""

from django.utils import timezone
from django_tasks import task

from vikno.guide.models import RegisterFile
from vikno.guide.operations import compare_register_file


@task()
def compare_dump(dump_id: int) -> None:
    """Compare the entries of a register file with the services here."""
    dump = RegisterFile.objects.filter(pk=dump_id).first()
    if dump is not None:
        compare_register_file(dump=dump, at=timezone.now())
