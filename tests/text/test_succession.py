from consult.text import anchors, sections
from consult.text.succession import Succession
from tests.text.sample import DATA, body_of, draft, quoted_comments


def versions():
    return [sections.parse((DATA / f"model-draft-{label}.md").read_text(encoding="utf-8")) for label in ("0.1", "0.2")]


def test_every_section_of_both_versions_is_told_about():
    old, new = versions()
    told = list(Succession(old, new).changes())
    assert {became.old.uid for became in told if became.old} == {section.uid for section in old}
    assert {became.new.uid for became in told if became.new} == {section.uid for section in new}
    places = [list(draft("0.2")).index((became.new.number or became.new.heading).rstrip(".")) for became in told if became.new]
    assert places == sorted(places)


def test_the_sample_quotations_find_their_places_in_the_next_draft():
    old, new = versions()
    succession = Succession(old, new)
    uids = {section.body: section.uid for section in old}
    places = {}
    for comment in quoted_comments():
        body = body_of(comment)
        place = succession.carry(uids[body], anchors.find(body, comment["quote"]))
        found = succession.new.get(place.uid or "")
        places[comment["id"]] = (place.status, anchors.plain(found.body)[place.start:place.end] if found else None)
    assert places["R1-132"] == ("same", "This act is published in [official gazette] and sent to the secretariat of the Standing Working Group.")
    assert places["R1-109"] == ("reworded", "benchmarking")
    assert places["R1-034"] == ("orphaned", None)
    assert places["R1-010"] == ("changed", "means a group of independent firms, cooperatives and craft workshops, mostly small and medium-sized,")
    assert [number for number, (status, _) in places.items() if status == "orphaned"] == ["R1-034"]
