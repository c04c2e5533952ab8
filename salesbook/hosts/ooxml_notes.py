"""The notes of one sheet: the comments part with their texts, and the boxes they are drawn in.

People's notes keep their texts and formatting; ours is added below and cut out again.
"""

from collections.abc import Callable

from lxml import etree

from salesbook.hosts.addresses import address, parse_area
from salesbook.hosts.cell_texts import text_to_xml
from salesbook.hosts.marks import AUTHOR, RULE, our_block, our_span
from salesbook.hosts.ooxml_names import MAIN, PRESERVE_SPACE, RELATION_ID, tag
from salesbook.hosts.ooxml_note_boxes import NoteBoxes, empty_drawing, number_blocks
from salesbook.hosts.ooxml_package import Package, damaged_part

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_EMPTY_COMMENTS = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
_THREAD = "tc="
"""A conversation is stored beside the notes; its place among them has an author that starts like this."""

_AFTER_DRAWING = {
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
    *("tableParts", "extLst", "AlternateContent"),
}
_TEXT = tag("t")
_RUN = tag("r")


class SheetNotes:
    """The notes of one sheet. Call ``store`` after the last change."""

    def __init__(self, package: Package, sheet_part: str) -> None:
        self._package = package
        self._sheet_part = sheet_part
        self._part = next(iter(package.related(sheet_part, "comments")), "")
        self._drawing_part = self._find_drawing()
        self._boxes: NoteBoxes | None = None
        self._removed_boxes: set[tuple[int, int]] = set()
        self._comments: dict[tuple[int, int], etree._Element] = {}
        if self._part:
            for comment in package.tree(self._part).iter(tag("comment")):
                area = parse_area(comment.get("ref", ""))
                if area:
                    self._comments[area.first_row, area.first_column] = comment

    def cells_with_ours(self) -> set[tuple[int, int]]:
        """Row and column of the cells whose note is ours or has our text in it."""
        return {
            cell
            for cell, comment in self._comments.items()
            if self._author(comment) == AUTHOR or RULE in _text(comment)
        }

    def holds_conversation(self, cell: tuple[int, int]) -> bool:
        """Whether people talk about this cell. Excel shows the conversation then, and no note."""
        comment = self._comments.get(cell)
        return comment is not None and self._author(comment).startswith(_THREAD)

    def add(self, cell: tuple[int, int], text: str, anchor_for: Callable[[str], str]) -> str:
        """Put our text on a cell, below the note it may have.

        Args:
            cell: Row and column.
            text: Our text.
            anchor_for: Gives the box for a text.

        Returns:
            Where the box of a person's note stood before it was made larger; empty for a new note.
        """
        comment = self._comments.get(cell)
        if comment is None:
            self._create(cell, text)
            self._ensure_boxes().add(*cell, anchor_for(text))
            return ""
        self._package.edit(self._part)
        _append_run(comment, f"\n{our_block(text)}")
        boxes = self._ensure_boxes()
        former = boxes.anchor_of(*cell)
        if former:
            boxes.set_anchor(*cell, anchor_for(_text(comment)))
        return former

    def remove(self, cell: tuple[int, int], ours: str, former_anchor: str) -> None:
        """Take our text off a cell; a note in which nothing else is left disappears.

        Args:
            cell: Row and column.
            ours: Our text as it was added; empty when that is no longer known.
            former_anchor: What ``add`` gave back.
        """
        comment = self._comments.get(cell)
        if comment is None or self.holds_conversation(cell):
            return
        text = _text(comment)
        span = our_span(text, text_to_xml(ours))
        if span is None and self._author(comment) == AUTHOR and not ours:
            span = (0, len(text))
        if span is None:
            return
        self._package.edit(self._part)
        if (text[: span[0]] + text[span[1] :]).strip():
            _cut(comment, *span)
            if former_anchor:
                self._ensure_boxes().set_anchor(*cell, former_anchor)
            return
        del self._comments[cell]
        _detach(comment)
        self._removed_boxes.add(cell)

    def store(self) -> None:
        """Write boxes back, and take away parts in which nothing is left."""
        if self._removed_boxes and self._drawing_part:
            self._ensure_boxes()
        self._flush_removed_boxes()
        if self._boxes is not None:
            if self._boxes.has_shapes:
                self._package.replace(self._drawing_part, self._boxes.drawing.encode("latin-1"))
            else:
                self._remove_drawing()
            self._boxes = None
        if self._part and not self._comments:
            self._package.remove(self._part, self._sheet_part)
            self._part = ""

    def _create(self, cell: tuple[int, int], text: str) -> None:
        if not self._part:
            self._part = self._package.free_name("xl/comments{}.xml")
            self._package.add(self._part, _EMPTY_COMMENTS, _COMMENTS_TYPE)
            self._package.relate(self._sheet_part, "comments", self._part)
        root = self._package.edit(self._part)
        comments = root.find(tag("commentList"))
        if comments is None:
            comments = etree.SubElement(root, tag("commentList"))
        comment = etree.SubElement(comments, tag("comment"))
        comment.set("ref", address(*cell))
        comment.set("authorId", str(self._our_author_number(root)))
        etree.SubElement(comment, tag("text"))
        _append_run(comment, text)
        self._comments[cell] = comment

    def _our_author_number(self, root: etree._Element) -> int:
        authors = root.find(tag("authors"))
        if authors is None:
            authors = etree.Element(tag("authors"))
            root.insert(0, authors)
        names = [author.text for author in authors]
        if AUTHOR not in names:
            etree.SubElement(authors, tag("author")).text = AUTHOR
        return [author.text for author in authors].index(AUTHOR)

    def _author(self, comment: etree._Element) -> str:
        authors = self._package.tree(self._part).find(tag("authors"))
        number = int(comment.get("authorId", "0"))
        return "" if authors is None or number >= len(authors) else authors[number].text or ""

    def _find_drawing(self) -> str:
        """The drawing of the notes; pictures in headers and footers have another one of the same kind."""
        element = self._package.tree(self._sheet_part).find(tag("legacyDrawing"))
        if element is None:
            return ""
        wanted = element.get(RELATION_ID)
        targets = [r.target for r in self._package.relations(self._sheet_part) if r.relation_id == wanted]
        return next((target for target in targets if self._package.has(target)), "")

    def _ensure_boxes(self) -> NoteBoxes:
        if self._boxes is None:
            drawings = [name for name in self._package.names() if name.lower().endswith(".vml")]
            blocks = [number for name in drawings for number in number_blocks(self._read_drawing(name))]
            free_block = max(blocks, default=0) + 1
            if not self._drawing_part:
                self._create_drawing(free_block)
                free_block += 1
            drawing = self._read_drawing(self._drawing_part)
            if "</xml>" not in drawing:
                raise damaged_part(self._drawing_part)
            self._boxes = NoteBoxes(drawing, free_block)
        self._flush_removed_boxes()
        return self._boxes

    def _flush_removed_boxes(self) -> None:
        if self._boxes is not None and self._removed_boxes:
            self._boxes.remove(self._removed_boxes)
            self._removed_boxes = set()

    def _read_drawing(self, part: str) -> str:
        # One byte, one character: what we do not understand goes back as it came.
        return self._package.read(part).decode("latin-1")

    def _create_drawing(self, block: int) -> None:
        self._drawing_part = self._package.free_name("xl/drawings/vmlDrawing{}.vml")
        self._package.ensure_extension("vml", _DRAWING_TYPE)
        self._package.add(self._drawing_part, empty_drawing(block).encode(), "")
        relation_id = self._package.relate(self._sheet_part, "vmlDrawing", self._drawing_part)
        sheet = self._package.edit(self._sheet_part)
        element = etree.Element(tag("legacyDrawing"))
        element.set(RELATION_ID, relation_id)
        following = next((child for child in sheet if _local_name(child) in _AFTER_DRAWING), None)
        if following is None:
            sheet.append(element)
        else:
            following.addprevious(element)

    def _remove_drawing(self) -> None:
        self._package.remove(self._drawing_part, self._sheet_part)
        self._drawing_part = ""
        element = self._package.edit(self._sheet_part).find(tag("legacyDrawing"))
        if element is not None:
            _detach(element)


