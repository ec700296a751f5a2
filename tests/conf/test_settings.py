"""The settings of an installation, and their list in docs/install.md."""

import re

from tools.audit.own_portal import ROOT

FROM_ENVIRONMENT = re.compile(r'(?:env\.(?:text|flag|number|words)|_secret)\(\s*"([A-Z_]+)"')
SOURCES = sorted((ROOT / "src" / "vikno" / "conf" / "settings").glob("*.py"))


def test_the_page_for_administrators_lists_every_setting():
    names = {name for source in SOURCES for name in FROM_ENVIRONMENT.findall(source.read_text())}
    page = (ROOT / "docs" / "install.md").read_text()

    assert "SECRET_KEY" in names
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []
