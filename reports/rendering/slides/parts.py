"""The parts of a presentation file (ECMA-376, PresentationML): one master, one layout, the slides.

Fixed times and an order of its own make the same slides the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from charts.levels import HEX
from charts.svg.marks import safe
from reports.rendering.slides.shapes import EAST_ASIAN, EMU, LATIN, Slide, element_xml

WIDE, HIGH = 960.0, 540.0  # points: 13.33 by 7.5 inches, 16 to 9
MAIN = "http://schemas.openxmlformats.org"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = (
    f'xmlns:a="{MAIN}/drawingml/2006/main" xmlns:p="{MAIN}/presentationml/2006/main" '
    f'xmlns:r="{MAIN}/officeDocument/2006/relationships"'
)
TYPE = "application/vnd.openxmlformats-officedocument.presentationml."
EMPTY_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
    '<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
COLOR_MAP = (
    'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
    'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
    'folHlink="folHlink"'
)
THEME = {
    "dk1": "ink",
    "lt1": "surface",
    "dk2": "ink-2",
    "lt2": "canvas",
    "accent1": "accent",
    "accent2": "series-2",
    "accent3": "series-3",
    "accent4": "good",
    "accent5": "warn",
    "accent6": "bad",
    "hlink": "accent",
    "folHlink": "ink-3",
}


@dataclass(frozen=True, slots=True)
class DeckHead:
    """What a file says about itself; `lang` is of its words: en-US or zh-CN."""

    title: str
    author: str
    subject: str
    lang: str
    created_at: datetime


def presentation(head: DeckHead, slides: Sequence[Slide]) -> bytes:
    """Return the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(head, slides):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (HEAD + text).encode())
    return out.getvalue()


def _parts(head: DeckHead, slides: Sequence[Slide]) -> Iterator[tuple[str, str]]:
    yield "[Content_Types].xml", _types(len(slides))
    office, core = "officeDocument/2006/relationships", "package/2006/relationships/metadata"
    yield (
        "_rels/.rels",
        _relations(
            (f"{office}/officeDocument", "ppt/presentation.xml"),
            (f"{core}/core-properties", "docProps/core.xml"),
            (f"{office}/extended-properties", "docProps/app.xml"),
        ),
    )
    yield "docProps/core.xml", _properties(head)
    yield "docProps/app.xml", _application(len(slides))
    yield "ppt/presentation.xml", _presentation(len(slides))
    own = [(f"{office}/slide", f"slides/slide{n + 1}.xml") for n in range(len(slides))]
    master = (f"{office}/slideMaster", "slideMasters/slideMaster1.xml")
    theme = (f"{office}/theme", "theme/theme1.xml")
    yield "ppt/_rels/presentation.xml.rels", _relations(master, *own, theme)
    yield "ppt/theme/theme1.xml", _theme()
    yield "ppt/slideMasters/slideMaster1.xml", _master()
    yield (
        "ppt/slideMasters/_rels/slideMaster1.xml.rels",
        _relations(
            (f"{office}/slideLayout", "../slideLayouts/slideLayout1.xml"),
            (f"{office}/theme", "../theme/theme1.xml"),
        ),
    )
    yield "ppt/slideLayouts/slideLayout1.xml", _layout()
    yield (
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels",
        _relations((f"{office}/slideMaster", "../slideMasters/slideMaster1.xml")),
    )
    layout = (f"{office}/slideLayout", "../slideLayouts/slideLayout1.xml")
    for number, slide in enumerate(slides, start=1):
        yield f"ppt/slides/slide{number}.xml", _slide(slide, head.lang)
        yield f"ppt/slides/_rels/slide{number}.xml.rels", _relations(layout)


def _types(count: int) -> str:
    slides = [(f"/ppt/slides/slide{n + 1}.xml", f"{TYPE}slide+xml") for n in range(count)]
    named = [
        ("/ppt/presentation.xml", f"{TYPE}presentation.main+xml"),
        ("/ppt/slideMasters/slideMaster1.xml", f"{TYPE}slideMaster+xml"),
        ("/ppt/slideLayouts/slideLayout1.xml", f"{TYPE}slideLayout+xml"),
        (
            "/ppt/theme/theme1.xml",
            "application/vnd.openxmlformats-officedocument.theme+xml",
        ),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        (
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        ),
        *slides,
    ]
    parts = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in named)
    return (
        f'<Types xmlns="{MAIN}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{MAIN}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{MAIN}/package/2006/relationships">{rows}</Relationships>'


def _properties(head: DeckHead) -> str:
    stamp = f"{head.created_at.replace(microsecond=0, tzinfo=None).isoformat()}Z"
    return (
        f'<cp:coreProperties xmlns:cp="{MAIN}/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{safe(head.title)}</dc:title><dc:subject>{safe(head.subject)}</dc:subject>"
        f"<dc:creator>{safe(head.author)}</dc:creator><dc:language>{head.lang}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _application(count: int) -> str:
    return (
        f'<Properties xmlns="{MAIN}/officeDocument/2006/extended-properties">'
        f"<Application>Landfall</Application><Slides>{count}</Slides></Properties>"
    )


def _presentation(count: int) -> str:
    slides = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n + 2}"/>' for n in range(count))
    return (
        f'<p:presentation {SPACES} saveSubsetFonts="1"><p:sldMasterIdLst>'
        f'<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f"<p:sldIdLst>{slides}</p:sldIdLst>"
        f'<p:sldSz cx="{round(WIDE * EMU)}" cy="{round(HIGH * EMU)}"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )


def _theme() -> str:
    colors = "".join(
        f'<a:{name}><a:srgbClr val="{HEX[token].lstrip("#")}"/></a:{name}>'
        for name, token in THEME.items()
    )
    font = (
        f'<a:latin typeface="{LATIN}"/><a:ea typeface="{EAST_ASIAN}"/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface="{EAST_ASIAN}"/>'
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme xmlns:a="{MAIN}/drawingml/2006/main" name="Landfall"><a:themeElements>'
        f'<a:clrScheme name="Landfall">{colors}</a:clrScheme>'
        f'<a:fontScheme name="Landfall"><a:majorFont>{font}</a:majorFont>'
        f"<a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Landfall"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def _title_holder() -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        '</p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{48 * EMU}" y="{34 * EMU}"/><a:ext cx="{864 * EMU}" cy="{48 * EMU}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/>'
        "<a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _master() -> str:
    return (
        f'<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/>'
        f"</a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{EMPTY_TREE}{_title_holder()}"
        f"</p:spTree></p:cSld><p:clrMap {COLOR_MAP}/><p:sldLayoutIdLst>"
        '<p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst><p:txStyles>'
        '<p:titleStyle><a:lvl1pPr algn="l"><a:defRPr sz="2800" b="1"/></a:lvl1pPr></p:titleStyle>'
        "<p:bodyStyle/><p:otherStyle/></p:txStyles></p:sldMaster>"
    )


def _layout() -> str:
    return (
        f'<p:sldLayout {SPACES} type="titleOnly" preserve="1"><p:cSld name="Title only"><p:spTree>'
        f"{EMPTY_TREE}{_title_holder()}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/>"
        "</p:clrMapOvr></p:sldLayout>"
    )


def _slide(slide: Slide, lang: str) -> str:
    body = "".join(
        element_xml(element, number, lang) for number, element in enumerate(slide.elements, start=2)
    )
    return (
        f"<p:sld {SPACES}><p:cSld><p:spTree>{EMPTY_TREE}{body}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )
