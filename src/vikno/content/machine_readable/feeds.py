"""Feeds of news, RSS and Atom, in each language."""

import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vikno.centres.queries import main_centre
from vikno.content.models import NewsPage
from vikno.content.news import news_list

FEED_LENGTH = 20


class NewsRssFeed(Feed[NewsPage, Any]):
    item_guid_is_permalink = False

    def title(self) -> str:
        centre = main_centre()
        return _("News: %(name)s") % {"name": centre.name if centre else _("Vikno")}

    def description(self) -> str:
        return _("What changes at the centre and in its services.")

    subtitle = description

    def link(self) -> str:
        return reverse("content:news")

    def items(self) -> Any:
        return news_list.newest_first(news_list.in_language(NewsPage.objects.live(), get_language() or ""))[
            :FEED_LENGTH
        ]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.lead)

    def item_link(self, item: NewsPage) -> str:
        return item.address

    def item_guid(self, item: NewsPage) -> str:
        """Return an id that stays when the page moves, so that readers do not get the item twice."""
        return f"urn:uuid:{item.translation_key}:{item.language}"

    def item_pubdate(self, item: NewsPage) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(item.date, datetime.time()))

    def item_updateddate(self, item: NewsPage) -> datetime.datetime | None:
        return item.last_published_at  # type: ignore[no-any-return]

    def item_categories(self, item: NewsPage) -> list[str]:
        return [item.category.title] if item.category else []


class NewsAtomFeed(NewsRssFeed):
    feed_type = Atom1Feed
