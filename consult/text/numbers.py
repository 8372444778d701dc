"""The numbers of the blocks as they are shown, the same as those of the source: people cite them."""
from bisect import bisect_right
from collections import Counter
from itertools import accumulate

from consult.text.paragraphs import paragraphs
from consult.text.source import bridge
from consult.text.tree import Block, lines, read


def numbered(body: str) -> list[tuple[int, list[Block]]]:
    """The shown blocks under the numbers of the paragraphs of the source they come from."""
    blocks = read(body)
    numbers = _votes(body, blocks)
    found: list[tuple[int, list[Block]]] = []
    for block, number in zip(blocks, numbers, strict=True):
        if found and number <= found[-1][0]:
            found[-1][1].append(block)
        else:
            found.append((number, [block]))
    return found


def _votes(body: str, blocks: tuple[Block, ...]) -> list[int]:
    """For each shown block the paragraph most of its words stand in; 0 for what has no words of its own there."""
    sources = paragraphs(body)
    starts = [paragraph.start for paragraph in sources]
    sizes = [sum(len(line) + 1 for line in lines((block,))) for block in blocks]
    ends = list(accumulate(sizes))
    votes: list[Counter[int]] = [Counter() for _ in blocks]
    way = bridge(body)
    for (start, _), (place, _) in zip(way.read, way.written, strict=True):
        at = bisect_right(starts, place) - 1
        if at >= 0 and place < sources[at].end:
            votes[bisect_right(ends, start)][sources[at].number] += 1
    chosen = [max(vote, key=lambda number: (vote[number], -number)) if vote else 0 for vote in votes]
    return _settled(chosen, len(sources))


def _settled(chosen: list[int], last: int) -> list[int]:
    """Blocks without a vote take the free number between their neighbours, or join the block before."""
    numbers, before = [], 0
    for at, number in enumerate(chosen):
        following = next((later for later in chosen[at + 1:] if later), last + 1)
        if not number:
            number = before + 1 if before + 1 < following else before
        before = max(before, number, 1)
        numbers.append(before)
    return numbers
