"""Compile every template of ours: a misspelt tag or component is found here, not by a resident."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vikno.conf.settings")
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DEMO", "1")

import django  # noqa: E402
from django.template import TemplateDoesNotExist, TemplateSyntaxError  # noqa: E402
from django.template.loader import get_template  # noqa: E402


def main() -> int:
    django.setup()
    trouble = 0
    paths = sorted((ROOT / "src" / "vikno").glob("*/templates/**/*.*"))
    for path in paths:
        name = str(path).partition("/templates/")[2]
        try:
            get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:
            trouble += 1
            sys.stderr.write(f"{path.relative_to(ROOT)}: {error}\n")
    sys.stderr.write(f"templates: {len(paths)} read, {trouble} to mend\n")
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
