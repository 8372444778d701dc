"""Pictures in a text: which are taken, judged by their bytes alone, and the address under which they stand for ever."""
import hashlib
import re
import struct
from dataclasses import dataclass
from enum import StrEnum

SIZE_MAX, POINTS_MAX, COUNT_MAX = 4 * 2**20, 40_000_000, 200
#: Media type -> ending.
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_ADDRESS = re.compile(r"/pictures/([0-9a-f]{64})\.(?:png|jpg|gif)")
#: Markers of JPEG that carry the size of the picture.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Refused(StrEnum):
    """Why a picture is not carried over; the names are those of the losses."""

    KIND = "pictures_kind"
    LARGE = "pictures_large"


@dataclass(frozen=True)
class Picture:
    """A picture with its media type, named by the SHA-256 of its bytes."""

    digest: str
    media_type: str
    content: bytes

    @property
    def address(self) -> str:
        """Where it stands on the site."""
        return f"/pictures/{self.digest}.{ENDINGS[self.media_type]}"


def judged(content: bytes) -> Picture | Refused:
    """A picture that may be kept and shown; what it is called plays no part."""
    if len(content) > SIZE_MAX:
        return Refused.LARGE
    try:
        kind, width, height = _measured(content)
    except (struct.error, IndexError, ValueError):
        return Refused.KIND
    if not 0 < width * height <= POINTS_MAX:
        return Refused.LARGE
    return Picture(hashlib.sha256(content).hexdigest(), kind, content)


def named(markdown: str) -> set[str]:
    """The pictures that a text refers to."""
    return set(_ADDRESS.findall(markdown))


def _measured(content: bytes) -> tuple[str, int, int]:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return "image/png", *struct.unpack(">II", content[16:24])
    if content[:6] in {b"GIF87a", b"GIF89a"}:
        return "image/gif", *struct.unpack("<HH", content[6:10])
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", *_jpeg(content)
    raise ValueError("no picture that pages show")


def _jpeg(content: bytes) -> tuple[int, int]:
    """Width and height from the first frame."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker where one must be")
        marker = content[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5:at + 9])
            return width, height
        at += 1 if marker == 0xFF else 2 + struct.unpack(">H", content[at + 2:at + 4])[0]
