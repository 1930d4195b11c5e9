"""The seal: it keeps a paper readable, and not one byte can change without its showing."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from asn1crypto.tsp import TimeStampReq
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pytest_django import Settings
from weasyprint import HTML

from portal import seal
from portal.seal import SealReading, Standing, UnableToSeal, make_certificate, read_seal, seal_material, seal_pdf
from tests.pdf import faults_in, text_of

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WORDS = "Sealed. Whoever changes this paper breaks the seal."
PAPER = """<html lang="en"><title>A paper</title><h1>A paper</h1>
<p>Peter pays £120.00. <a href="https://example.org/">Read more</a></p></html>"""

INTACT = SealReading(standing=Standing.INTACT, sealed_at=NOW)
BROKEN = SealReading(standing=Standing.BROKEN)
NOT_OURS = SealReading(standing=Standing.NOT_OURS)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return bytes(HTML(string=PAPER).write_pdf(pdf_variant="pdf/ua-1"))


@pytest.fixture(scope="module")
def sealed(paper: bytes) -> bytes:
    return seal_pdf(paper, words=WORDS, now=NOW)


PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def p256_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def changed(pdf: bytes, place: int, value: int) -> bytes:
    return pdf[:place] + bytes([value]) + pdf[place + 1 :]


def place_of_the_seal(pdf: bytes) -> tuple[int, int]:
    """Where the seal itself stands, its brackets included."""
    start = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    return start, pdf.index(b">", start) + 1


class TestSealPdf:
    def test_everybody_can_still_read_it(self, paper: bytes, sealed: bytes):
        assert faults_in(paper) == []
        assert faults_in(sealed) == []
        assert text_of(sealed) == text_of(paper)

    def test_what_was_there_stays_byte_for_byte(self, paper: bytes, sealed: bytes):
        assert sealed.startswith(paper)

    def test_the_seal_has_words_for_a_screen_reader(self, sealed: bytes):
        with pikepdf.open(BytesIO(sealed)) as pdf:
            (field,) = pdf.Root.AcroForm.Fields
            places = pdf.Root.StructTreeRoot.ParentTree.Nums
            form = dict(zip(list(places)[::2], list(places)[1::2], strict=True))[int(field.StructParent)]
            assert (str(field.TU), str(form.S), str(form.Alt)) == (WORDS, "/Form", WORDS)
            assert form.K[0].Obj.objgen == field.objgen
            assert [float(side) for side in field.Rect] == [0, 0, 0, 0]

    def test_a_judge_that_knows_nothing_of_us_agrees(self, sealed: bytes, tmp_path: Path, settings: Settings):
        (tmp_path / "certificate.pem").write_text(settings.SEAL_CERTIFICATE)
        (signature,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
        context = ValidationContext(
            trust_roots=[load_cert_from_pemder(str(tmp_path / "certificate.pem"))], allow_fetching=False
        )

        status = validate_pdf_signature(signature, context)

        assert (status.bottom_line, status.coverage.name, status.modification_level.name) == (
            True,
            "ENTIRE_FILE",
            "NONE",
        )
        assert signature.docmdp_level == MDPPerm.NO_CHANGES
        assert str(signature.sig_object["/SubFilter"]) == "/ETSI.CAdES.detached"

    def test_a_file_without_tags_is_not_sealed(self):
        with pytest.raises(UnableToSeal) as refusal:
            seal_pdf(HTML(string=PAPER).write_pdf(), words=WORDS, now=NOW)
        assert refusal.value.faults[0].startswith("The file cannot take a seal")

    def test_what_is_no_pdf_is_not_sealed(self):
        with pytest.raises(UnableToSeal):
            seal_pdf(b"minutes of our meeting", words=WORDS, now=NOW)


class TestReadSeal:
    def test_intact(self, sealed: bytes):
        assert read_seal(sealed) == INTACT

    @pytest.mark.parametrize("content", [b"", b"x", b"%PDF-1.7", b"/ByteRange [0 9 9 9]", b"/ByteRange [0 1 3 17]<zz>"])
    def test_anything_else(self, content: bytes):
        assert read_seal(content) == NOT_OURS

    def test_a_file_with_thousands_of_places_is_looked_at_once(self, monkeypatch: pytest.MonkeyPatch):
        """Whoever sends such a file wants us to be busy."""
        looked: list[bytes] = []
        monkeypatch.setattr(seal, "_seal_in", looked.append)
        length = 38 * 1000
        content = b"/ByteRange [0 %08d %08d %05d]" % (1, 3, length - 3) * 1000

        assert len(content) == length
        assert read_seal(content) == NOT_OURS
        assert len(looked) == 1

    def test_without_its_seal_it_is_not_ours(self, paper: bytes):
        assert read_seal(paper) == NOT_OURS

    def test_no_byte_of_the_paper_can_change(self, sealed: bytes):
        chance = random.Random(7)
        for _turn in range(60):
            place = chance.randrange(len(sealed))
            value = chance.choice([one for one in range(256) if one != sealed[place]])
            assert read_seal(changed(sealed, place, value)).standing is not Standing.INTACT, (place, value)

    def test_no_byte_of_the_seal_can_change(self, sealed: bytes):
        """Its wrapping too, which the signature itself does not cover."""
        start, end = place_of_the_seal(sealed)
        for place in [*range(start, start + 130, 3), *range(start, end, 29), end - 1]:
            for value in {sealed[place] ^ 1, ord("3")} - {sealed[place]}:
                assert read_seal(changed(sealed, place, value)) == BROKEN, (place - start, value)

    def test_other_letters_for_the_same_seal(self, sealed: bytes):
        start, end = place_of_the_seal(sealed)

        assert read_seal(sealed[:start] + sealed[start:end].lower() + sealed[end:]) == BROKEN

    def test_something_hidden_behind_the_seal(self, sealed: bytes):
        _start, end = place_of_the_seal(sealed)
        assert sealed[end - 3 : end] == b"00>"

        assert read_seal(changed(sealed, end - 2, ord("7"))) == BROKEN

    def test_something_added_at_the_end(self, sealed: bytes):
        assert read_seal(sealed + b"\n") == BROKEN

    def test_a_change_as_pdf_editors_make_it(self, sealed: bytes):
        edited = BytesIO()
        with pikepdf.open(BytesIO(sealed)) as pdf:
            pdf.pages[0].Rotate = 90
            pdf.save(edited)

        assert read_seal(edited.getvalue()).standing is not Standing.INTACT

    def test_somebody_elses_seal(self, paper: bytes, settings: Settings):
        mine = settings.SEAL_CERTIFICATE, settings.SEAL_KEY
        use(settings, *make_certificate(name="Club Together in tests", now=NOW))
        theirs = seal_pdf(paper, words=WORDS, now=NOW)
        settings.SEAL_CERTIFICATE, settings.SEAL_KEY = mine

        assert read_seal(theirs) == NOT_OURS

    def test_without_a_certificate_of_our_own_nothing_can_be_said(self, sealed: bytes, settings: Settings):
        settings.SEAL_CERTIFICATE = ""
        with pytest.raises(UnableToSeal):
            read_seal(sealed)


def use(settings: Settings, certificate: bytes, key: bytes) -> None:
    settings.SEAL_CERTIFICATE, settings.SEAL_KEY = certificate.decode(), key.decode()


class TestSealMaterial:
    def test_from_files(self, tmp_path: Path, settings: Settings, paper: bytes):
        for name, content in zip(("c.pem", "k.pem"), make_certificate(name="Files", now=NOW), strict=True):
            (tmp_path / name).write_bytes(content)
        settings.SEAL_CERTIFICATE, settings.SEAL_KEY = str(tmp_path / "c.pem"), str(tmp_path / "k.pem")

        assert read_seal(seal_pdf(paper, words=WORDS, now=NOW)) == INTACT
        assert seal_material().is_self_made

    def test_after_the_certificate_was_renewed_older_seals_still_count(
        self, sealed: bytes, paper: bytes, settings: Settings
    ):
        earlier = settings.SEAL_CERTIFICATE.encode()
        certificate, key = make_certificate(name="New", now=NOW)
        use(settings, certificate + earlier, key)

        assert read_seal(sealed) == INTACT
        assert read_seal(changed(sealed, 100, 1)) == BROKEN
        assert read_seal(seal_pdf(paper, words=WORDS, now=NOW)) == INTACT

    @pytest.mark.parametrize("make_key", [p256_key, rsa_key])
    def test_from_an_authority(self, make_key: Callable[[], PrivateKey], paper: bytes, settings: Settings):
        use(settings, *from_an_authority(make_key()))
        sealed = seal_pdf(paper, words=WORDS, now=NOW)

        assert read_seal(sealed) == INTACT
        assert read_seal(changed(sealed, 100, 1)) == BROKEN
        assert not seal_material().is_self_made

    @pytest.mark.parametrize(
        ("certificate", "key", "fault"),
        [
            ("", "", "nothing to seal with"),
            ("-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----", "-----BEGIN nothing", "no PEM"),
            ("/nowhere/certificate.pem", "/nowhere/key.pem", "Cannot read /nowhere/certificate.pem"),
        ],
    )
    def test_nothing_to_seal_with(self, settings: Settings, certificate: str, key: str, fault: str):
        settings.SEAL_CERTIFICATE, settings.SEAL_KEY = certificate, key
        with pytest.raises(UnableToSeal, match="could not seal") as refusal:
            seal_material()
        assert fault in refusal.value.faults[0]

    def test_a_key_of_another_certificate(self, settings: Settings):
        settings.SEAL_KEY = make_certificate(name="Another", now=NOW)[1].decode()
        with pytest.raises(UnableToSeal) as refusal:
            seal_material()
        assert "not the key of the first certificate" in refusal.value.faults[0]


def from_an_authority(key: PrivateKey) -> tuple[bytes, bytes]:
    """A certificate that an authority signed, with the authority's behind it, and its key."""
    authority = p256_key()
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]) for name in ("An authority", "A portal")]
    pems = []
    for name, its_key, is_authority in ((names[1], key, False), (names[0], authority, True)):
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(names[0])
            .public_key(its_key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=1))
            .not_valid_after(NOW + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .sign(authority, hashes.SHA256())
        )
        pems.append(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return b"".join(pems), private


class TestTimestamp:
    @pytest.fixture
    def clock(self, settings: Settings) -> Iterator[str]:
        """A time-stamp server on this machine."""
        certificates, key = from_an_authority(rsa_key())
        its_own, authority = load_certs_from_pemder_data(certificates)
        stamper = DummyTimeStamper(
            tsa_cert=its_own,
            tsa_key=load_private_key_from_pemder_data(key, passphrase=None),
            certs_to_embed=SimpleCertificateStore.from_certs([its_own, authority]),
            fixed_dt=NOW,
        )

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(stamper.request_tsa_response(question).dump())

            def log_message(self, *arguments: object) -> None:
                """Nothing on the screen of the tests."""

        with HTTPServer(("127.0.0.1", 0), Answer) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/tsa"
            server.shutdown()

    def test_a_server_adds_its_time(self, clock: str, paper: bytes, settings: Settings):
        settings.SEAL_TIMESTAMP_URL = clock

        sealed = seal_pdf(paper, words=WORDS, now=NOW)

        (signature,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
        (stamp,) = signature.signer_info["unsigned_attrs"]
        assert stamp["type"].native == "signature_time_stamp_token"
        assert read_seal(sealed) == INTACT

    def test_a_server_that_does_not_answer(self, paper: bytes, settings: Settings):
        settings.SEAL_TIMESTAMP_URL = "http://127.0.0.1:9/"
        with pytest.raises(UnableToSeal) as refusal:
            seal_pdf(paper, words=WORDS, now=NOW)
        assert refusal.value.faults[0].startswith("The time-stamp server gave no answer")
