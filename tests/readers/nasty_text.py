"""Nasty Markdown and plain text: marks that begin and never end, and heads that burst."""

from collections.abc import Iterator

from tests.readers.nasty_base import EITHER, READ, REFUSED, SENTENCE, Nasty, noise

TEXT = f"# A credit\n\n{SENTENCE}\n\n"


def files() -> Iterator[Nasty]:
    """Every nasty Markdown and plain text."""
    yield Nasty("md_sound.md", TEXT.encode(), READ)
    yield from _runs()
    yield from _many()
    yield from _lines()
    yield from _heads()
    yield from _plain()
    yield from _encoded()


def _runs() -> Iterator[Nasty]:
    """The same few marks over and over, each of which a parser may follow to the end."""
    runs = (
        ("brackets", "[", 1_000_000), ("quotes", "> ", 250_000), ("pipes", "|", 30_000),
        ("spaces", " ", 30_000), ("asterisks", "*", 30_000), ("underscores", "_", 30_000),
        ("backticks", "`", 30_000), ("backtick_runs", "` `` ", 6_000), ("tildes", "~", 30_000),
        ("asterisks_open", "*a ", 10_000), ("asterisks_closed", "a* ", 10_000),
        ("mixed_marks", "*a_ ", 8_000), ("strong_open", "**a", 10_000),
        ("links_open", "[a](", 8_000), ("links_in", "[a](<b", 6_000), ("images", "![", 15_000),
        ("closed_brackets", "[]", 15_000), ("brackets_closing", "]", 30_000),
        ("notes", "[^", 15_000), ("slashes", "\\", 30_000), ("comments", "<!--", 8_000),
        ("tags_open", "<a", 15_000), ("addresses", "<http:", 6_000), ("amper", "&", 30_000),
        ("dashes", "- ", 15_000), ("dashes_apart", "- - ", 8_000), ("hashes", "#", 30_000),
        ("tabs", "\t", 30_000), ("equals", "=", 30_000), ("braces", "{{", 15_000),
        ("dollars", "$$a", 10_000), ("at_signs", "a@", 15_000), ("dots", "a.", 15_000),
        ("web", "www.", 8_000), ("plus", "+ ", 15_000), ("colons", "::: ", 8_000),
    )  # fmt: skip
    for name, marks, times in runs:
        yield Nasty(f"md_run_of_{name}.md", (TEXT + marks * times).encode(), EITHER)
    within = f"{TEXT}| a | b |\n|{' ' * 30_000}\n|{'-' * 30_000} x\n"
    yield Nasty("md_run_in_table.md", within.encode(), EITHER)
    closed = "[" * 15_000 + "a" + "](b)" * 15_000
    yield Nasty("md_run_of_links_closed.md", (TEXT + closed).encode(), EITHER)


def _many() -> Iterator[Nasty]:
    """Many of what a parser keeps a table of."""
    many = (
        ("notes", "".join(f"[^{n}]:a\n" for n in range(100_000))),
        ("notes_used", "".join(f"A.[^{n}]\n\n[^{n}]: B.\n\n" for n in range(3_000))),
        ("notes_of_notes", "".join(f"[^{n}]: A.[^{n + 1}]\n" for n in range(5_000))),
        ("note_of_itself", "A.[^1]\n\n[^1]: B.[^1]\n"),
        ("addresses", "".join(f"[a{n}]: http://b/{n}\n" for n in range(5_000))),
        ("addresses_alike", "[a]: b\n" * 5_000 + "[a] " * 5_000),
        ("headings", "".join(f"## Part {n}\n\n" for n in range(5_000))),
        ("headings_alike", "# A\n\n" * 10_000),
        ("headings_underlined", "A\n=\n" * 10_000),
        ("rows", "| a | b |\n|---|---|\n" + "| a | 1 |\n" * 10_000),
        ("columns", "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b" * 5_000 + "|\n"),
        ("items", "- a\n" * 10_000),
        ("items_deep", "".join("  " * n + "- a\n" for n in range(300))),
        ("quotes_deep", "".join(">" * n + " a\n" for n in range(400))),
        ("fences", "```\n" * 10_001),
        ("fence_open", "```\n" + "a\n" * 10_000),
        ("rules", "---\n\n" * 10_000),
        ("html", "<div>\n\n" * 10_000),
        ("abbreviations", "".join(f"*[A{n}]: b\n" for n in range(5_000))),
        ("line_ends", "\n" * 50_000),
    )
    for name, body in many:
        yield Nasty(f"md_many_{name}.md", (TEXT + body).encode(), EITHER)


