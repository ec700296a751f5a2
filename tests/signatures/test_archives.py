import io
import warnings
import zipfile

import pytest

from vikno.signatures import archives
from vikno.signatures.archives import ContainerUnreadable


def zipped(*entries: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()


def test_the_files_of_an_archive_come_in_their_order_without_folders():
    files = archives.read_archive(zipped(("b.txt", b"2"), ("folder/", b""), ("folder/a.txt", b"1")))

    assert [(entry.name, entry.content) for entry in files] == [("b.txt", b"2"), ("folder/a.txt", b"1")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(zipped(("a.txt", b"1"), ("a.txt", b"2")), "same_names", id="one name twice"),
        pytest.param(zipped(("a.txt", b"1"), ("A.TXT", b"2")), "same_names", id="one name in two cases"),
        pytest.param(zipped(("../a.txt", b"1")), "leads_out", id="a folder up"),
        pytest.param(zipped(("a/../../b.txt", b"1")), "leads_out", id="up in the middle"),
        pytest.param(zipped(("/etc/passwd", b"1")), "leads_out", id="absolute"),
        pytest.param(zipped(("C:/a.txt", b"1")), "leads_out", id="a drive"),
        pytest.param(zipped(("..\\a.txt", b"1")), "leads_out", id="up with the other slash"),
        pytest.param(zipped(("zeros", b"\0" * 20_000_000)), "bursts", id="zeros that burst"),
        pytest.param(zipped(*((f"{number}", b"") for number in range(1001))), "too_much_inside", id="too many files"),
        pytest.param(b"PK\x03\x04 and nothing else", "damaged", id="no archive"),
        pytest.param(zipped(("a.txt", b"1" * 500))[:-30], "damaged", id="cut"),
    ],
)
def test_an_archive_that_could_do_harm_is_not_read(content, code):
    with pytest.raises(ContainerUnreadable) as error:
        archives.read_archive(content)

    assert error.value.code == code
    assert str(error.value)


def test_a_locked_archive_is_not_read():
    content = bytearray(zipped(("a.txt", b"1")))
    # An archive has the bit «encrypted» in two places.
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(ContainerUnreadable) as error:
        archives.read_archive(bytes(content))

    assert error.value.code == "locked"


def test_an_archive_that_says_less_than_it_holds_is_damaged():
    content = bytearray(zipped(("a.txt", b"1" * 5000)))
    place = content.rindex(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")

    with pytest.raises(ContainerUnreadable) as error:
        archives.read_archive(bytes(content))

    assert error.value.code == "damaged"
