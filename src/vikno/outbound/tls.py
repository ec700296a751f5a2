"""TLS of outgoing connections: the authorities that are trusted, and the client certificate that is shown."""

import functools
import ssl
from dataclasses import dataclass

import httpx

from vikno.kernel.errors import Rejected


@dataclass(frozen=True, kw_only=True)
class TlsCredentials:
    """Paths of PEM files: our certificate with its key, and an authority that is trusted beside the usual ones.

    An empty `key` means that the certificate's file holds it.
    """

    certificate: str = ""
    key: str = ""
    authority: str = ""


NO_CREDENTIALS = TlsCredentials()


@functools.cache
def tls_context(credentials: TlsCredentials) -> ssl.SSLContext:
    """Return the TLS context for these credentials. Raises `Rejected` where a file cannot be read.

    It is made once in the life of a process: reading the authorities takes longer than many a request. The usual
    authorities are those of certifi, or those that the variables of OpenSSL (SSL_CERT_FILE, SSL_CERT_DIR) name.
    """
    context = httpx.create_ssl_context()
    try:
        if credentials.authority:
            context.load_verify_locations(cafile=credentials.authority)
        if credentials.certificate:
            context.load_cert_chain(credentials.certificate, credentials.key or None)
    except OSError:
        raise Rejected("A certificate of the connection cannot be read.") from None
    return context