def _lines() -> Iterator[Nasty]:
    """Lines that end in other ways, or never."""
    rest = "The rate is ten percent. "
    lines = (
        ("cr", TEXT.replace("\n", "\r"), READ),
        ("mixed", TEXT.replace("\n", "\r\n\r\n\n\u2028\u0085\x0b"), READ),
        ("doubled", TEXT.replace("\n", "\r\r\n"), READ),
        ("none", SENTENCE, READ),
        ("long", TEXT + rest * 6_000, EITHER),
        ("long_word", TEXT + "a" * 150_000, EITHER),
        ("long_sentence", TEXT + "and so on " * 6_000, EITHER),
        ("after_blanks", "\n" * 50_000 + SENTENCE, EITHER),
    )
    for name, text, becomes in lines:
        yield Nasty(f"md_lines_{name}.md", text.encode(), becomes)


def _heads() -> Iterator[Nasty]:
    """Heads of YAML that burst, refer to themselves, or make an object of Python."""
    laughs = "a0: &a0 [ha]\n" + "".join(
        f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]\n" for n in range(12)
    )
    heads = (
        ("laughs", laughs),
        ("of_itself", "a: &a [*a]\ntitle: *a\n"),
        ("merged", "a: &a {b: 1}\n" + "".join(f"c{n}: {{<<: [*a, *a]}}\n" for n in range(500))),
        ("merged_with_itself", "a: &a\n  <<: *a\n"),
        ("python", "title: !!python/object/apply:os.system ['true']\n"),
        ("name", "title: !!python/name:os.system\n"),
        ("deep", "a: " + "[" * 5_000 + "]" * 5_000 + "\n"),
        ("deep_lines", "".join("  " * n + "a:\n" for n in range(300))),
        ("long", "title: " + "a" * 100_000 + "\n"),
        ("keys", "".join(f"k{n}: v\n" for n in range(10_000))),
        ("keys_alike", "title: a\n" * 5_000),
        ("integer", "published: " + "9" * 50_000 + "\n"),
        ("sixties", "published: " + ":".join(["59"] * 5_000) + "\n"),
        ("dates", "published: 2024-13-45\nretrieved: 99999-01-01\n"),
        ("binary", "title: !!binary ////\n"),
        ("not_a_number", "published: .nan\ntitle: .inf\n"),
        ("unknown_alias", "title: *nothing\n"),
        ("tabs", "\ttitle:\tA\n"),
        ("controls", 'title: "\\x1b[31m\\0"\n'),
        ("open_quote", 'title: "never closed\n'),
        ("documents", "title: A\n...\n--- \ntitle: B\n"),
        ("list", "- a\n- b\n"),
        ("complex_key", "? [a, b]\n: c\n? {d: e}\n: f\n"),
    )
    for name, head in heads:
        yield Nasty(f"md_head_{name}.md", f"---\n{head}---\n\n{TEXT}".encode(), EITHER)
    yield Nasty("md_head_open.md", f"---\ntitle: A\n\n{TEXT}".encode(), EITHER)
    yield Nasty("md_head_only.md", b"---\ntitle: A\n---\n", REFUSED, "no text|empty|no words")
    many = "---\n" * 10_000
    yield Nasty("md_head_again_and_again.md", (many + TEXT).encode(), EITHER)


