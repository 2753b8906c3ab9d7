"""Nasty PDFs: words on a page that no reader of it sees, beside words that he does."""

from collections.abc import Iterator

from tests.readers.nasty_base import GONE, READ, REFUSED, Nasty
from tests.readers.nasty_pdf_build import HELVETICA, Pdf, shown, stream

UNDER = "72 600"
SEEN = shown()
BLACK = b" q 0 g 60 590 400 24 re f Q "
WHITE = b" q 1 g 60 590 400 24 re f Q "


def files() -> Iterator[Nasty]:
    """Those with hidden words."""
    hidden = shown(GONE, at=UNDER)
    contents = (
        ("no_ink", b"q 3 Tr " + hidden + b" Q"),
        ("no_ink_over_others", b"q 3 Tr " + shown(GONE) + b" Q"),
        ("only_a_cut", b"q 7 Tr " + hidden + b" Q"),
        ("white", b"q 1 g " + hidden + b" Q"),
        ("almost_white", b"q 0.96 g " + hidden + b" Q"),
        ("white_of_other_kinds", b"q 0 0 0 0 k " + hidden + b" Q"),
        ("black_on_black", BLACK + hidden),
        ("under_white", hidden + WHITE),
        ("under_black", hidden + BLACK),
        ("under_a_picture", hidden + b" q 400 0 0 24 60 590 cm /I Do Q"),
        ("clear", b"q /Clear gs " + hidden + b" Q"),
        ("cut_off", b"q 0 0 1 1 re W n " + hidden + b" Q"),
        ("layer_off", b"/OC /Off BDC " + hidden + b" EMC"),
        ("layer_of_a_form", b"/X Do"),
        ("one_point", shown(GONE, at=UNDER, size="1")),
        ("beside_the_page", shown(GONE, at="700 600")),
        ("under_the_page", shown(GONE, at="72 -40")),
    )
    for name, content in contents:
        yield Nasty(f"pdf_hidden_{name}.pdf", _page(SEEN + b" " + content), READ)
    for name, (_, content) in zip(("all_no_ink", "all_a_cut"), contents, strict=False):
        yield Nasty(f"pdf_hidden_{name}.pdf", _page(content), REFUSED, "can be seen|no text")
    cover = (
        b"/Annots [<< /Type /Annot /Subtype /Square /Rect [60 590 460 614] /AP << /N 8 0 R >> >>]"
    )
    yield Nasty("pdf_hidden_under_a_remark.pdf", _page(SEEN + b" " + hidden, page=cover), READ)
    slip = cover.replace(b"/Square", b"/Text").replace(b"60 590 460 614", b"60 715 460 735")
    yield Nasty("pdf_hidden_under_a_slip.pdf", _page(SEEN, page=slip), READ)


def _page(content: bytes, page: bytes = b"") -> bytes:
    form = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
    )
    picture = (
        b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray"
    )
    return Pdf(
        content=stream(content),
        font=HELVETICA,
        page=page,
        resources=b"/Properties << /Off 7 0 R >> /XObject << /X 9 0 R /I 10 0 R >>"
        b" /ExtGState << /Clear << /ca 0 /CA 0 >> >>",
        catalog=b"/OCProperties << /OCGs [7 0 R] /D << /OFF [7 0 R] >> >>",
        extra=(
            b"<< /Type /OCG /Name (Off) >>",
            stream(b"1 g 0 0 400 24 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 400 24]"),
            stream(shown(GONE, at=UNDER), form + b" /OC 7 0 R"),
            stream(b"\x80", picture),
        ),
    ).data()
