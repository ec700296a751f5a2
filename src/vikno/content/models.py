"""Pages that editors write: the first page, pages of text, news. Each language has a tree of its own."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from vikno.content import front, news
from vikno.content.blocks import Body

YEAR = RegexValidator(r"^\d{4}$", _("Four digits are the address of a year."), inverse_match=True)


def page_address(page: Page) -> str:
    """Return where a page is for a reader of the active language: also when it is written in another."""
    return reverse("wagtail_serve", args=[page.url_path.split("/", 2)[2]])


def address_in(language: str, page: Page) -> str:
    with override(language):
        return page_address(page)


class SitePage(Page):
    """What all our pages have in common. A page of another language is shown as it is, and says so."""

    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("Picture"),
        help_text=_("Shown where the page is shared."),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    # Whoever has the address may read: what is not for all is not on the site.
    private_page_options: list[str] = []
    promote_panels = [MultiFieldPanel([FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")])]

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        code: str = self.locale.language_code
        return code

    @property
    def address(self) -> str:
        return page_address(self)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Take the address of the site from the settings: the row that Wagtail keeps of it is not looked after."""
        parts = super().get_url_parts(request)
        return (parts[0], settings.PUBLIC_URL, parts[2]) if parts else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "section": "",
            "is_original": self.language != get_language(),
            "addresses": self._addresses(),
            "above": self._above(),
        }

    def _addresses(self) -> dict[str, str]:
        """Return where this page is in each language that it is published in."""
        pages = self.get_translations(inclusive=True).live().select_related("locale")
        return {page.locale.language_code: address_in(page.locale.language_code, page) for page in pages}

    def _above(self) -> list[Page]:
        """Return the pages between the first page and this one, in the reader's language where they are translated."""
        pages = list(self.get_ancestors().filter(depth__gt=2).live().select_related("locale"))
        keys = [page.translation_key for page in pages]
        read = Page.objects.live().filter(translation_key__in=keys, locale__language_code=get_language())
        translated = {page.translation_key: page for page in read.select_related("locale")} if keys else {}
        return [translated.get(page.translation_key, page) for page in pages]


class HomePage(SitePage):
    """The first page of a language: what stands on it comes from services and centres, and the editors' own words below."""

    body = StreamField(Body(), verbose_name=_("Text below"), blank=True)

    template = "content/home.html"
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*Page.content_panels, FieldPanel("body"), FieldPanel("image")]

    class Meta:
        verbose_name = _("First page")
        verbose_name_plural = _("First pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            **front.facts(at=timezone.now()),
            "news": news.newest(NewsPage.objects.live(), get_language() or ""),
        }


class StandardPage(SitePage):
    lead = models.TextField(_("In one or two sentences"), blank=True)
    body = StreamField(Body(), verbose_name=_("Text"), blank=True)

    template = "content/standard_page.html"
    parent_page_types = ["content.HomePage", "content.StandardPage"]
    subpage_types = ["content.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body"), FieldPanel("image")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        below = self.get_children().live().select_related("locale")
        return {**super().get_context(request, *args, **kwargs), "below": below}

    class Meta:
        verbose_name = _("Page of text")
        verbose_name_plural = _("Pages of text")


class NewsCategory(models.Model):
    """A theme of news, with a name in each language: where one is missing, the Ukrainian name stands."""

    slug = models.SlugField(_("Name in the address"), max_length=50, unique=True)
    name = models.CharField(_("Name in Ukrainian"), max_length=100)
    name_cs = models.CharField(_("Name in Czech"), max_length=100, blank=True)
    name_en = models.CharField(_("Name in English"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("Category of news")
        verbose_name_plural = _("Categories of news")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return getattr(self, f"name_{self.language}", self.name)

    @property
    def language(self) -> str:
        """Return the language of the name that is shown."""
        active = get_language() or ""
        return active if getattr(self, f"name_{active}", "") else settings.LANGUAGE_CODE


class NewsIndexPage(SitePage):
    lead = models.TextField(_("In one or two sentences"), blank=True)

    template = "content/news_index_page.html"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.NewsPage"]
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("image")]

    class Meta:
        verbose_name = _("List of news")
        verbose_name_plural = _("Lists of news")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Give each year an address of its own."""
        match path_components:
            case [year] if self.live and year.isdecimal() and len(year) == 4:
                return RouteResult(self, kwargs={"year": int(year)})
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, year: int | None = None, **kwargs: Any) -> dict[str, Any]:
        wanted = news.Wanted(language=get_language() or "", year=year, category=request.GET.get("category", ""))
        return {
            **super().get_context(request, *args, **kwargs),
            "section": "news",
            **news.listing(NewsPage.objects.live(), wanted, page=request.GET.get("page")),
        }


class NewsPage(SitePage):
    date = models.DateField(_("Date"), default=timezone.localdate)
    category = models.ForeignKey(
        NewsCategory,
        verbose_name=_("Category"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead = models.TextField(_("In one or two sentences"))
    image_alt = models.CharField(_("What the picture shows, in words"), max_length=250, blank=True)
    image_is_decorative = models.BooleanField(_("The picture only decorates"), default=False)
    body = StreamField(Body(), verbose_name=_("Text"), blank=True)

    template = "content/news_page.html"
    parent_page_types = ["content.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("category"),
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_is_decorative")], heading=_("Picture")
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("News item")
        verbose_name_plural = _("News")

    def clean(self) -> None:
        super().clean()
        if self.slug:
            _check("slug", self.slug, YEAR)
        if self.image and not self.image_alt and not self.image_is_decorative:
            raise ValidationError({"image_alt": _("Say what the picture shows, or that it only decorates.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "section": "news"}

    @property
    def picture_in_words(self) -> str:
        return "" if self.image_is_decorative else self.image_alt


def _check(name: str, value: str, validator: RegexValidator) -> None:
    try:
        validator(value)
    except ValidationError as trouble:
        raise ValidationError({name: trouble.messages}) from trouble
