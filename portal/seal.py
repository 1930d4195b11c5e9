"""
The portal's seal on a paper: whoever changes anything in it afterwards breaks the seal, and a PDF reader shows that.

A seal is a PAdES signature by the portal itself, not by the people in the paper. It certifies the file as it is and
allows no change at all. The field that holds it stands in the tagged text, with words for a screen reader, so that a
sealed paper is still PDF/UA-1. What was refused, and why, is in `docs/adr/0008-the-seal.md`.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from asn1crypto.cms import CertificateChoices, CertificateSet, ContentInfo, IssuerAndSerialNumber
from asn1crypto.tsp import TimeStampReq, TimeStampResp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import set_tsp_headers
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD: Final = "PortalSeal"
DIGEST: Final = "sha256"

# A certificate that the portal makes for itself: long enough for what is sealed with it to be checked for years.
OWN_CERTIFICATE_LASTS: Final = timedelta(days=3650)
TIMESTAMP_SECONDS: Final = 10

_NOBODY_IS_ASKED: Final = {"allow_fetching": False, "revocation_mode": "soft-fail"}
_COVERED_BEGINS: Final = b"/ByteRange ["
_COVERED: Final = re.compile(rb"/ByteRange \[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\]")
_SEALED_AT: Final = re.compile(rb"/M \(D(?::|\\072)(\d{14})Z\)")
_BROKEN_CMS: Final = (ValueError, KeyError, TypeError, AttributeError, NotImplementedError)


class UnableToSeal(Exception):
    """There is nothing to seal with, or the paper cannot take a seal; `faults` says what is wrong."""

    def __init__(self, *faults: str) -> None:
        super().__init__(_("Sorry, we could not seal this document."))
        self.faults = faults
        for fault in faults:
            self.add_note(fault)


class Standing(Enum):
    """What a file's seal says."""

    INTACT = auto()  # sealed by this portal, and not one byte is another
    BROKEN = auto()  # it has this portal's seal, and something is not as it was
    NOT_OURS = auto()  # no seal of this portal is in it


@dataclass(frozen=True, kw_only=True)
class SealReading:
    """What a file's seal says, and when it was put there; None where it is not intact."""

    standing: Standing
    sealed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SealMaterial:
    """
    What the portal seals with.

    :param certificate: the one that goes with the key
    :param chain: certificates of authorities, which go into each seal
    :param earlier: those that the portal sealed with before: what bears them is still ours
    """

    certificate: Any
    key: Any
    chain: Sequence[Any]
    earlier: Sequence[Any]

    @property
    def ours(self) -> list[Any]:
        return [self.certificate, *self.earlier]

    @property
    def is_self_made(self) -> bool:
        """No authority vouches for it."""
        return bool(self.certificate.self_issued)

    @property
    def ends_at(self) -> datetime:
        ends: datetime = self.certificate.not_valid_after
        return ends


def seal_material() -> SealMaterial:
    """
    What the settings say to seal with. The first certificate belongs to the key.

    :raises UnableToSeal: there is none, it cannot be read, or the two do not fit
    """
    certificate, key = str(settings.SEAL_CERTIFICATE), str(settings.SEAL_KEY)
    if not certificate or not key:
        raise UnableToSeal("SEAL_CERTIFICATE and SEAL_KEY are not set: there is nothing to seal with.")
    return _read_material(_pem(certificate), _pem(key))


def seal_pdf(pdf: bytes, *, words: str, now: datetime) -> bytes:
    """
    Put the portal's seal on a tagged PDF. What was there stays, byte for byte; the seal comes after it.

    :param words: what a screen reader says for the seal
    :param now: becomes the seal's date; a time-stamp server, if there is one, adds its own
    :raises UnableToSeal: nothing to seal with, an untagged file, or the time-stamp server does not answer
    """
    material = seal_material()
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        _put_field(writer, words=words)
        meta = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        signer = _SealerAt(meta, signer=_signer(material), timestamper=_timestamper(), at=now)
        sealed: BytesIO = _apart(lambda: signer.sign_pdf(writer, existing_fields_only=True))
    except (PdfError, SigningError, KeyError) as fault:
        raise UnableToSeal(f"The file cannot take a seal: {fault}") from fault
    except (OSError, HTTPException, ValueError) as fault:
        raise UnableToSeal(f"The time-stamp server gave no answer that can be used: {fault}") from fault
    return sealed.getvalue()


