"""Where things are kept: the rules of docs/architecture.md that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path for path in (ROOT / "src" / "vikno").rglob("*.py") if not {"migrations", "__pycache__"} & set(path.parts)
)
FORBIDDEN_FILES = {"utils.py", "helpers.py", "services.py", "managers.py", "signals.py", "mixins.py", "exceptions.py"}
FACES = ("content", "cabinet", "workspace", "api")
WRITES = {"create", "update", "delete", "save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# Who may write beside `operations`: Django's own account managers, and the demo, which only fills an empty house.
WRITERS = {"people/models.py"}


def within(path: Path) -> str:
    return str(path.relative_to(ROOT / "src" / "vikno"))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def is_operation(name: str) -> bool:
    return "/operations.py" in name or "/operations/" in name or name.startswith("demo/")


def written_rows(path: Path) -> list[str]:
    """Return the calls that write rows: on a manager or a queryset, or `save` and `delete` of a row."""
    found = []
    for call in calls(path):
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
            chain = ast.unparse(call.func)
            # `segno.make(…).save(…)` writes a picture: a row is saved by its name.
            saves_a_row = call.func.attr == "save" and not isinstance(call.func.value, ast.Call)
            if ".objects" in chain or saves_a_row or call.func.attr.endswith(("bulk_create", "or_create")):
                found.append(f"{within(path)}:{call.lineno} {chain}")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=within)
def test_a_file_is_named_by_what_it_holds(path):
    assert path.name not in FORBIDDEN_FILES


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if not is_operation(within(path)) and within(path) not in WRITERS], ids=within
)
def test_only_operations_write(path):
    assert written_rows(path) == []


@pytest.mark.parametrize("path", SOURCES, ids=within)
def test_a_row_is_saved_by_named_fields(path):
    bare = [
        f"{within(path)}:{call.lineno}"
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
        and not isinstance(call.func.value, ast.Call)
        and not call.args
        and not {"update_fields", "force_insert", "using", "commit"} & {keyword.arg for keyword in call.keywords}
    ]

    assert bare == []


@pytest.mark.parametrize("path", [path for path in SOURCES if within(path).startswith(FACES)], ids=within)
def test_a_face_loads_rows_scoped_to_who_asks(path):
    """No face takes an application, a letter or a file by its key alone."""
    private = ("Application", "Enquiry", "Attachment", "Result", "StoredFile", "Message", "Submission")
    unscoped = [
        f"{within(path)}:{call.lineno}"
        for call in calls(path)
        for name in private
        if ast.unparse(call.func).startswith((f"{name}.objects.get", f"{name}.objects.filter", f"{name}.objects.all"))
        or (ast.unparse(call.func) == "get_object_or_404" and call.args and ast.unparse(call.args[0]) == name)
    ]

    assert unscoped == []


def test_there_is_one_settings_file_and_it_stays_readable():
    settings = ROOT / "src" / "vikno" / "conf" / "settings.py"

    assert len(settings.read_text().splitlines()) < 380


def test_lock_files_carry_no_download_addresses():
    locks = [*ROOT.glob("requirements*.txt"), ROOT / "package-lock.json"]

    carrying = [path.name for path in locks if "://" in path.read_text().replace('"url": "https://', "")]

    assert [name for name in carrying if name.startswith("requirements")] == []
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


@pytest.mark.parametrize("path", SOURCES, ids=within)
def test_no_words_to_translate_hide_inside_an_f_string(path):
    """xgettext does not look into f-strings: what stands there would stay English for everybody."""
    hidden = [
        f"{within(path)}:{call.lineno}"
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("_", "gettext", "ngettext", "pgettext")
    ]

    assert hidden == []
