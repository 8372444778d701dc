"""The number in front of a heading, in the ways documents of the region are numbered."""
import pytest

from consult.text.numbering import join_number, split_number


@pytest.mark.parametrize(("title", "number", "heading"), [
    ("1. Purpose and scope", "1", "Purpose and scope"), ("1.1 What for", "1.1", "What for"), ("1.1. What for", "1.1", "What for"),
    ("3 Introduction", "3", "Introduction"), ("1) Scope", "1", "Scope"), ("12a. Scope", "12a", "Scope"), ("1\\. Scope", "1", "Scope"),
    ("A. Definitions", "A", "Definitions"), ("A.2 Terms", "A.2", "Terms"), ("IV. Ballots", "IV", "Ballots"),
    ("(a) scope", "(a)", "scope"), ("b) scope", "b", "scope"),
    ("§ 12a Sachkenntnis", "§ 12a", "Sachkenntnis"), ("§12 Sachkenntnis", "§12", "Sachkenntnis"), ("V2.1 Passwords", "V2.1", "Passwords"),
    ("Annex A. Criteria", "Annex A", "Criteria"), ("ANNEX II: Criteria", "ANNEX II", "Criteria"),
    ("Annex A Criteria", "Annex A", "Criteria"),
    ("Annex A – Criteria", "Annex A", "Criteria"), ("Article 5", "Article 5", ""), ("Article 5 Scope", "Article 5", "Scope"),
    ("Appendix B.1 Forms", "Appendix B.1", "Forms"),
    ("Abschnitt 1 - Anwendung", "Abschnitt 1", "Anwendung"), ("Erster Abschnitt - Begriffe", "Erster Abschnitt", "Begriffe"),
    ("Члан 5.", "Члан 5", ""), ("Член 12а Опсег", "", "Член 12а Опсег"), ("Глава II Управување", "Глава II", "Управување"),
    ("Прилог А. Критеријуми", "Прилог А", "Критеријуми"),
    ("Član 3. Pojmovi", "Član 3", "Pojmovi"), ("Članak 7.", "Članak 7", ""), ("5. člen (pomen izrazov)", "5. člen", "(pomen izrazov)"),
    ("Чл. 4. Цел", "Чл. 4", "Цел"), ("Раздел I. Общи положения", "Раздел I", "Общи положения"), ("Art. 6 Definiții", "Art. 6", "Definiții"),
    ("Capitolul III Guvernanță", "Capitolul III", "Guvernanță"), ("Neni 2 Qëllimi", "Neni 2", "Qëllimi"),
    ("Άρθρο 3 Ορισμοί", "Άρθρο 3", "Ορισμοί"),
    ("Κεφάλαιο Α΄ Γενικά", "Κεφάλαιο Α΄", "Γενικά"), ("MADDE 4 – Tanımlar", "MADDE 4", "Tanımlar"),
    ("Birinci Bölüm: Amaç", "Birinci Bölüm", "Amaç"),
    ("**2. Aims**", "2", "Aims"), ("10.3", "10.3", ""),
])
def test_a_number_is_told_from_the_words(title, number, heading):
    parts = split_number(title)
    assert (parts.number, parts.heading) == (number, heading)


@pytest.mark.parametrize("title", [
    "Preamble", "A note on method", "I think so", "2017", "24 hours of notice", "Part of the plan", "Section heads", "Version 3.1.0",
    "5G networks", "Civil society", "C", "(weggefallen)",
    "Del av planen", "100% support", "Mix of measures", "e-commerce", "B2B services", "*Emphasis* first", "2.0beta",
])
def test_words_are_not_taken_for_a_number(title):
    assert split_number(title) == ("", "", title)


@pytest.mark.parametrize(("number", "heading", "title"), [
    ("1", "Aims", "1. Aims"), ("1.2", "Aims", "1.2 Aims"), ("Annex A", "Aims", "Annex A. Aims"), ("§ 3", "Aims", "§ 3 Aims"),
    ("", "Aims", "Aims"), ("Члан 5", "", "Члан 5"),
])
def test_a_number_without_a_style_of_its_own_gets_the_usual_one(number, heading, title):
    assert join_number(number, "", heading) == title
    assert split_number(title)[::2] == (number, heading)