def read_seal(pdf: bytes) -> SealReading:
    """
    Say what the seal on a file is worth. The file may be anything: it is not opened as a PDF.

    The seal counts if it covers every byte but its own place, if that place holds the seal and nothing else, and if
    it was made with a certificate that this portal seals with, or did once.

    :raises UnableToSeal: the portal has no certificate to judge by
    """
    material = seal_material()
    # Ours is the last in the file. A stranger's file may have thousands, and each would cost us a look at all of it.
    match = _COVERED.match(pdf, max(pdf.rfind(_COVERED_BEGINS), 0))
    if match is not None:
        upto, beyond, rest = (int(number) for number in match.groups())
        seal = _seal_in(pdf[upto:beyond]) if upto < beyond and beyond + rest == len(pdf) else None
        if seal is not None and _is_sealed_by(material, seal=seal, covered=pdf[:upto] + pdf[beyond:]):
            return SealReading(standing=Standing.INTACT, sealed_at=_time_in(pdf[match.start() :]))
    return SealReading(standing=Standing.BROKEN if _bears_our_mark(pdf, material) else Standing.NOT_OURS)


def make_certificate(*, name: str, now: datetime) -> tuple[bytes, bytes]:
    """Make a certificate that only the portal itself vouches for, and its key: for the demo and the tests. As PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + OWN_CERTIFICATE_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return (
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )


class _SealerAt(PdfSigner):  # type: ignore[misc]  # pyHanko is read without its types
    """Seals at a moment that is handed in, where pyHanko would look at the clock."""

    def __init__(self, *arguments: Any, at: datetime, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.at = at

    def init_signing_session(self, *arguments: Any, **named: Any) -> Any:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self.at.astimezone(UTC)
        return session


class _TimestampServer(TimeStamper):  # type: ignore[misc]  # pyHanko is read without its types
    """Asks an RFC 3161 server what time it is: one question, which needs no session and no other library."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.address = urlsplit(url)

    async def async_request_tsa_response(self, req: TimeStampReq) -> TimeStampResp:
        return TimeStampResp.load(await asyncio.to_thread(self._ask, req.dump()))

    def _ask(self, question: bytes) -> bytes:
        kind = HTTPSConnection if self.address.scheme == "https" else HTTPConnection
        connection = kind(self.address.netloc, timeout=TIMESTAMP_SECONDS)
        try:
            connection.request("POST", self.address.path or "/", body=question, headers=set_tsp_headers({}))
            return connection.getresponse().read()
        finally:
            connection.close()


def _timestamper() -> _TimestampServer | None:
    return _TimestampServer(settings.SEAL_TIMESTAMP_URL) if settings.SEAL_TIMESTAMP_URL else None


def _put_field(writer: IncrementalPdfFileWriter, *, words: str) -> None:
    """A signature field of no size on the last page, in a tagged form at the end of the document."""
    append_signature_field(writer, SigFieldSpec(sig_field_name=FIELD, on_page=-1, readable_field_name=words))
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    page = field.get_object().raw_get("/P")
    tree = writer.root["/StructTreeRoot"]
    document = tree["/K"].raw_get(0)
    widget = writer.add_object(_dictionary(Type=_name("OBJR"), Obj=field, Pg=page))
    form = writer.add_object(
        _dictionary(
            Type=_name("StructElem"),
            S=_name("Form"),
            P=document,
            Pg=page,
            Alt=generic.TextStringObject(words),
            K=generic.ArrayObject([widget]),
        )
    )
    document.get_object()["/K"].append(form)
    writer.update_container(document.get_object()["/K"])
    # The way back from the field to its place among the tags: the next free number.
    places = tree["/ParentTree"]["/Nums"]
    number = generic.NumberObject(int(places[len(places) - 2]) + 1)
    places.extend([number, form])
    writer.update_container(places)
    field.get_object()["/StructParent"] = number


def _dictionary(**entries: Any) -> Any:
    return generic.DictionaryObject({generic.pdf_name(f"/{name}"): entry for name, entry in entries.items()})


def _name(name: str) -> Any:
    return generic.pdf_name(f"/{name}")


def _signer(material: SealMaterial) -> SimpleSigner:
    return SimpleSigner(
        signing_cert=material.certificate,
        signing_key=material.key,
        cert_registry=SimpleCertificateStore.from_certs(material.chain),
    )


def _seal_in(place: bytes) -> bytes | None:
    """The seal that stands in its place: in hexadecimal, as pyHanko writes it, with noughts behind it."""
    try:
        written = bytes.fromhex(place[1:-1].decode("ascii"))
        seal: bytes = ContentInfo.load(written).dump()
    except _BROKEN_CMS:
        return None
    # Other letters for the same bytes, or something hidden after them, is not what we wrote.
    as_we_write_it = b"<" + seal.ljust(len(written), b"\0").hex().upper().encode() + b">"
    return seal if place == as_we_write_it else None


