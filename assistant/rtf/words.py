"""The control words of RTF that tell text from what is none, and its code pages."""

import re

from assistant.text.patterns import word_list

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<value>-?\d{1,10})? ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|[\r\n]+"
    r"|(?P<text>[^\\{}\r\n]+)"
    r"|\\"
)
"""A piece of RTF."""

UNREAD = word_list(
    """
    aftncn aftnsep aftnsepc annotation atnauthor atndate atnicn atnid atnparent atnref atntime
    atrfend atrfstart background bkmkend bkmkstart colortbl comment company datafield datastore
    doccomm docvar falt fchars ffdeftext ffentrymcr ffexitmcr ffformat ffhelptext ffl ffname
    ffstattext filetbl fldinst fontemb footer footerf footerl footerr ftncn ftnsep ftnsepc generator
    header headerf headerl headerr keywords latentstyles lchars listlevel listoverridetable
    listpicture listtable mmathPr nonesttables nonshppict objdata object operator password pgptbl
    picprop pict private protusertbl revtbl rsidtbl rxe shppict shprslt sn sp subject sv tc template
    themedata txe ud userprops xe xmlnstbl
    """
)
"""Groups whose content is not shown as text."""

OPENED = word_list("shpinst shptxt dptxbxtext")
"""Groups that may be passed over by old programs, and hold the text of boxes."""

ENDS = {"par": "\n", "sect": "\n", "page": "\n", "column": "\n"}
"""Words that end a paragraph."""

SIGNS = {
    "tab": "\t", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "~": " ", "-": "", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n",
    "zwnj": "", "zwj": "", "zwbo": "", "zwnbo": "",
}  # fmt: skip
"""Words and signs that stand for characters."""

CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""The code pages of fonts, by the number of their set of characters."""

SYMBOLS = 2
"""The set of characters of fonts of symbols."""

PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
"""The code pages of whole files."""
