"""What editors edit, in the order of the menu."""

from vikno.content.snippets.catalogue import (
    AuthoritySnippets,
    CardSnippets,
    CategorySnippets,
    LifeEventSnippets,
    OfferingSnippets,
    ServiceSnippets,
)
from vikno.content.snippets.centres import AlertSnippets, CalendarSnippets, CentreSnippets
from vikno.content.snippets.identification import ConflictSnippets, ProviderSnippets
from vikno.content.snippets.news import NewsCategorySnippets
from vikno.content.snippets.questions import QuestionSnippets, ThemeSnippets
from vikno.content.snippets.search import MissedSnippets, SynonymsSnippets
from vikno.content.snippets.templates import TemplateSnippets

SNIPPETS = (
    ServiceSnippets,
    CardSnippets,
    OfferingSnippets,
    TemplateSnippets,
    AuthoritySnippets,
    CategorySnippets,
    LifeEventSnippets,
    CentreSnippets,
    CalendarSnippets,
    AlertSnippets,
    QuestionSnippets,
    ThemeSnippets,
    NewsCategorySnippets,
    SynonymsSnippets,
)
# What only administrators are let to: secrets, and who contradicts whom.
FOR_ADMINISTRATORS = (ProviderSnippets, ConflictSnippets)
# What is only looked at.
REPORTS = (MissedSnippets,)
