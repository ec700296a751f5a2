"""Times in the past, counted back from now: offices work on weekdays, people send at any time."""

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
        """Return the weekday `ago` weekdays before today, without counting today."""
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
        """Return the time of sending and the times of the steps after it, each later than the time before.

        `offsets` are in working days from the day of sending. `open_on` are the weekdays of the desk that accepts a paper
        application. An online application comes at any hour, but early enough for the steps on the same day.
        """
        sent_on = self.workday(ago)
        while open_on is not None and sent_on.weekday() not in open_on:
            sent_on -= DAY
        if open_on is not None:
            minute = OFFICE_OPENS + luck.randint(0, 150)
        else:
            minute = luck.randint(MORNING, 11 * 60 if 0 in offsets else 22 * 60)
        times = [self.time_at(sent_on, minute)]
        day = 0
        for offset in offsets:
            if offset != day:
                day, minute = offset, OFFICE_OPENS + luck.randint(0, 120)
            else:
                minute = min(max(minute, OFFICE_OPENS) + luck.randint(9, 55), LAST_ACT)
            times.append(self.time_at(self.workday(ago - offset) if offset else sent_on, minute))
        return times
