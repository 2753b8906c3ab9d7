"""Nasty Word files: words deleted, boxed, counted, put together, or deep inside of tables."""

from collections.abc import Iterator

from tests.readers.nasty_base import EITHER, GONE, READ, SENTENCE, Nasty
from tests.readers.nasty_docx_build import docx, paragraph, run


def files() -> Iterator[Nasty]:
    """Those whose words are not simply one after the other."""
    bodies = (*_changes(), *_boxes(), *_controls(), *_fields(), *_runs(), *_tables())
    for name, body, becomes in bodies:
        yield Nasty(f"docx_{name}.docx", docx(body), becomes)


def _changes() -> Iterator[tuple[str, str, str]]:
    """Changes that are kept track of: what is deleted or moved away is no longer said."""
    who = 'w:id="1" w:author="A" w:date="2024-01-02T03:04:05Z"'
    gone = run(GONE).replace("w:t", "w:delText")
    deleted = f"<w:del {who}>{gone}</w:del>"
    yield "deleted", f"<w:p>{deleted}<w:ins {who}>{run()}</w:ins></w:p>", READ
    inside = f"<w:p><w:ins {who}>{run()}{deleted}</w:ins></w:p>"
    yield "deleted_after_inserted", inside, READ
    marks = f"<w:p><w:pPr><w:rPr><w:del {who}/></w:rPr></w:pPr>{deleted}</w:p>" + paragraph()
    yield "deleted_paragraph", marks, READ
    moved = f"<w:p><w:moveFrom {who}>{run(GONE)}</w:moveFrom></w:p>"
    yield "moved", f"{moved}<w:p><w:moveTo {who}>{run()}</w:moveTo></w:p>", READ
    instruction = run(GONE).replace("w:t", "w:delInstrText")
    yield "deleted_field", f"<w:p><w:del {who}>{instruction}</w:del>{run()}</w:p>", READ
    undated = f'<w:del w:id="x" w:date="never">{gone}</w:del>'
    yield "deleted_never", f"<w:p>{undated}{run()}</w:p>", READ
    formatted = f"<w:r><w:rPr><w:rPrChange {who}><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr>"
    yield "formatted", run().replace("<w:r>", "<w:p>" + formatted) + "</w:p>", READ
    hidden = run("Not to be seen.").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
    yield "hidden", f"<w:p>{hidden}</w:p>" + paragraph(), READ


