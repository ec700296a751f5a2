"""How Vikno logs: one line an event, personal data masked before it is written."""

import json
import logging
import re
from typing import Any

# Long runs of digits are РНОКПП, УНЗР, passports, phones and cards; what stands before @ names a person.
_LONG_NUMBER = re.compile(r"\+?\d(?:[ ()-]{0,2}\d){7,15}")
_EMAIL = re.compile(r"[\w.+-]+@([\w-]+\.[\w.-]+)")


def masked(text: str) -> str:
    """Return the text with long numbers and the names in e-mail addresses hidden."""
    return _EMAIL.sub(r"***@\1", _LONG_NUMBER.sub(lambda match: "*" * 4 + match.group()[-2:], text))


class Masking(logging.Filter):
    """Mask the message of every record, whoever wrote it, and the text of its exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
        return True


def configuration(*, json_lines: bool) -> dict[str, Any]:
    """Return a logging configuration: JSON lines for machines, plain ones for a developer."""
    plain = {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    as_json = {"()": "vikno.conf.logs.JsonLines"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"masking": {"()": "vikno.conf.logs.Masking"}},
        "formatters": {"line": as_json if json_lines else plain},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["masking"]}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "fontTools": {"level": "WARNING"},
        },
    }


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_text:
            line["exception"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)