def _text(comment: etree._Element) -> str:
    return "".join(text.text or "" for text in _texts(comment))


def _texts(comment: etree._Element) -> list[etree._Element]:
    return [
        text
        for text in comment.iter(_TEXT)
        if (parent := text.getparent()) is not None and parent.tag in (_RUN, tag("text"))
    ]


def _append_run(comment: etree._Element, text: str) -> None:
    holder = comment.find(tag("text"))
    if holder is None:
        holder = etree.SubElement(comment, tag("text"))
    for plain in list(holder.iterchildren(_TEXT)):
        # A note has either plain text or runs, not both.
        run = etree.Element(_RUN)
        plain.addprevious(run)
        run.append(plain)
    run = etree.SubElement(holder, _RUN)
    look = etree.SubElement(run, tag("rPr"))
    for name, attribute, value in (
        ("sz", "val", "9"),
        ("color", "indexed", "81"),
        ("rFont", "val", "Tahoma"),
        ("family", "val", "2"),
    ):
        etree.SubElement(look, tag(name)).set(attribute, value)
    element = etree.SubElement(run, _TEXT)
    element.text = text_to_xml(text)
    element.set(PRESERVE_SPACE, "preserve")


def _cut(comment: etree._Element, start: int, end: int) -> None:
    """Take a stretch of text out of the runs of a note; runs left empty disappear."""
    position = 0
    for element in _texts(comment):
        text = element.text or ""
        first, last = max(start - position, 0), max(end - position, 0)
        element.text = text[:first] + text[last:]
        element.set(PRESERVE_SPACE, "preserve")
        position += len(text)
        parent = element.getparent()
        if text and not element.text and parent is not None and parent.tag == _RUN:
            _detach(parent)


def _detach(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _local_name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
