"""Serves over HTTPS on the local network, so that a phone's browser gives the scan page its camera.

Browsers open the camera only to a safe origin: HTTPS, or the machine itself. The certificate is our own, made here
and kept under instance/phone/; the phone warns once, and one says that one knows.
"""

from __future__ import annotations

import os
import socket
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import qrcode
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "instance" / "phone"
LIFETIME = timedelta(days=30)


def lan_address() -> str:
    """This machine's address in the local network, or 127.0.0.1 where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: connecting a datagram socket only asks the system which way it would go (RFC 5737 address).
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def certificate(address: str, now: datetime) -> tuple[Path, Path]:
    """The files of a certificate for `address` and of its key, made anew when `address` or `now` wants another."""
    chain, secret = FOLDER / f"{address}.pem", FOLDER / f"{address}.key"
    if chain.exists() and secret.exists():
        kept = x509.load_pem_x509_certificate(chain.read_bytes())
        if kept.not_valid_before_utc <= now < kept.not_valid_after_utc - timedelta(days=1):
            return chain, secret
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    secret.touch(mode=0o600)
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return chain, secret


def main() -> None:
    """Print the address, as text and as a QR code, and become the server."""
    address, port = lan_address(), os.environ.get("PORT", "8000")
    chain, secret = certificate(address, datetime.now(UTC))
    url = f"https://{address}:{port}/"
    code = qrcode.QRCode(border=2)
    code.add_data(url)
    code.print_ascii(out=sys.stdout, invert=True)
    print(
        f"On a phone in the same network: {url}\nIt warns of a certificate that it does not know: this machine made it."
    )
    sys.stdout.flush()
    os.environ.setdefault("BASE_URL", url.rstrip("/"))
    options = ["--host", "0.0.0.0", "--certificate", str(chain), "--key", str(secret)]
    os.execv(sys.executable, [sys.executable, "-m", "flask", "--app", "wsgi", "serve", *options])


if __name__ == "__main__":
    main()
