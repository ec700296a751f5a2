"""Blocks of the text of a page. Facts that the site itself knows are blocks without fields."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StaticBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail_localize.segments import StringSegmentValue

from vikno.web import display

# Headings are blocks of their own, so no level is skipped and readers who jump between headings miss nothing.
LONG_TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link", "document-link"]
SHORT_TEXT_FEATURES = ["bold", "italic", "ul", "link"]
CALLOUT_TONES = [
    ("info", gettext_lazy("to know")),
    ("warn", gettext_lazy("to beware of")),
    ("ok", gettext_lazy("good news")),
]


class PictureBlock(StructBlock):
    """A picture with a text that describes it, or marked as decoration: the chooser requires one of the two."""

    image = ImageBlock(label=gettext_lazy("Picture"))
    caption = CharBlock(label=gettext_lazy("Caption"), required=False, max_length=300)


class DownloadBlock(StructBlock):
    document = DocumentChooserBlock(label=gettext_lazy("File"))
    title = CharBlock(
        label=gettext_lazy("Title"), required=False, help_text=gettext_lazy("Otherwise that of the file.")
    )


class CalloutBlock(StructBlock):
    tone = ChoiceBlock(label=gettext_lazy("Kind"), choices=CALLOUT_TONES, default="info")
    text = RichTextBlock(label=gettext_lazy("Text"), features=SHORT_TEXT_FEATURES)


class AccordionItemBlock(StructBlock):
    title = CharBlock(label=gettext_lazy("Title"), max_length=200)
    text = RichTextBlock(label=gettext_lazy("Text"), features=LONG_TEXT_FEATURES)


class LinkBlock(StructBlock):
    """A link to a page of ours, or to another site."""

    label = CharBlock(label=gettext_lazy("Words of the link"), max_length=200)
    page = PageChooserBlock(label=gettext_lazy("Page of this site"), required=False)
    url = URLBlock(label=gettext_lazy("Address elsewhere"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise ValidationError(_("Choose a page of this site, or write an address elsewhere."))
        return cleaned


class TranslatableTableBlock(TableBlock):
    """A table whose cells are translated like any other text."""

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        texts = {"caption": value.get("table_caption") or ""}
        for row, cells in enumerate(value.get("data") or []):
            texts |= {f"{row}-{column}": cell or "" for column, cell in enumerate(cells)}
        return [StringSegmentValue(place, text) for place, text in texts.items()]

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        restored = {**value, "data": [list(cells) for cells in value.get("data") or []]}
        for segment in segments:
            if segment.path == "caption":
                restored["table_caption"] = segment.render_text()
            else:
                row, column = map(int, segment.path.split("-"))
                restored["data"][row][column] = segment.render_text()
        return restored


class SiteFactBlock(StaticBlock):
    """A fact that the site knows and keeps up to date; an editor only places it."""

    def get_form_state(self, value: Any) -> None:
        return None


class CookieTableBlock(SiteFactBlock):
    """The cookies of this site by name, each with what it is for and how long it is kept."""

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        facts = {
            "session": settings.SESSION_COOKIE_NAME,
            "session_hours": settings.SESSION_COOKIE_AGE // 3600,
            "csrf": settings.CSRF_COOKIE_NAME,
            "display": list(display.DISPLAY_SETTINGS),
        }
        return {**super().get_context(value, parent_context=parent_context), **facts}


class DraftRetentionBlock(SiteFactBlock):
    """The number of days for which an unsent application is kept."""

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        return {
            **super().get_context(value, parent_context=parent_context),
            "draft_days": settings.DRAFT_KEPT_DAYS,
        }


class BarrierReportBlock(SiteFactBlock):
    """The ways to report a barrier: the form, if there is one, and the contacts of the centre."""

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        try:
            form_address = f"{reverse('content:ask')}?topic=accessibility"
        except NoReverseMatch:
            form_address = ""
        return {**super().get_context(value, parent_context=parent_context), "ask": form_address}


class PageBodyBlock(StreamBlock):
    heading = CharBlock(
        label=gettext_lazy("Heading"), max_length=200, icon="h2", template="content/blocks/heading.html"
    )
    text = RichTextBlock(
        label=gettext_lazy("Text"), features=LONG_TEXT_FEATURES, icon="pilcrow", template="content/blocks/text.html"
    )
    picture = PictureBlock(label=gettext_lazy("Picture"), icon="image", template="content/blocks/picture.html")
    callout = CalloutBlock(
        label=gettext_lazy("Note beside the text"), icon="info-circle", template="content/blocks/callout.html"
    )
    folds = ListBlock(
        AccordionItemBlock(),
        label=gettext_lazy("Questions that unfold"),
        icon="list-ul",
        template="content/blocks/folds.html",
    )
    links = ListBlock(
        LinkBlock(), label=gettext_lazy("List of links"), icon="link", template="content/blocks/links.html"
    )
    download = DownloadBlock(
        label=gettext_lazy("File to download"), icon="download", template="content/blocks/download.html"
    )
    table = TranslatableTableBlock(label=gettext_lazy("Table"), icon="table", template="content/blocks/table.html")

    _known = gettext_lazy("What the site knows itself")
    contacts = SiteFactBlock(
        label=gettext_lazy("Contacts of the main centre"),
        admin_text=gettext_lazy("Name, address, phones and e-mail, as they stand in “Centres”."),
        icon="home",
        group=_known,
        template="content/blocks/contacts.html",
    )
    tell_of_a_barrier = BarrierReportBlock(
        label=gettext_lazy("How to tell of a barrier"),
        admin_text=gettext_lazy("The form for letters and the contacts of the main centre."),
        icon="mail",
        group=_known,
        template="content/blocks/tell_of_a_barrier.html",
    )
    cookies = CookieTableBlock(
        label=gettext_lazy("Cookies of this site"),
        admin_text=gettext_lazy("A table that follows the settings."),
        icon="table",
        group=_known,
        template="content/blocks/cookies.html",
    )
    drafts_kept = DraftRetentionBlock(
        label=gettext_lazy("How long drafts are kept"),
        admin_text=gettext_lazy("A sentence that follows the settings."),
        icon="time",
        group=_known,
        template="content/blocks/drafts_kept.html",
    )
