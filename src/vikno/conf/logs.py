"""Logging: one line for each event, with personal data masked before it is written."""

import json
import logging
import re
from typing import Any

# Long runs of digits are РНОКПП, УНЗР, passports, phones and cards; what stands before @ names a person.
# Digits inside a random identifier (between letters and dashes) are not: masking these would only hide which case it was.
_LONG_NUMBER = re.compile(r"(?<![0-9A-Fa-f-])\+?\d(?:[ ()-]{0,2}\d){7,15}(?![0-9A-Fa-f-])")
_EMAIL = re.compile(r"[\w.+-]+@([\w-]+\.[\w.-]+)")


def mask_personal_data(text: str) -> str:
    """Return the text with long numbers and the names in e-mail addresses hidden."""
    return _EMAIL.sub(r"***@\1", _LONG_NUMBER.sub(lambda match: "*" * 4 + match.group()[-2:], text))


class TaskNoiseFilter(logging.Filter):
    """Drop the two lines that every background task writes, every few seconds; what fails is told at ERROR."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.name != "django_tasks" or record.levelno > logging.INFO


class MaskingFilter(logging.Filter):
    """Mask the message of every record, whoever wrote it, and the text of its exception."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = mask_personal_data(record.getMessage())
        record.args = ()
        if record.exc_info and not record.exc_text:
            record.exc_text = mask_personal_data(logging.Formatter().formatException(record.exc_info))
        return True


def configuration(*, json_lines: bool) -> dict[str, Any]:
    """Return a logging configuration: JSON lines for machines, plain ones for a developer."""
    plain = {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    as_json = {"()": "vikno.conf.logs.JsonLines"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "masking": {"()": "vikno.conf.logs.MaskingFilter"},
            "quiet": {"()": "vikno.conf.logs.TaskNoiseFilter"},
        },
        "formatters": {"line": as_json if json_lines else plain},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["quiet", "masking"]}
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # It writes whole addresses, and to some providers secrets travel in them.
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            # What is wrong with a stranger's PDF is told to the stranger.
            "pyhanko": {"level": "CRITICAL"},
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
