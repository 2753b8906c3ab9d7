"""The archive of a Word file -> its parts as trees, not unpacked before they are checked."""

import io
import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from posixpath import dirname, normpath

from lxml import etree
from lxml.etree import _Element as Element

from assistant.errors import InputError

LARGEST = 200_000_000
RATIO = 200
MEMBERS = 10_000
"""Bytes of all that is unpacked, how many times smaller a large member may be packed, and members,
at most."""

LARGE = 10_000_000
"""Bytes from which a member is large."""

OLD = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

TOO_DEEP = "its tables and boxes stand too deep within each other to be read; save it as plain text"

_IS_OLD = "is an old Word file (.doc); save it as .docx"
_IS_LOCKED = "needs a password; save it without one"
_IS_DAMAGED = "is damaged and can't be unpacked; save it anew in Word"
_IS_NONE = "is no Word document (.docx); save it as one in Word"
_IS_LARGE = "is much larger unpacked than a document is; save it anew in Word"

_STRICT = b"http://purl.oclc.org/ooxml/"
_SAME = (
    (
        _STRICT + b"wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        _STRICT + b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""The names of the strict form of the format, and those of the common one."""

_DOCUMENT = "/officeDocument"
_AES = 99
"""How a part is packed that needs a password."""

_UNPACKING = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What unpacking a damaged archive raises."""


@dataclass(slots=True)
class Package:
    """The parts of a Word file."""

    archive: zipfile.ZipFile
    names: frozenset[str]
    main: str = ""
    related: dict[str, str] = field(default_factory=dict)

    def tree(self, name: str) -> Element | None:
        """A part as a tree, if there is one of that name.

        Raises:
            InputError: it is damaged, or no plain XML.
        """
        if name not in self.names:
            return None
        try:
            data = self.archive.read(name)
        except _UNPACKING as error:
            raise InputError(_IS_DAMAGED) from error
        return parsed(data)

    def part(self, kind: str) -> Element | None:
        """The part of a kind that the main one refers to, ``styles`` say."""
        return self.tree(self.related.get(kind, ""))


def parsed(data: bytes) -> Element:
    """A part as a tree, in the common form of the format. Entities are not resolved.

    Raises:
        InputError: it is damaged, nests too deep, or declares a document type.
    """
    for strict, common in _SAME:
        data = data.replace(strict, common)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        stopped = (one.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for one in parser.error_log)
        raise InputError(TOO_DEEP if any(stopped) else _IS_DAMAGED) from error
    if tree.getroottree().docinfo.doctype:
        raise InputError("declares a document type, as no Word file does; save it anew in Word")
    return tree


def opened(
    data: bytes, *, largest: int = LARGEST, ratio: int = RATIO, members: int = MEMBERS
) -> Package:
    """Open a Word file, once it is known that unpacking it does no harm.

    Args:
        data: the file.
        largest: bytes of all its parts unpacked, at most.
        ratio: how many times smaller a large part may be packed.
        members: how many parts it may have.

    Raises:
        InputError: it is none, is damaged or locked, or would unpack into too much.
    """
    if not data:
        raise InputError("is empty; save it anew in Word")
    if data.startswith(OLD):
        raise InputError(_IS_LOCKED if ENCRYPTED in data else _IS_OLD)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except _UNPACKING as error:
        raise InputError(_IS_DAMAGED if data.startswith(b"PK") else _IS_NONE) from error
    if any(info.flag_bits & 1 or info.compress_type == _AES for info in infos):
        raise InputError(_IS_LOCKED)
    if len(infos) > members or sum(info.file_size for info in infos) > largest:
        raise InputError(_IS_LARGE)
    for info in infos:
        if info.file_size > LARGE and info.file_size > ratio * info.compress_size:
            raise InputError(_IS_LARGE)
    package = Package(archive, frozenset(archive.namelist()))
    package.main = _main(package)
    package.related = _related(package)
    return package


def _main(package: Package) -> str:
    """The name of the part that holds the text.

    Raises:
        InputError: there is none.
    """
    root = package.tree("_rels/.rels")
    targets = [] if root is None else list(_targets(root, ""))
    names = [name for kind, name in targets if kind.endswith(_DOCUMENT)]
    found = next((name for name in (*names, "word/document.xml") if name in package.names), None)
    if found is None:
        raise InputError(_IS_NONE)
    return found


def _related(package: Package) -> dict[str, str]:
    """The names of the parts that the main one refers to, by kind."""
    folder = dirname(package.main)
    name = package.main[len(folder) :].lstrip("/")
    root = package.tree(f"{folder}/_rels/{name}.rels".lstrip("/"))
    found: dict[str, str] = {}
    for kind in ("styles", "numbering", "footnotes", "endnotes", "settings"):
        found[kind] = f"{folder}/{kind}.xml".lstrip("/")
    for kind, target in () if root is None else _targets(root, folder):
        if target in package.names:
            found[kind.rpartition("/")[2]] = target
    return found


def _targets(root: Element, folder: str) -> list[tuple[str, str]]:
    """What a part refers to within the file: the kind and the name of each. Nothing outside it."""
    found = []
    for relation in root.iter("{*}Relationship"):
        target = relation.get("Target") or ""
        if relation.get("TargetMode") == "External" or not target:
            continue
        joined = target if target.startswith("/") else f"{folder}/{target}"
        found.append((relation.get("Type") or "", normpath(joined).lstrip("/")))
    return found
