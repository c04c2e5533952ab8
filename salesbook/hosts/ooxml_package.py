"""The zip file behind a workbook: its parts, how they refer to each other, and their content types.

Parts nobody changed keep their bytes. Nothing here knows what a sheet is.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from salesbook.problems import Reason

PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

LARGEST_PACKAGE = 1 << 30
"""Bytes of all parts unpacked. A workbook with more is no sales workbook, but perhaps a zip bomb."""

_PIECE = 1 << 20
# What unpacking a damaged or encrypted part can raise.
_DAMAGE = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError)
_TYPES_PART = "[Content_Types].xml"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class BrokenPackageError(Exception):
    """The file is not what it says it is; the reason completes the sentence "cannot be read: ..."."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


def damaged_part(part: str) -> BrokenPackageError:
    """What to raise when a part does not hold what it must."""
    return BrokenPackageError(Reason("reason-part-damaged", {"part": part}))


@dataclass(frozen=True, slots=True)
class Relation:
    """One part's link to another.

    Attributes:
        kind: The last word of the relation's type, such as ``worksheet`` or ``comments``.
        target: Name of the part; empty when the link leaves the file.
    """

    relation_id: str
    kind: str
    target: str


class Package:
    """The parts of one file, unpacked when they are asked for."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise BrokenPackageError(Reason("reason-not-a-workbook")) from error
        infos = self._zip.infolist()
        if sum(info.file_size for info in infos) > LARGEST_PACKAGE:
            raise BrokenPackageError(Reason("reason-too-large"))
        self._infos = {info.filename: info for info in infos if not info.is_dir()}
        if len(self._infos) < len([info for info in infos if not info.is_dir()]):
            raise BrokenPackageError(Reason("reason-part-twice"))
        self._trees: dict[str, etree._Element] = {}
        self._changed_trees: set[str] = set()
        self._changed_bytes: dict[str, bytes] = {}
        self._removed: set[str] = set()

    @property
    def is_changed(self) -> bool:
        """Whether ``to_bytes`` would give anything else than what was opened."""
        return bool(self._changed_trees or self._changed_bytes or self._removed)

    def names(self) -> list[str]:
        """All parts in the order of the file, new ones last."""
        known = dict.fromkeys((*self._infos, *self._changed_bytes))
        return [name for name in known if name not in self._removed]

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return (part in self._infos or part in self._changed_bytes) and part not in self._removed

    def read(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            BrokenPackageError: The part is missing or damaged.
        """
        if part in self._changed_bytes:
            return self._changed_bytes[part]
        try:
            return self._unpacked(self._infos[part])
        except KeyError as error:
            raise BrokenPackageError(Reason("reason-part-missing", {"part": part})) from error
        except _DAMAGE as error:
            raise damaged_part(part) from error

    def tree(self, part: str) -> etree._Element:
        """The XML of a part, to be read only; see ``edit``."""
        if part not in self._trees:
            self._trees[part] = parse_xml(self.read(part), part)
        return self._trees[part]

    def edit(self, part: str) -> etree._Element:
        """The XML of a part, to be changed: it is written anew by ``to_bytes``."""
        tree = self.tree(part)
        self._changed_trees.add(part)
        return tree

    def replace(self, part: str, content: bytes) -> None:
        """Give an existing part other bytes."""
        self._trees.pop(part, None)
        self._changed_trees.discard(part)
        self._changed_bytes[part] = content

    def add(self, part: str, content: bytes, content_type: str) -> None:
        """Put in a new part.

        Args:
            part: Its name, such as ``xl/comments1.xml``.
            content: Its bytes.
            content_type: Registered for this part alone; empty when its extension says enough.
        """
        self._trees.pop(part, None)
        self._changed_trees.discard(part)
        self._removed.discard(part)
        self._changed_bytes[part] = content
        if content_type:
            override = etree.SubElement(self.edit(_TYPES_PART), f"{{{CONTENT_TYPES}}}Override")
            override.set("PartName", f"/{part}")
            override.set("ContentType", content_type)

    def ensure_extension(self, extension: str, content_type: str) -> None:
        """Register a content type for all parts with an extension, unless it has one."""
        defaults = self.tree(_TYPES_PART).iterchildren(f"{{{CONTENT_TYPES}}}Default")
        if any(default.get("Extension", "").lower() == extension for default in defaults):
            return
        default = etree.Element(f"{{{CONTENT_TYPES}}}Default")
        default.set("Extension", extension)
        default.set("ContentType", content_type)
        self.edit(_TYPES_PART).insert(0, default)

    def remove(self, part: str, source: str) -> None:
        """Take out a part, its own relations, its content type, and the relation by which ``source`` names it."""
        self._forget(part)
        if self.has(_relations_part(part)):
            self._forget(_relations_part(part))
        for override in list(self.tree(_TYPES_PART).iterchildren(f"{{{CONTENT_TYPES}}}Override")):
            if override.get("PartName", "").lstrip("/") == part:
                self.edit(_TYPES_PART).remove(override)
        gone = {relation.relation_id for relation in self.relations(source) if relation.target == part}
        root = self.edit(_relations_part(source))
        for element in list(root):
            if element.get("Id") in gone:
                root.remove(element)

    def relations(self, part: str) -> list[Relation]:
        """Where a part points to; ``""`` stands for the package itself."""
        relations_part = _relations_part(part)
        if not self.has(relations_part):
            return []
        folder = posixpath.dirname(part)
        return [_relation(element, folder) for element in _relation_elements(self.tree(relations_part))]

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the parts of one kind that a part points to, as far as they exist."""
        targets = [relation.target for relation in self.relations(part) if relation.kind == kind]
        return [target for target in targets if self.has(target)]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part point to another; gives the relation's id."""
        relations_part = _relations_part(part)
        if not self.has(relations_part):
            self.add(relations_part, f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>'.encode(), "")
        taken = {relation.relation_id for relation in self.relations(part)}
        relation_id = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        element = etree.SubElement(self.edit(relations_part), f"{{{PACKAGE_RELATIONS}}}Relationship")
        element.set("Id", relation_id)
        element.set("Type", f"{OFFICE_RELATIONS}/{kind}")
        element.set("Target", posixpath.relpath(target, posixpath.dirname(part) or "."))
        return relation_id

    def free_name(self, pattern: str) -> str:
        """The first part name that is not taken, for a pattern such as ``xl/comments{}.xml``."""
        taken = {name.lower() for name in self.names()}
        return next(name for name in map(pattern.format, range(1, len(taken) + 2)) if name.lower() not in taken)

    def to_bytes(self) -> bytes:
        """The whole file. Parts keep their order and, where unchanged, their bytes and time stamps."""
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.names():
                archive.writestr(self._written_info(name), self._written(name), compresslevel=6)
        return target.getvalue()

    def _written(self, part: str) -> bytes:
        if part not in self._changed_trees:
            return self.read(part)
        return _HEAD + etree.tostring(self._trees[part], encoding="UTF-8", xml_declaration=False)

    def _written_info(self, part: str) -> zipfile.ZipInfo:
        known = self._infos.get(part)
        info = zipfile.ZipInfo(part, known.date_time if known else (1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = known.external_attr if known else 0
        return info

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        """A part, read piece by piece: at once, a part would unpack to more than the size that it claims to have."""
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged_part(info.filename)
        with self._zip.open(info) as file:
            return b"".join(iter(lambda: file.read(_PIECE), b""))

    def _forget(self, part: str) -> None:
        self._trees.pop(part, None)
        self._changed_trees.discard(part)
        self._changed_bytes.pop(part, None)
        self._removed.add(part)


def parse_xml(content: bytes, part: str) -> etree._Element:
    """The root of an XML part. Entities are not resolved, nothing is fetched.

    Raises:
        BrokenPackageError: It is not well-formed, or has a document type, which no workbook needs.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged_part(part) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise BrokenPackageError(Reason("reason-part-doctype", {"part": part}))
    return root


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation_elements(root: etree._Element) -> Iterator[etree._Element]:
    return root.iterchildren(f"{{{PACKAGE_RELATIONS}}}Relationship")


def _relation(element: etree._Element, folder: str) -> Relation:
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        target = ""
    else:
        # LibreOffice writes "../" even where there is nothing above.
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", "").rsplit("/", 1)[-1], target)
