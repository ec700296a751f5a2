"""What is written to the log: personal data masked, whoever wrote the line."""

import io
import json
import logging
import logging.config

import pytest

from vikno.conf.logs import configuration, mask_personal_data


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("РНОКПП 1759013776 прийнято", "РНОКПП ****76 прийнято", id="РНОКПП"),
        pytest.param("call +380671234567", "call ****67", id="phone"),
        pytest.param("call +380 (67) 123-45-67 now", "call ****67 now", id="phone with spaces"),
        pytest.param("УНЗР 19900501-01234", "УНЗР ****34", id="УНЗР"),
        pytest.param("ID card 123456789", "ID card ****89", id="ID card"),
        pytest.param("to olena.zrazkova+x@example.com", "to ***@example.com", id="e-mail"),
        pytest.param("<olena@example.com>, <petro@example.org>", "<***@example.com>, <***@example.org>", id="e-mails"),
    ],
)
def test_what_names_a_person_is_masked(text, shown):
    assert mask_personal_data(text) == shown


@pytest.mark.parametrize("text", ["GET /cabinet/ 200", "took 1250 ms", "event 4817", "port 8000", "2026", "no one"])
def test_ordinary_words_and_short_numbers_stay(text):
    assert mask_personal_data(text) == text


@pytest.fixture(params=[True, False], ids=["JSON lines", "plain lines"])
def log(request):
    """Return a logger set up as the house sets it up, and what it has written."""
    described = configuration(json_lines=request.param)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    described["handlers"]["console"] = {"()": lambda: handler, "formatter": "line", "filters": ["masking"]}
    described["loggers"] = {"tests.masking": {"handlers": ["console"], "level": "INFO", "propagate": False}}
    described["root"] = {"handlers": [], "level": "WARNING"}
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    logging.config.dictConfig(described)
    yield logging.getLogger("tests.masking"), written.getvalue
    root.handlers, root.level = kept, level


def test_the_message_and_its_arguments_are_masked(log):
    logger, written = log

    logger.info("person %s wrote from %s", "1759013776", "olena@example.com")

    assert "person ****76 wrote from ***@example.com" in written()
    assert "1759013776" not in written()


def test_the_words_of_an_exception_are_masked(log):
    logger, written = log

    try:
        raise ValueError("no person 1759013776 <olena@example.com>")
    except ValueError:
        logger.exception("looking up +380671234567")

    assert "1759013776" not in written()
    assert "olena@" not in written()
    assert "671234567" not in written()
    assert "ValueError: no person ****76" in written()


def test_a_record_that_several_handlers_write_is_masked_in_each(log):
    logger, written = log
    second = io.StringIO()
    extra = logging.StreamHandler(second)
    logger.addHandler(extra)

    logger.error("number %s", 1759013776)

    logger.removeHandler(extra)
    assert "1759013776" not in written()
    assert "1759013776" not in second.getvalue()


def test_json_lines_are_json_with_the_time_level_and_place():
    from vikno.conf.logs import JsonLines

    record = logging.LogRecord("vikno.outbox", logging.WARNING, "", 0, "Не вдалося %s", ("раз",), None)

    line = json.loads(JsonLines().format(record))

    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "vikno.outbox", "Не вдалося раз")
