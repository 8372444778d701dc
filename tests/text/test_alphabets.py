"""Sorting as the reader's school taught it."""
import pytest

from consult.text.alphabets import ALPHABETS, sorting


@pytest.mark.parametrize(("language", "words"), [
    ("hr", ["cesta", "čaj", "ćud", "dan", "džep", "đak", "lak", "luk", "ljeto", "Niš", "njiva", "zid", "žaba"]),
    ("cnr", ["san", "šuma", "śutra", "zub", "žito", "źenica"]),
    ("sq", ["dac", "dhe", "emër", "ëndërr", "sy", "shtet", "zog", "zhurmë"]),
    ("ro", ["ana", "ăla", "înalt", "sat", "șarpe", "tu", "țară"]),
    ("tr", ["cam", "çam", "Irmak", "İzmir", "ordu", "öz", "su", "şehir"]),
    ("mk", ["гора", "ѓон", "кот", "ќе", "уво"]),
    ("sr-Cyrl", ["да", "ђак", "екран", "луг", "љубав", "трг", "ћуп", "цар", "чај", "џеп", "шал"]),
    ("el", ["Αθήνα", "άλφα", "βήτα", "όμικρον", "Ωμέγα"]),
    ("en", ["Ana", "čaj", "co-op", "Zebra", "Ниш"]),
    ("de", ["ab", "b c", "bc"]),
])
def test_words_stand_in_the_order_of_the_alphabet(language, words):
    assert sorted(reversed(words), key=sorting(language)) == words


def test_no_alphabet_has_a_letter_twice():
    assert all(len(letters.split()) == len(set(letters.split())) for letters in ALPHABETS.values())
