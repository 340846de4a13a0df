"""Headers that every answer carries."""

from flask import Flask, Response, request

VOICE_CONNECTS = "wss://*.twilio.com https://*.twilio.com https://media.twiliocdn.com"
VOICE_SOUNDS = "https://sdk.twilio.com https://media.twiliocdn.com"
"""What Twilio's voice SDK talks to: signalling and its event gateway, and where its sounds come from (docs, "Voice
JavaScript SDK: Best Practices", content security policy). The SDK itself comes from us."""


def policy(*, voice: bool) -> str:
    """The console needs nothing from elsewhere but, with `voice`, what carries the browser phone. blob: is for what
    the microphone check, recordings and downloads make themselves."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"media-src 'self' blob:{f' {VOICE_SOUNDS}' if voice else ''}",
            f"connect-src 'self'{f' {VOICE_CONNECTS}' if voice else ''}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def register(app: Flask, *, https: bool, voice: bool) -> None:
    content = policy(voice=voice)

    @app.after_request
    def secure(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", content)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "microphone=(self), camera=(), geolocation=()")
        if https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.path.startswith("/api/"):
            headers["Cache-Control"] = "no-store"
        return response
