import re

import pytest

from consult.text import diff, render


def test_a_section_keeps_its_tables_lists_and_notes():
    html = render.text("A *word*[^1].\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n\n[^1]: The note.")
    assert '<td class="align-right">1</td>' in html
    assert "style=" not in html
    assert "<em>word</em>" in html
    assert "The note." in html


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_lists_nest_alike_by_two_three_or_four_spaces(indent):
    html = render.text(f"- a\n{' ' * indent}- b\n{' ' * 2 * indent}- c\n- d")
    assert re.sub(r"\s", "", html) == "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"


def test_a_list_and_a_table_need_no_blank_line_before_them():
    assert "<ul><li>one</li>" in render.text("They are:\n- one\n- two")
    assert "<td>1</td>" in render.text("As follows:\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert render.text("in the year\n2017. That was it").count("<p>") == 1


def test_a_numbered_list_begins_where_its_author_began():
    assert '<ol start="4">' in render.text("4. four\n5. five")


@pytest.mark.parametrize("attack", [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src=x onerror="alert(1)">', "<svg onload=alert(1)>", "![x](data:text/html,1)",
    '<a href="https://e.org" onclick="x()" style="color:red">x</a>', "[x](https://e.org){: onclick=x() style=color:red }", "<iframe src=//e.org></iframe>",
    "[x]: javascript:alert(1)\n\n[x]", "![x](https://e.org/track.png)", "<b style='x:expression(1)'>x</b>", "&lt;script&gt;", "<math><mi//xlink:href=x>",
])
def test_nothing_in_a_source_can_act_in_the_browser(attack):
    html = render.text(attack)
    assert not re.search(r"<[^>]*(?:\son\w+=|javascript:|data:|style=)|<(?:script|svg|iframe|math)|<img src=\"(?!x\")", html)


def test_words_in_angle_brackets_that_are_no_tags_are_read():
    assert "&lt;subdomain&gt;" in render.text("the <subdomain> of <https://e.org>")


def test_ids_and_classes_of_a_source_never_meet_those_of_the_page():
    html = render.text('<p id="main" class="vh">x</p>\n\ny {: #main .vh }\n\nz[^a]\n\n[^a]: n', "3.2")
    assert set(re.findall(r'id="([^"]*)"', html)) == {"3-2-fn-a", "3-2-fnref-a"}
    assert set(re.findall(r'class="([^"]*)"', html)) <= {"footnote", "footnote-ref", "footnote-backref"}


def test_the_same_text_is_rendered_the_same_every_time():
    assert len({render.text("a[^1]\n\n[^1]: b") for _ in range(3)}) == 1


def test_headings_inside_a_body_do_not_enter_the_outline_of_the_page():
    assert render.text("> # Title") == "<blockquote><p><strong>Title</strong></p></blockquote>"


def test_each_block_has_the_number_people_cite():
    found = render.paragraphs("One.\n\n- a\n- b\n\n---\n\n[x]: https://e.org\n\nTwo [x].\n\n> three", "3.2")
    assert [(block.number, block.id, block.text) for block in found] == [
        (1, "p1", "One."), (2, "p2", "a\nb"), (3, "p3", "Two x."), (4, "p4", "three")]


def test_a_persons_words_are_shown_as_words():
    html = render.plain("Hello <b>you</b>\nsee https://e.org/a?b=1&c=2.\n\njavascript:x **no**")
    assert html == (
        '<p>Hello &lt;b&gt;you&lt;/b&gt;<br>\nsee <a href="https://e.org/a?b=1&amp;c=2" rel="ugc nofollow noopener">https://e.org/a?b=1&amp;c=2</a>.</p>\n'
        "<p>javascript:x **no**</p>")


def test_a_proposed_wording_says_aloud_what_it_inserts_and_deletes():
    html = render.words(diff.words("at least ten <firms>", "at least six <firms>"), say=str.upper)
    assert html == ('at least <del><span class="vh">DELETED </span>ten</del><ins><span class="vh">INSERTED </span>six</ins> &lt;firms&gt;')


def test_a_change_says_aloud_what_it_inserts_and_deletes():
    html = render.diff(diff.compare("A ten b.", "A six b."), say={"inserted": "umetnuto", "deleted": "izbrisano"}.__getitem__)
    assert html == '<p>A <del><span class="vh">izbrisano </span>ten</del><ins><span class="vh">umetnuto </span>six</ins> b.</p>'


def test_side_by_side_has_the_old_wording_on_the_left():
    html = render.side_by_side(diff.compare("A ten b.\n\nGone away.", "A six b."))
    assert '<tr><td><p>A <del><span class="vh">deleted </span>ten</del> b.</p></td><td><p>A <ins>' in html
    assert 'Gone away.</del></p></td><td></td></tr>' in html
