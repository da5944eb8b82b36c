"""The second factor: a code from an app on the person's phone, or one of ten recovery codes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.db import transaction
from django_otp import devices_for_user, user_has_device, verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

if TYPE_CHECKING:
    from django.contrib.auth.models import User

RECOVERY_CODES = 10


def has_second_factor(user: User) -> bool:
    return bool(user_has_device(user))


def code_is_right(user: User, code: str) -> bool:
    """Return whether the code is now valid for the user; each code works once, wrong ones slow the next try down."""
    code = "".join(code.split())
    return any(verify_token(user, device.persistent_id, code) for device in devices_for_user(user))


def device_to_confirm(user: User) -> TOTPDevice:
    """Return the device that the user is about to turn on; the same one until it is confirmed."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=user, name=settings.LIBRARY_NAME, confirmed=False)


def confirm(user: User, code: str) -> tuple[str, ...]:
    """Turn the second factor on if the code is right, and return the recovery codes; () if it was not."""
    device = device_to_confirm(user)
    if not verify_token(user, device.persistent_id, "".join(code.split())):
        return ()
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        device.refresh_from_db()
        device.confirmed = True
        device.save()
        StaticDevice.objects.filter(user=user).delete()
        recovery = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
        codes = tuple(StaticToken.random_token() for _number in range(RECOVERY_CODES))
        StaticToken.objects.bulk_create([StaticToken(device=recovery, token=code) for code in codes])
    return codes


def turn_off(user: User) -> None:
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()


def qr_picture(device: TOTPDevice) -> bytes:
    """Return the device's address as a QR code in SVG, for the app to read."""
    picture = qrcode.make(device.config_url, image_factory=qrcode.image.svg.SvgPathFillImage)
    written = io.BytesIO()
    picture.save(written)
    return written.getvalue()


def spoken_key(device: TOTPDevice) -> str:
    """Return the key in groups of four, for typing where the picture cannot be read."""
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
