"""What an installation for residents holds."""

import tomllib
from pathlib import Path

from setuptools import find_packages

ROOT = Path(__file__).resolve().parents[2]


def installed_packages() -> list[str]:
    """Return the packages that setuptools finds with the settings of pyproject.toml."""
    find = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]
    assert find["namespaces"] is False
    return find_packages(str(ROOT / find["where"][0]), include=find["include"])


def test_the_portal_and_its_cryptography_are_installed_whole():
    sources = {
        ".".join(path.parent.relative_to(ROOT / "src").parts)
        for package in ("vikno", "dstu")
        for path in (ROOT / "src" / package).rglob("__init__.py")
    }

    assert sources - set(installed_packages()) == set()


def test_the_simulators_are_not_installed():
    assert [name for name in installed_packages() if name.split(".")[0] not in ("vikno", "dstu")] == []
    assert (ROOT / "src" / "simulators" / "__init__.py").exists()


def test_what_builds_the_package_is_pinned():
    """Python 3.12 makes an environment without setuptools, and `make` installs the package without fetching any."""
    assert "\nsetuptools==" in (ROOT / "requirements.txt").read_text()
    assert "; python_full_version" not in next(
        line for line in (ROOT / "requirements.txt").read_text().splitlines() if line.startswith("setuptools==")
    )
