"""Times in the past, counted back from now: offices work on weekdays, people send when they can."""

import datetime
import zoneinfo
from dataclasses import dataclass
from random import Random

DAY = datetime.timedelta(days=1)
SATURDAY = 5
# In minutes from midnight.
MORNING, OFFICE_OPENS, LAST_ACT = 7 * 60 + 30, 9 * 60 + 5, 15 * 60 + 50


@dataclass(frozen=True, kw_only=True)
class DemoTimeline:
    now: datetime.datetime
    zone: zoneinfo.ZoneInfo

    def workday(self, ago: int) -> datetime.date:
        """Return the weekday that lies so many weekdays before today; today itself is not counted."""
        on = self.now.astimezone(self.zone).date()
        while ago > 0:
            on -= DAY
            ago -= on.weekday() < SATURDAY
        return on

    def time_at(self, on: datetime.date, minute: int) -> datetime.datetime:
        midnight = datetime.datetime.combine(on, datetime.time(), tzinfo=self.zone)
        return (midnight + datetime.timedelta(minutes=minute)).astimezone(datetime.UTC)

    def action_times(
        self, ago: int, offsets: list[int], open_on: set[int] | None, luck: Random
    ) -> list[datetime.datetime]:
        """Return the time of sending and those of what came after, each later than the one before.

        `offsets` are in working days from the day of sending. `open_on` are the weekdays of a desk that took it in on paper;
        online it comes at any hour, but early enough for what happened the same day.
        """
        sent_on = self.workday(ago)
        while open_on is not None and sent_on.weekday() not in open_on:
            sent_on -= DAY
        minute = self._sending(offsets, is_paper=open_on is not None, luck=luck)
        times = [self.time_at(sent_on, minute)]
        day = 0
        for offset in offsets:
            if offset != day:
                day, minute = offset, OFFICE_OPENS + luck.randint(0, 120)
            else:
                minute = min(max(minute, OFFICE_OPENS) + luck.randint(9, 55), LAST_ACT)
            times.append(self.time_at(self.workday(ago - offset) if offset else sent_on, minute))
        return times

    def _sending(self, offsets: list[int], *, is_paper: bool, luck: Random) -> int:
        if is_paper:
            return OFFICE_OPENS + luck.randint(0, 150)
        latest = 11 * 60 if 0 in offsets else 22 * 60
        return luck.randint(MORNING, latest)
