"""Handing out files that people sent: always as a download, never shown or run by a browser."""
import io

from flask import Response, send_file

#: Where a browser opens a download after all, it runs and loads nothing of it.
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def handed_out(content: bytes, media_type: str, name: str) -> Response:
    """One file, as it was received."""
    response = send_file(io.BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name, etag=False)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
