"""Sort keys are not names: Türkiye keeps its place in the alphabet."""

from convene.core.collation import fold, sort_key


def test_turkiye_stands_before_turkmenistan_and_not_after_it():
    names = ["Ukraine", "Turkmenistan", "Türkiye", "Tajikistan"]
    assert sorted(names, key=sort_key) == ["Tajikistan", "Türkiye", "Turkmenistan", "Ukraine"]
    assert sorted(names) == ["Tajikistan", "Turkmenistan", "Türkiye", "Ukraine"]  # what a byte sort does


def test_folding_forgets_case_and_accents_but_not_letters():
    assert fold("Poznań, Łódź") == "poznan, lodz"
    assert fold("Жёлтый ЙОД") == "желтый йод"
    assert fold("Київ") == "київ"


def test_marks_do_not_sort():
    assert sort_key("Kosovo*") == sort_key("Kosovo")