def _plain() -> Iterator[Nasty]:
    """Plain text that is hardly text."""
    marks = "".join(chr(0x300 + number % 100) for number in range(50_000))
    texts = (
        ("sound", SENTENCE, READ),
        ("one_letter", "a", EITHER),
        ("one_letter_over_and_over", SENTENCE + "\n" + "a" * 100_000, EITHER),
        ("zalgo", f"{SENTENCE}\na{marks}", EITHER),
        ("joined", SENTENCE + "\n" + "👩\u200d" * 10_000, EITHER),
        ("flags", SENTENCE + "\n" + "🇦" * 10_001, EITHER),
        ("numbers", SENTENCE + "\n" + "1,234,567.89 " * 5_000, EITHER),
        ("long_number", SENTENCE + "\n" + "9" * 100_000, EITHER),
        ("dots", SENTENCE + "\n" + ". " * 50_000, EITHER),
        ("abbreviations", SENTENCE + "\n" + "U.S. v. Inc. " * 5_000, EITHER),
        ("quotes", SENTENCE + "\n" + "“" * 20_000, EITHER),
        ("escape", SENTENCE + "\n\x1b[31mred\x1b[0m", EITHER),
        ("overridden", SENTENCE + "\n\u202etnecrep 99\u202c", READ),
        ("of_pages", f"{SENTENCE}\f".join(["", *["Page.\n"] * 1_000]), EITHER),
        ("like_json", f'{{"id": "a", "text": "{SENTENCE}"}}\n' * 3, EITHER),
        ("like_head", f"---\ntitle: [\n---\n{SENTENCE}", READ),
        ("like_mail", f"From: a\nContent-Type: text/html\n\n{SENTENCE}", READ),
    )
    for name, text, becomes in texts:
        yield Nasty(f"txt_{name}.txt", text.encode(), becomes)


def _encoded() -> Iterator[Nasty]:
    """Text in encodings that nothing tells, and bytes that are no text."""
    accented = f"{SENTENCE} Crédit d’impôt."
    cases = (
        ("empty", b"", REFUSED, "empty|no text"),
        ("blank", b" \r\n\t" * 999, REFUSED, "empty|no text"),
        ("only_mark", b"\xef\xbb\xbf", REFUSED, "empty|no text"),
        ("utf8_mark", b"\xef\xbb\xbf" + accented.encode(), READ, ""),
        ("utf16", accented.encode("utf-16"), READ, ""),
        ("utf16_big", b"\xfe\xff" + accented.encode("utf-16-be"), READ, ""),
        ("utf16_without_mark", accented.encode("utf-16-le"), EITHER, ""),
        ("utf16_half", accented.encode("utf-16")[:-1], EITHER, ""),
        ("utf16_surrogate", accented.encode("utf-16") + b"\0\xd8", EITHER, ""),
        ("utf32", accented.encode("utf-32"), EITHER, ""),
        ("cp1252", accented.encode("cp1252"), EITHER, ""),
        ("ebcdic", SENTENCE.encode("cp037"), EITHER, ""),
        ("utf8_cut", "5 €".encode()[:-1], EITHER, ""),
        ("overlong", SENTENCE.encode() + b"\xc0\xaf", EITHER, ""),
        ("surrogates", SENTENCE.encode() + b"\xed\xa0\x80", EITHER, ""),
        ("nuls", b"\0".join([SENTENCE.encode()] * 3), EITHER, ""),
        ("zeros", b"\0" * 50_000, REFUSED, ""),
        ("noise", noise(50_000), REFUSED, ""),
        ("controls", bytes(range(32)) * 99, REFUSED, ""),
        ("is_gzip", b"\x1f\x8b\x08\0" + noise(2_000), REFUSED, ""),
        ("is_png", b"\x89PNG\r\n\x1a\n" + noise(2_000), REFUSED, ""),
    )
    for name, data, becomes, says in cases:
        yield Nasty(f"txt_bytes_{name}.txt", data, becomes, says)
