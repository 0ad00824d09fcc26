"""Hiding small groups from those who may not see people, so that they cannot be worked out by subtraction.

The people are divided into blocks of at least five, each made of whole cells (a quarter, centre and programme). A
number is shown only for a group made of whole blocks. Whatever is added to or subtracted from such numbers is again
about whole blocks, so nothing about fewer than five people can come out, over whichever centres, programmes and
quarters one subtracts. Where a number divides the people of a block, as “12 of 14 completed” does, each part has at
least five people or none. The idea is microaggregation: Domingo-Ferrer and Mateo-Sanz (2002), Practical data-oriented
microaggregation for statistical disclosure control, IEEE TKDE 14(1).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

SMALLEST = 5
"""Groups with fewer people are hidden."""
Cell = tuple[object, ...]
"""Where people are counted: what weighs most when small cells are joined stands first."""


@dataclass(frozen=True)
class Block:
    """Cells that are shown together or not at all, and the people in them, in the parts that numbers tell apart."""

    cells: frozenset[Cell]
    parts: tuple[frozenset[int], ...]

    @property
    def people(self) -> frozenset[int]:
        """Everybody in it."""
        return frozenset().union(*self.parts)

    @property
    def small(self) -> bool:
        """Whether it says too much about somebody: a part of few people, or cells that must each hold just one."""
        alone = len(self.cells) > 1 and len(self.people) <= len(self.cells)
        return alone or any(0 < len(part) < SMALLEST for part in self.parts)

    def joined(self, other: "Block") -> "Block":
        """Both as one."""
        parts = zip(self.parts, other.parts, strict=True)
        return Block(self.cells | other.cells, tuple(mine | theirs for mine, theirs in parts))


def blocks_of(people: Mapping[Cell, Sequence[Collection[int]]]) -> list[Block]:
    """The parts of the people of each cell, joined into blocks none of which is small.

    Only where all together are too few, the one block that is left stays small.

    A small block joins its nearest kin: the one that shares most of what stands first in its cells, and of
    those the one with the fewest people, so that as little as possible is hidden.
    """
    cells = sorted(people.items(), key=repr)
    blocks = [Block(frozenset({cell}), tuple(map(frozenset, parts))) for cell, parts in cells if any(parts)]
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
