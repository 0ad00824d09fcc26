"""Hiding small groups from those who may not see people, so that they cannot be worked out by subtraction.

The people are divided into blocks of at least five, each made of whole cells (a quarter, centre and programme). A
number is shown only for a group made of whole blocks. Whatever is added to or subtracted from such numbers is again
about whole blocks, so nothing about fewer than five people can come out, over whichever centres, programmes and
quarters one subtracts. The idea is microaggregation: Domingo-Ferrer and Mateo-Sanz (2002), Practical data-oriented
microaggregation for statistical disclosure control, IEEE TKDE 14(1).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

SMALLEST = 5
"""Groups with fewer people are hidden."""
Cell = tuple[object, ...]
"""Where people are counted: what weighs most when small cells are joined stands first."""


@dataclass(frozen=True)
class Block:
    """Cells that are shown together or not at all, and the people in them."""

    cells: frozenset[Cell]
    people: frozenset[int]

    @property
    def small(self) -> bool:
        """Whether it says too much about somebody: few people, or cells that must each hold just one."""
        alone = len(self.cells) > 1 and len(self.people) <= len(self.cells)
        return len(self.people) < SMALLEST or alone

    def joined(self, other: "Block") -> "Block":
        """Both as one."""
        return Block(self.cells | other.cells, self.people | other.people)


def blocks_of(people: Mapping[Cell, Collection[int]]) -> list[Block]:
    """The people of each cell, joined into blocks none of which is small, unless all together are too few.

    A small block joins its nearest kin: the one that shares most of what stands first in its cells, and of
    those the one with the fewest people, so that as little as possible is hidden.
    """
    blocks = [Block(frozenset({cell}), frozenset(who)) for cell, who in sorted(people.items(), key=repr) if who]
    while len(blocks) > 1 and (small := [block for block in blocks if block.small]):
        least = min(small, key=lambda block: len(block.people))
        blocks.remove(least)
        partner = max(blocks, key=lambda block: (_kinship(least, block), -len(block.people)))
        blocks.remove(partner)
        blocks.append(least.joined(partner))
    return blocks


def may_be_shown(cells: Iterable[Cell], blocks: Iterable[Block]) -> bool:
    """Whether numbers about these cells together may be shown: they are whole blocks, none of them small."""
    wanted = set(cells)
    touched = [block for block in blocks if block.cells & wanted]
    return all(block.cells <= wanted and not block.small for block in touched)


def _kinship(one: Block, other: Block) -> tuple[bool, ...]:
    pairs = [zip(*side.cells, strict=True) for side in (one, other)]
    return tuple(bool(set(mine) & set(theirs)) for mine, theirs in zip(*pairs, strict=True))
