"""Viewsets of the editors' area, in the order of the menu."""

from vikno.editors.snippets.catalogue import (
    AuthoritySnippets,
    CategorySnippets,
    LifeEventSnippets,
    OfferingSnippets,
    ServiceCardSnippets,
    ServiceSnippets,
)
from vikno.editors.snippets.centres import AlertSnippets, CalendarExceptionSnippets, CentreSnippets
from vikno.editors.snippets.identification import IdentityConflictSnippets, IdentityProviderSnippets
from vikno.editors.snippets.news import NewsCategorySnippets
from vikno.editors.snippets.questions import QuestionAnswerSnippets, QuestionThemeSnippets
from vikno.editors.snippets.search import MissedSearchSnippets, SynonymsSnippets
from vikno.editors.snippets.templates import TemplateSnippets

SNIPPETS = (
    ServiceSnippets,
    ServiceCardSnippets,
    OfferingSnippets,
    TemplateSnippets,
    AuthoritySnippets,
    CategorySnippets,
    LifeEventSnippets,
    CentreSnippets,
    CalendarExceptionSnippets,
    AlertSnippets,
    QuestionAnswerSnippets,
    QuestionThemeSnippets,
    NewsCategorySnippets,
    SynonymsSnippets,
)
# For administrators only: secrets and identity conflicts.
ADMINISTRATOR_SNIPPETS = (IdentityProviderSnippets, IdentityConflictSnippets)
# Read-only reports.
REPORT_SNIPPETS = (MissedSearchSnippets,)
