"""The tool of the catalogues: it reads what a union merge leaves, and sees lost placeholders."""

from jinan.cli.catalogues import Entry, Key, merged, read, together, write

UNION = """msgid ""
msgstr ""
"Language: zh_Hans\\n"

msgid "grade"
msgstr ""
msgid "grade"
msgstr "等别"
#, python-format
msgid "%(n)s record"
msgid_plural "%(n)s records"
msgstr[0] "%(n)s 条记录"

#, fuzzy
msgid "pond"
msgstr "池塘"

#~ msgid "gone"
#~ msgstr "没有了"
"""


def test_a_union_merge_is_read_with_the_translated_one_of_two() -> None:
    found = {one.msgid: one for one in read(UNION).values()}
    assert found["grade"].text == "等别"
    assert found["%(n)s record"].plural == "%(n)s records"
    assert found["pond"].text == ""
    assert set(found) == {"grade", "%(n)s record", "pond"}


def test_writing_and_reading_gives_the_same_and_is_sorted() -> None:
    entries = read(UNION)
    text = write(entries.values())
    assert read(text) == entries
    assert text.index("%(n)s record") < text.index("grade") < text.index("pond")


def test_long_texts_over_several_lines_are_joined() -> None:
    entry = next(iter(read('msgid ""\n"one "\n"two"\nmsgstr ""\n"一"\n"二"\n').values()))
    assert (entry.msgid, entry.text) == ("one two", "一二")


def test_a_lost_placeholder_is_a_fault() -> None:
    assert Entry("Found for “%(q)s”", "查找结果").faults()
    assert Entry("{n} of {all}", "共 {all}，第 {m}").faults()
    assert not Entry("%(n)s record", "%(n)s 条", plural="%(n)s records").faults()


def test_a_new_msgid_takes_the_word_another_room_has_for_it() -> None:
    used = {("", "grade"): Entry("grade"), ("", "new"): Entry("new")}
    house = {("", "grade"): Entry("grade", "等别")}
    assert [one.text for one in merged(used, {}, house)] == ["等别", ""]


def book(**texts: str) -> dict[Key, Entry]:
    return {("", key): Entry(key, text) for key, text in texts.items()}


def test_catalogues_are_merged_entry_by_entry() -> None:
    base = book(age="", grade="等级", gone="旧")
    ours = book(age="龄期", grade="等级", gone="旧", mine="我方")
    theirs = book(age="", grade="等别", theirs="对方")
    merged_texts = {one.msgid: one.text for one in together(base, ours, theirs)}
    assert merged_texts == {"age": "龄期", "grade": "等别", "mine": "我方", "theirs": "对方"}


def test_a_text_never_wanders_to_its_neighbour() -> None:
    texts = book(**{f"word{n}": f"词{n}" for n in range(0, 40, 2)})
    more = book(**{f"word{n}": f"词{n}" for n in range(1, 40, 2)})
    for one in together({}, texts, more):
        assert one.text == one.msgid.replace("word", "词")
