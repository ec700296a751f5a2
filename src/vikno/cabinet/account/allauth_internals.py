"""The one internal function of allauth that we use, so that an upgrade is checked in one place.

allauth has a public function that reads how somebody signed in (`get_authentication_records`) and none that adds a record.
tests/accounts/test_allauth_internals.py pins what the function does.
"""

from allauth.account.internal.flows.login import record_authentication

__all__ = ["record_authentication"]