def _boxes() -> Iterator[tuple[str, str, str]]:
    """Words in boxes that float beside the text, in an old form and in a new one."""
    box = f"<w:txbxContent>{paragraph()}</w:txbxContent>"
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    new = (
        "<w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )
    for name, inside in (("old", old), ("new", new), ("both", both)):
        becomes = EITHER if name == "new" else READ
        yield f"box_{name}", f"<w:p><w:r>{inside}</w:r></w:p>", becomes
    start = "<w:p><w:r><w:pict><v:textbox><w:txbxContent>" * 200
    end = "</w:txbxContent></v:textbox></w:pict></w:r></w:p>" * 200
    yield "box_200_deep", start + paragraph() + end, EITHER
    unknown = '<mc:AlternateContent><mc:Choice Requires="no">{}</mc:Choice></mc:AlternateContent>'
    yield "choice_without_fallback", unknown.format(paragraph("Chosen.")) + paragraph(), READ


def _controls() -> Iterator[tuple[str, str, str]]:
    """Content controls, one in another."""
    block = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    alias = '<w:alias w:val="The rate"/>'
    yield "control", block.format(alias, paragraph()), READ
    yield "control_in_line", f"<w:p>{block.format('', run())}</w:p>", READ
    cell = block.format("", f"<w:tc>{paragraph()}</w:tc>")
    yield "control_of_cell", f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>", READ
    row = block.format("", f"<w:tr><w:tc>{paragraph()}</w:tc></w:tr>")
    yield "control_of_row", f"<w:tbl>{row}</w:tbl>", READ
    bound = '<w:dataBinding w:xpath="/a" w:storeItemID="{0}"/>'
    yield "control_bound", block.format(bound, paragraph()), READ
    empty = "<w:sdt><w:sdtPr/></w:sdt>" + paragraph()
    yield "control_empty", empty, READ
    for depth in (50, 5_000):
        start = "<w:sdt><w:sdtContent>" * depth
        body = f"{start}{paragraph()}{'</w:sdtContent></w:sdt>' * depth}"
        yield f"control_{depth}_deep", body, READ if depth == 50 else EITHER


def _fields() -> Iterator[tuple[str, str, str]]:
    """Fields: what they are made of is no text, what they show is."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin, between, end = (mark.format(kind) for kind in ("begin", "separate", "end"))
    code = '<w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
    link = code.format('HYPERLINK "http://127.0.0.1:9/"')
    yield "field", f"<w:p>{begin}{link}{between}{run()}{end}</w:p>", READ
    simple = f'<w:fldSimple w:instr=" DATE ">{run()}</w:fldSimple>'
    yield "field_simple", f"<w:p>{simple}</w:p>", READ
    included = code.format('INCLUDETEXT "/etc/passwd"') + between + run("as it was") + end
    yield "field_included", f"<w:p>{run()}{begin}{included}</w:p>", READ
    exchange = code.format('DDEAUTO "cmd" "/c calc"')
    yield "field_exchange", f"<w:p>{run()}{begin}{exchange}{between}{end}</w:p>", READ
    yield "field_open", f"<w:p>{run()}{begin}{link}</w:p>", READ
    yield "field_only_end", f"<w:p>{end * 50}{run()}</w:p>", EITHER
    nested = begin * 20_000 + run() + end * 20_000
    yield "field_20000_deep", f"<w:p>{nested}</w:p>", EITHER
    lines = f"<w:p>{begin}{link}{between}</w:p>{paragraph()}<w:p>{end}</w:p>"
    yield "field_of_paragraphs", lines, READ
    form = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox/></w:ffData></w:fldChar>'
        f"</w:r>{code.format('FORMCHECKBOX')}{between}{end}{run()}</w:p>"
    )
    yield "field_of_form", form, READ


def _runs() -> Iterator[tuple[str, str, str]]:
    """One sentence in many pieces, with what is no text between them."""
    letters = "".join(run(letter) for letter in SENTENCE)
    yield "letter_a_run", f"<w:p>{letters}</w:p>", READ
    between = (
        '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="1" w:name="a"/>'
        '<w:bookmarkEnd w:id="1"/><w:r><w:lastRenderedPageBreak/></w:r>'
    )
    words = between.join(run(word) for word in SENTENCE.replace(" ", " |").split("|"))
    yield "marks_between", f"<w:p>{words}</w:p>", READ
    inside = f'<w:p><w:smartTag w:element="a">{run()}</w:smartTag></w:p>'
    yield "smart_tag", inside, READ
    yield "custom_xml", f'<w:customXml w:element="a">{paragraph()}</w:customXml>', READ
    yield "many_runs", f"<w:p>{run('word ') * 100_000}</w:p>" + paragraph(), EITHER
    hyphens = "<w:r><w:t>tax</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>free</w:t></w:r>"
    yield "hyphens", f"<w:p>{hyphens}</w:p>" + paragraph(), READ
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r>'
    odd = "".join(symbol.format(code) for code in ("F04A", "0", "ZZZZ", "110000", "D800"))
    yield "symbols", f"<w:p>{odd}</w:p>" + paragraph(), EITHER
    formula = f"<w:p><m:oMath><m:r><m:t>x=y</m:t></m:r></m:oMath>{run()}</w:p>"
    yield "formula", formula, READ
    deep = "<m:f><m:num>" * 2_000 + "</m:num></m:f>" * 2_000
    yield "formula_2000_deep", f"<w:p><m:oMath>{deep}</m:oMath>{run()}</w:p>", EITHER
    leftward = run().replace("<w:r>", "<w:r><w:rPr><w:rtl/></w:rPr>")
    turned = f"<w:p><w:pPr><w:bidi/></w:pPr>{leftward}</w:p>"
    yield "right_to_left", turned, READ
    ruby = f"<w:ruby><w:rt>{run('over')}</w:rt><w:rubyBase>{run('under')}</w:rubyBase></w:ruby>"
    yield "ruby", f"<w:p><w:r>{ruby}</w:r></w:p>" + paragraph(), READ
    breaks = '<w:r><w:br w:type="page"/><w:br w:type="no"/><w:tab/><w:cr/></w:r>'
    yield "breaks", f"<w:p>{breaks * 1_000}</w:p>" + paragraph(), READ
    linked = '<w:hyperlink w:anchor="a">' * 300 + run() + "</w:hyperlink>" * 300
    yield "link_300_deep", f"<w:p>{linked}</w:p>", EITHER


def _tables() -> Iterator[tuple[str, str, str]]:
    """Tables in tables, of very many rows, or of cells that can't be."""
    start, end = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    for depth in (20, 200, 5_000):
        becomes = READ if depth == 20 else EITHER
        yield f"table_{depth}_deep", start * depth + paragraph() + end * depth, becomes
    row = f"<w:tr><w:tc>{paragraph('A')}</w:tc><w:tc>{paragraph('10')}</w:tc></w:tr>"
    yield "table_of_20000_rows", f"<w:tbl>{row * 20_000}</w:tbl>" + paragraph(), EITHER
    cell = f"<w:tc>{paragraph('A')}</w:tc>"
    yield "table_of_20000_columns", f"<w:tbl><w:tr>{cell * 20_000}</w:tr></w:tbl>", EITHER
    spanned = "<w:tbl><w:tr><w:tc><w:tcPr>{}</w:tcPr>" + paragraph() + "</w:tc></w:tr></w:tbl>"
    spans = (
        ("huge", '<w:gridSpan w:val="2147483647"/>'),
        ("negative", '<w:gridSpan w:val="-5"/>'),
        ("text", '<w:gridSpan w:val="x"/>'),
        ("of_nothing", '<w:vMerge w:val="continue"/>'),
        ("empty", "<w:gridSpan/>"),
    )
    for name, span in spans:
        yield f"table_span_{name}", spanned.format(span), EITHER
    yield "table_empty", "<w:tbl/><w:tbl><w:tr/></w:tbl>" + paragraph(), READ
    yield "table_ragged", f"<w:tbl>{row}<w:tr>{cell * 50}</w:tr><w:tr/></w:tbl>" + paragraph(), READ
    loose = f"<w:tbl><w:tc>{paragraph()}</w:tc></w:tbl>"
    yield "table_without_rows", loose, EITHER
