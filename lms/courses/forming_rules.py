"""Forming groups from the waiting list: who goes into which group, and why everybody else does not.

Pure and deterministic; docs/decisions/0012 says why it is a rule that can be told to a person and no optimiser:
the next group is the one that seats most people (of equals, the one whose people stand further up the list, then
the form named first), and a group takes whoever can come in the order of the list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lms.courses.forming_terms import Candidate, Diary, Form, Frame, LeftOut, Proposal, Waiter, Why, Wish


def propose(waiters: Sequence[Waiter], candidates: Sequence[Candidate], wish: Wish, diary: Diary) -> tuple[Frame, ...]:
    """The frames of the groups to open, one after the other, each the best of what is still possible.

    `diary` is changed: it holds the lessons of the proposed groups afterwards.
    """
    left = [waiter for waiter in _in_order(waiters) if not waiter.obstacle]
    suiting = {form: {w.entry_id for w in left if form.suits(w)} for form in {one.form for one in candidates}}
    open_to = list(candidates)
    frames: list[Frame] = []
    while open_to and (wish.most_groups is None or len(frames) < wish.most_groups):
        found = _best(left, suiting, open_to, wish)
        if found is None:
            break
        frame = _placed(found, wish, diary)
        if frame is None:
            open_to.remove(found)
            continue
        people = [w for w in left if w.entry_id in suiting[found.form]][: frame.capacity]
        if len(people) < wish.least:
            # The only room left seats fewer than the least that make a group.
            open_to.remove(found)
            continue
        _reserve(frame, found, diary)
        gone = {one.entry_id for one in people}
        left = [w for w in left if w.entry_id not in gone]
        frames.append(frame)
    return tuple(frames)


def _in_order(waiters: Iterable[Waiter]) -> list[Waiter]:
    return sorted(waiters, key=lambda waiter: (waiter.position, waiter.entry_id))


def _best(
    left: Sequence[Waiter], suiting: Mapping[Form, set[int]], candidates: Sequence[Candidate], wish: Wish
) -> Candidate | None:
    """The candidate that seats most people; of equals the one whose people stand further up, then the first."""
    best, best_key = None, None
    for candidate in candidates:
        positions = [w.position for w in left if w.entry_id in suiting[candidate.form]][: wish.size]
        key = (-len(positions), positions)
        if len(positions) >= wish.least and (best_key is None or key < best_key):
            best, best_key = candidate, key
    return best


def _placed(candidate: Candidate, wish: Wish, diary: Diary) -> Frame | None:
    """A candidate on its earliest day with a room and a teacher free for the whole course, if there is one."""
    for course in candidate.courses:
        teacher = next((one for one in wish.teachers if diary.is_free(("teacher", one), course.lessons)), None)
        if teacher is None:
            continue
        if candidate.form.online:
            return Frame(candidate.form, candidate.pattern, course.starts_on, None, teacher, wish.size)
        free = [room for room in wish.rooms if diary.is_free(("room", room.room_id), course.lessons)]
        if free:
            room = min(free, key=lambda one: (-min(one.seats, wish.size), one.seats, one.room_id))
            capacity = min(room.seats, wish.size)
            return Frame(candidate.form, candidate.pattern, course.starts_on, room.room_id, teacher, capacity)
    return None


def _reserve(frame: Frame, candidate: Candidate, diary: Diary) -> None:
    course = next(one for one in candidate.courses if one.starts_on == frame.starts_on)
    diary.take(("teacher", frame.teacher_id), course.lessons)
    if frame.room_id is not None:
        diary.take(("room", frame.room_id), course.lessons)


def fill(
    waiters: Sequence[Waiter],
    frames: Sequence[Frame],
    forms: Sequence[Form],
    wish: Wish,
    left_by_hand: frozenset[int] = frozenset(),
) -> Proposal:
    """Who is in each group by the list and by hand, and why everybody else is in none.

    Whoever was taken in by hand comes first, even where the record says they cannot come; `forms` are all that
    were considered, opened or not.
    """
    ordered = _in_order(waiters)
    by_hand = {entry: number for number, frame in enumerate(frames) for entry in frame.taken_in}
    seated: set[int] = set()
    people = []
    for number, frame in enumerate(frames):
        first = [w for w in ordered if by_hand.get(w.entry_id) == number and not w.obstacle][: frame.capacity]
        seated |= {w.entry_id for w in first}
        rest = [
            w
            for w in ordered
            if w.entry_id not in seated
            and w.entry_id not in by_hand
            and w.entry_id not in left_by_hand
            and not w.obstacle
            and frame.form.suits(w)
        ][: frame.capacity - len(first)]
        seated |= {w.entry_id for w in rest}
        people.append(tuple(_in_order([*first, *rest])))
    left = [w for w in ordered if w.entry_id not in seated]
    return Proposal(tuple(frames), tuple(people), tuple(_reasons(left, left_by_hand, by_hand, frames, forms, wish)))


def _reasons(
    left: Sequence[Waiter],
    left_by_hand: frozenset[int],
    by_hand: Mapping[int, int],
    frames: Sequence[Frame],
    forms: Sequence[Form],
    wish: Wish,
) -> Iterable[LeftOut]:
    considered = [*forms, *(frame.form for frame in frames)]
    could = {form: sum(1 for w in left if not w.obstacle and form.suits(w)) for form in set(considered)}
    for waiter in left:
        if waiter.entry_id in left_by_hand and not waiter.obstacle:
            yield LeftOut(waiter, Why.BY_HAND)
        elif waiter.entry_id in by_hand and not waiter.obstacle:
            yield LeftOut(waiter, Why.FULL, by_hand[waiter.entry_id] + 1)
        else:
            yield _reason(waiter, frames, considered, could, wish)


def _reason(
    waiter: Waiter, frames: Sequence[Frame], forms: Sequence[Form], could: Mapping[Form, int], wish: Wish
) -> LeftOut:
    """The first thing that stands in the way, from what is the person's to what is the group's."""
    if waiter.obstacle:
        return LeftOut(waiter, waiter.obstacle.why)
    if waiter.available is None:
        return LeftOut(waiter, Why.NOT_ASKED)
    here = [form for form in forms if form.mode_suits(waiter)]
    if not here:
        return LeftOut(waiter, Why.MODE)
    then = [form for form in here if form.time_suits(waiter)]
    if not then:
        return LeftOut(waiter, Why.TIME)
    fitting = [form for form in then if form.reading_suits(waiter)]
    if not fitting:
        return LeftOut(waiter, Why.READING_UNKNOWN if waiter.reads_cyrillic is None else Why.READING)
    for number, frame in enumerate(frames, start=1):
        if frame.form.suits(waiter):
            return LeftOut(waiter, Why.FULL, number)
    most = max(could[form] for form in fitting)
    if most < wish.least:
        return LeftOut(waiter, Why.TOO_FEW, most)
    if wish.most_groups is not None and len(frames) >= wish.most_groups:
        return LeftOut(waiter, Why.ENOUGH_GROUPS)
    return LeftOut(waiter, Why.NOTHING_FREE)


def taken_into(frames: Sequence[Frame], number: int | None, entries: Iterable[int]) -> tuple[Frame, ...]:
    """The frames with people taken into the group at index `number` by hand and into no other; None: into none."""
    chosen = frozenset(entries)
    return tuple(
        replace(frame, taken_in=(frame.taken_in - chosen) | (chosen if index == number else frozenset()))
        for index, frame in enumerate(frames)
    )
