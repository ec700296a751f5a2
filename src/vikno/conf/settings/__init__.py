"""Every setting of Vikno, a module for each subject.

Settings that differ between installations come from the environment; docs/install.md lists them.
"""

# ruff: noqa: F403 - Django reads every setting from this one module.
from vikno.conf.settings.accounts import *
from vikno.conf.settings.apps import *
from vikno.conf.settings.base import *
from vikno.conf.settings.database import *
from vikno.conf.settings.exchange import *
from vikno.conf.settings.languages import *
from vikno.conf.settings.mail import *
from vikno.conf.settings.security import *
from vikno.conf.settings.signatures import *
from vikno.conf.settings.storage import *
from vikno.conf.settings.terms import *
from vikno.conf.settings.wagtail import *
