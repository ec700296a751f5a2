"""Rules of docs/architecture.md that no linter knows. Each test lists the places that break its rule."""

import ast
import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VIKNO = ROOT / "src" / "vikno"
SOURCES = sorted(path for path in VIKNO.rglob("*.py") if not {"migrations", "__pycache__"} & set(path.parts))
FORBIDDEN_FILES = {"utils.py", "helpers.py", "services.py", "managers.py", "signals.py", "mixins.py", "exceptions.py"}
FACES = ("content", "editors", "form_editor", "cabinet", "workspace", "api")
WRITES = {"create", "update", "delete", "save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# Who may write beside `operations`: Django's own account managers, and the demo, which only fills an empty house.
WRITERS = {"people/models.py"}
# Rows that belong to somebody: a face loads them through a scope such as `.of(person)`, never by their key alone.
PRIVATE_MODELS = ("Application", "Enquiry", "Attachment", "Result", "StoredFile", "Message", "Submission")


def within(path: Path) -> str:
    return str(path.relative_to(VIKNO))


def is_operation(path: Path) -> bool:
    name = within(path)
    return "/operations.py" in name or "/operations/" in name or name.startswith("demo/")


def calls_that_break(rule: Callable[[ast.Call], bool], paths: list[Path]) -> list[str]:
    """Return `file:line call` for each call in these files of which the rule is true."""
    return [
        f"{within(path)}:{call.lineno} {ast.unparse(call.func)}"
        for path in paths
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and rule(call)
    ]


def is_write_of_rows(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    chain = ast.unparse(call.func)
    # `segno.make(…).save(…)` and `picture.save(stream)` write a picture: a row is saved by its name and to no stream.
    saves_a_row = call.func.attr == "save" and not isinstance(call.func.value, ast.Call) and not call.args
    return ".objects" in chain or saves_a_row or chain.endswith(("bulk_create", "or_create"))


def is_save_of_all_fields(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
        and not isinstance(call.func.value, ast.Call)
        and not call.args
        and not {"update_fields", "force_insert", "using", "commit"} & {keyword.arg for keyword in call.keywords}
    )


def is_unscoped_load(call: ast.Call) -> bool:
    called = ast.unparse(call.func)
    loads = tuple(f"{model}.objects.{verb}" for model in PRIVATE_MODELS for verb in ("get", "filter", "all"))
    if called == "get_object_or_404":
        return bool(call.args) and ast.unparse(call.args[0]) in PRIVATE_MODELS
    return called.startswith(loads)


def strings_translated_in_f_strings(path: Path) -> Iterator[str]:
    for text in ast.walk(ast.parse(path.read_text())):
        if isinstance(text, ast.JoinedStr):
            for call in ast.walk(text):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in ("_", "gettext", "ngettext", "pgettext"):
                    yield f"{within(path)}:{call.lineno}"


def missing_imports(path: Path) -> Iterator[str]:
    """Yield what a program imports from the packages of the project although it is not there."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("vikno", "dstu", "simulators"):
            module = importlib.import_module(str(node.module))
            for alias in node.names:
                if not hasattr(module, alias.name) and not importlib.util.find_spec(f"{node.module}.{alias.name}"):
                    yield f"{path.relative_to(ROOT)}:{node.lineno} {node.module}.{alias.name}"


def test_no_file_has_a_name_that_says_nothing():
    # Among models, services.py holds `Service`: what the centre gives.
    vague = [path for path in SOURCES if path.name in FORBIDDEN_FILES and path.parent.name != "models"]

    assert [within(path) for path in vague] == []


def test_only_operations_write():
    readers = [path for path in SOURCES if not is_operation(path) and within(path) not in WRITERS]

    assert calls_that_break(is_write_of_rows, readers) == []


def test_a_row_is_saved_by_named_fields():
    assert calls_that_break(is_save_of_all_fields, SOURCES) == []


def test_a_face_loads_rows_scoped_to_who_asks():
    faces = [path for path in SOURCES if within(path).startswith(FACES)]

    assert calls_that_break(is_unscoped_load, faces) == []


def test_no_string_to_translate_hides_inside_an_f_string():
    """xgettext does not look into f-strings: what stands there would stay English for everybody."""
    assert [place for path in SOURCES for place in strings_translated_in_f_strings(path)] == []


def test_lock_files_carry_no_download_addresses():
    locks = [*ROOT.glob("requirements*.txt"), ROOT / "package-lock.json"]

    carrying = [path.name for path in locks if "://" in path.read_text().replace('"url": "https://', "")]

    assert [name for name in carrying if name.startswith("requirements")] == []
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_programs_beside_the_portal_import_only_what_is_there():
    """No other test runs the measurements."""
    programs = [path for folder in ("bench", "tools") for path in (ROOT / folder).rglob("*.py")]

    assert [name for path in programs for name in missing_imports(path)] == []