def _is_sealed_by(material: SealMaterial, *, seal: bytes, covered: bytes) -> bool:
    try:
        signed = ContentInfo.load(seal, strict=True)["content"]
        (info,) = signed["signer_infos"]
        maker = next((one for one in material.ours if _names(info["sid"].chosen, one)), None)
        if maker is None or seal != _wrapped(signed, info, maker=maker, known=[maker, *material.chain]):
            return False
        # As it was then: a seal does not break because the certificate has ended since.
        context = ValidationContext(trust_roots=[maker], moment=maker.not_valid_after, **_NOBODY_IS_ASKED)
        status = _apart(
            lambda: asyncio.run(async_validate_detached_cms(covered, signed, signer_validation_context=context))
        )
    except _BROKEN_CMS:
        return False
    # Whom a time-stamp server is vouched for by, we need not know: that its time is for this seal, we do.
    stamp = status.timestamp_validity
    is_timed = stamp is None or (stamp.intact and stamp.valid)
    return bool(status.intact and status.valid and status.trusted and is_timed)


def _wrapped(signed: Any, info: Any, *, maker: Any, known: Sequence[Any]) -> bytes:
    """
    The seal as it must look around what is signed.

    A signature does not cover its own wrapping: version numbers, algorithms that are named a second time, the
    certificates beside it. There, a byte could change and nothing would show.
    """
    digest = {"algorithm": DIGEST}
    beside = [one for given in signed["certificates"] for one in known if one.dump() == given.chosen.dump()]
    mechanism = SimpleSigner(maker, None, None).get_signature_mechanism_for_digest(DIGEST)
    unsigned = {"unsigned_attrs": info["unsigned_attrs"]} if len(info["unsigned_attrs"]) else {}
    wrapped: bytes = ContentInfo(
        {
            "content_type": "signed_data",
            "content": {
                "version": "v1",
                "digest_algorithms": [digest],
                "encap_content_info": {"content_type": "data"},
                "certificates": CertificateSet([CertificateChoices("certificate", one) for one in beside]),
                "signer_infos": [
                    {
                        "version": "v1",
                        "sid": info["sid"],
                        "digest_algorithm": digest,
                        "signature_algorithm": mechanism,
                        "signed_attrs": info["signed_attrs"],
                        "signature": info["signature"].native,
                        **unsigned,
                    }
                ],
            },
        }
    ).dump(force=True)
    return wrapped


def _names(signer: Any, certificate: Any) -> bool:
    return bool(
        signer["serial_number"].native == certificate.serial_number
        and signer["issuer"].dump() == certificate.issuer.dump()
    )


def _time_in(seal: bytes) -> datetime | None:
    found = _SEALED_AT.search(seal)
    return datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC) if found else None


def _bears_our_mark(pdf: bytes, material: SealMaterial) -> bool:
    """Our certificate, or the place where the seal names it. Whoever changes one of the two has left the other."""
    # Whoever wrote it anew may have used small letters.
    pdf = pdf.upper()
    for one in material.ours:
        named = IssuerAndSerialNumber({"issuer": one.issuer, "serial_number": one.serial_number})
        if any(mark.hex().upper().encode() in pdf for mark in (one.dump(), named.dump())):
            return True
    return False


def _pem(given: str) -> bytes:
    """The text itself, or that of the file that it names."""
    if given.lstrip().startswith("-----BEGIN"):
        return given.encode()
    try:
        return Path(given).read_bytes()
    except OSError as fault:
        raise UnableToSeal(f"Cannot read {given}: {fault.strerror}.") from fault


@lru_cache(maxsize=4)
def _read_material(certificates: bytes, key: bytes) -> SealMaterial:
    try:
        first, *others = load_certs_from_pemder_data(certificates)
        private = load_private_key_from_pemder_data(key, passphrase=None)
    except (ValueError, TypeError) as fault:
        raise UnableToSeal("SEAL_CERTIFICATE or SEAL_KEY is no PEM that can be read.") from fault
    if _public(private) != first.public_key.dump():
        raise UnableToSeal("SEAL_KEY is not the key of the first certificate in SEAL_CERTIFICATE.")
    return SealMaterial(
        certificate=first,
        key=private,
        chain=[one for one in others if one.ca],
        earlier=[one for one in others if not one.ca],
    )


def _public(private: Any) -> bytes:
    loaded = serialization.load_der_private_key(private.dump(), password=None)
    return loaded.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _apart(work: Callable[[], Any]) -> Any:
    """Do it in a thread of its own: pyHanko runs an event loop, and the thread that asks may have one already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()
