"""Reasons of the verdict on a signature. Each has a code for programs and a sentence for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASON_MESSAGES: dict[str, str | Promise] = {
    # The check of the signature itself.
    "digest_differs": _("The document is not the one that was signed: it was changed after signing."),
    "signature_differs": _("The signature was not made with the key of this certificate, or was changed."),
    "signing_certificate_differs": _("The signature names another certificate than the one it carries."),
    "wrong_content_type": _("The signature says that it is over content of another kind."),
    "changed_later": _("The document was changed after it was signed."),
    "filled_later": _("After signing, another signature was added or a field was filled in, as the signer allowed."),
    "covers_a_part": _("The signature is over a part of the document only."),
    "data_missing": _("What was signed is not here. Add the document that was signed."),
    "no_content": _("What was signed is not here. Add the document that was signed."),
    "no_certificate": _("The certificate of who signed is not in the file, and we do not have it."),
    "no_signer": _("The file has the form of a signature, but nobody has signed in it."),
    "key_usage": _("The certificate is not meant for signing documents."),
    "weak_digest": _("The signature rests on SHA-1, which is no longer safe."),
    "unsupported": _("The signature uses a method that we cannot check."),
    "unreadable": _("The signature is damaged."),
    "malformed": _("The signature is damaged."),
    "attributes_not_der": _("The signing program wrote the signature in an unusual order; that does no harm."),
    # The trust in the certificate and in the time of signing.
    "untrusted": _("The certificate does not come from an issuer that we trust."),
    "incomplete": _("A certificate between the signer’s and a trusted one is missing."),
    "chain_broken": _("A certificate on the way to a trusted one was not issued as it should be."),
    "expired": _(
        "The certificate had run out at the time for which we check, and nothing proves that it was signed earlier."
    ),
    "signed_after_expiry": _("It was signed after the certificate had run out."),
    "not_yet_valid": _("The certificate was not valid yet at the time for which we check."),
    "revoked": _("The certificate was revoked before that."),
    "revoked_later": _("The certificate was revoked later. Nothing proves that the signature was made before that."),
    "issuer_revoked": _("A certificate of the issuer was revoked."),
    "revocation_unknown": _("We could not ask whether the certificate was revoked."),
    "time_unproved": _("The time of signing is what the signer’s computer said; no time-stamp proves it."),
    "stamp_failed": _("The time-stamp does not belong to this signature."),
    "timestamp_differs": _("The time-stamp does not belong to this signature."),
    "content_timestamp_differs": _("The time-stamp does not belong to this signature."),
    "stamp_untrusted": _("The time-stamp does not come from an issuer that we trust."),
    # The file as a whole.
    "no_signature": _("There is no electronic signature in this file."),
    "partly_covered": _("Not every file here is signed."),
    "empty": _("The file is empty."),
    "damaged": _("The container is damaged: it cannot be unpacked."),
    "too_much_inside": _("The file holds more than can be checked here."),
    "bursts": _("The container is much larger inside than it looks. It may be made to do harm."),
    "locked": _("The container is locked with a password."),
    "same_names": _("The container holds two files of the same name, so nobody can say which one is signed."),
    "leads_out": _("A file in the container has a name that leads out of it. It may be made to do harm."),
    "no_container": _("This is no container of signed files."),
    "bad_manifest": _("The list of signed files in the container is damaged."),
    "bad_xml": _("The XML of the signature is damaged, or is made to do harm."),
    "same_ids": _("Two parts of the XML have the same name, so nobody can say which one is signed."),
}

# With these reasons nobody can tell whose the certificate is. An unknown revocation status is not among them.
UNTRUSTED_SIGNER_REASONS = frozenset(
    {"untrusted", "incomplete", "chain_broken", "expired", "not_yet_valid", "no_certificate"}
)


def reason_message(code: str) -> str:
    """Return the sentence for a reason."""
    return str(REASON_MESSAGES.get(code, REASON_MESSAGES["unsupported"]))
