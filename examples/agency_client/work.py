"""Handle the items of the feed, once: `python -m examples.agency_client.work ADDRESS RESULT.pdf`."""

import os
import sys
from pathlib import Path
from typing import Any

from examples.agency_client.client import Agency

CURSOR = Path("cursor.txt")


def work(agency: Agency, cursor: str, result: Path) -> str:
    """Take every new application to its result; return the cursor after the last one."""
    for item, after in agency.news(cursor):
        is_new = item["type"] in ("application.submitted", "application.resubmitted")
        if is_new and not item["data"]["withdrawn"]:
            handle_application(agency, item, result)
        # A process killed here gets the item again: the portal knows what was done with it, and does nothing twice.
        cursor = after
    return cursor


def handle_application(agency: Agency, item: dict[str, Any], result: Path) -> None:
    number = item["subject"]
    application, _etag = agency.application(number)
    for file in application["files"]:
        agency.file(number, file)
    agency.acknowledge(number, remote=f"DOC-{number}")
    if application["registered"] is None:
        agency.register(number, f"{item['sequence']}/01-15", item["time"][:10])
    agency.status(number, "in_work", who="Коваль О. П.")
    agency.grant(number, agency.application(number)[1])
    agency.send_result(number, result.name, result.read_bytes())


if __name__ == "__main__":
    began = CURSOR.read_text() if CURSOR.exists() else ""
    with Agency(sys.argv[1], os.environ["AGENCY_ID"], os.environ["AGENCY_SECRET"]) as portal:
        CURSOR.write_text(work(portal, began, Path(sys.argv[2])))
