"""What is done with a proposal of groups: making it, changing it by hand, opening a group, discarding it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access.audit import record
from lms.access.errors import DomainError
from lms.access.viewer import Viewer
from lms.centres.models import Centre
from lms.courses import forming_queries
from lms.courses.cohort_actions import create_cohort
from lms.courses.cohort_queries import free_code
from lms.courses.forming_models import GroupProposal
from lms.courses.forming_plan import Plan, frames_as_json, frames_from_json, plan_as_json, plan_from_json
from lms.courses.forming_queries import Group, candidates, cohort_plan, diary_of, entries_of, waiters, wish_of
from lms.courses.forming_rules import propose, taken_into
from lms.courses.forming_terms import Frame
from lms.courses.models import Cohort, Programme, WaitingEntry
from lms.courses.offer_actions import offer_places
from lms.courses.states import ProposalState
from lms.database import db


class Changed(DomainError):
    """The world is not what the person saw when they pressed the button; says what is different."""


def make_proposal(by: Viewer, centre: Centre, programme: Programme, plan: Plan) -> GroupProposal:
    """Propose groups for a programme from the waiting list as it is, and keep the proposal."""
    people = waiters(entries_of(by, centre.id, programme.level), plan.earliest)
    frames = propose(people, candidates(plan, programme, centre), wish_of(plan), diary_of(plan, centre))
    proposal = GroupProposal(
        centre=centre,
        programme=programme,
        plan=plan_as_json(plan),
        frames=frames_as_json(frames),
        changed_by_id=by.account_id,
    )
    db.session.add(proposal)
    db.session.flush()
    record(by, "groups.propose", "group_proposal", proposal.id, groups=len(frames), waiting=len(people))
    return proposal


def change_group(by: Viewer, proposal: GroupProposal, version: int, number: int, frame: Frame) -> None:
    """Give a proposed group another form, place, teacher or first day. Raises Changed after a colleague's change."""
    frames = list(_held(proposal, version, number))
    frames[number] = replace(frame, taken_in=frames[number].taken_in)
    _keep(by, proposal, frames)


def take_in(by: Viewer, proposal: GroupProposal, version: int, number: int, entries: Sequence[int]) -> None:
    """Take people into a group by hand, whatever the rule says. Raises Changed after a colleague's change."""
    frames = _held(proposal, version, number)
    known = entries_of(by, proposal.centre_id, proposal.programme.level).keys()
    chosen = [entry for entry in entries if entry in known]
    proposal.left_out = sorted(set(proposal.left_out) - set(chosen))
    _keep(by, proposal, taken_into(frames, number, chosen))


def leave_out(by: Viewer, proposal: GroupProposal, version: int, entries: Sequence[int]) -> None:
    """Leave people out by hand; whoever stands next takes the place. Raises Changed after a colleague's change."""
    frames = _held(proposal, version)
    known = entries_of(by, proposal.centre_id, proposal.programme.level).keys()
    proposal.left_out = sorted({*proposal.left_out, *(entry for entry in entries if entry in known)})
    _keep(by, proposal, taken_into(frames, None, entries))


def drop_group(by: Viewer, proposal: GroupProposal, version: int, number: int) -> None:
    """Take a group out of a proposal. Raises Changed after a colleague's change."""
    frames = list(_held(proposal, version, number))
    del frames[number]
    _keep(by, proposal, frames)


def discard(by: Viewer, proposal: GroupProposal) -> None:
    """Put a proposal away; cohorts that were opened from it stay. Raises Changed when it is not open any more."""
    frames = _held(proposal, None)
    proposal.state = ProposalState.DISCARDED
    _keep(by, proposal, frames)
    record(by, "groups.discard", "group_proposal", proposal.id)


def open_group(by: Viewer, proposal: GroupProposal, version: int, number: int, seen: str, reply_by: datetime) -> Cohort:
    """Create the cohort of a proposed group and offer its places to its people, who answer until `reply_by`.

    `seen` are the people that were shown: with others, nothing is done. Raises Changed saying what is different,
    and DomainError as create_cohort does; nothing is written then.
    """
    _held(proposal, version, number)
    # Codes are given one after the other at a centre.
    db.session.execute(select(Centre.id).where(Centre.id == proposal.centre_id).with_for_update(key_share=True))
    standing = forming_queries.standing_of(by, proposal)
    group = standing.groups[number]
    _refuse_others(group, seen)
    if not group.people:
        raise DomainError(_l("Nobody is in this group. Take people in first."))
    with db.session.begin_nested():
        code = free_code(proposal.programme.level, proposal.centre)
        plan = cohort_plan(proposal, group.frame, group.pattern, group.room, group.teacher, code)
        cohort = create_cohort(by, plan)
        offer_places(by, cohort, [entry for _, entry in group.people], reply_by)
    frames = list(frames_from_json(proposal.frames, standing.plan))
    del frames[number]
    proposal.opened = [*proposal.opened, cohort.id]
    if not frames:
        proposal.state = ProposalState.DONE
    _keep(by, proposal, frames)
    record(by, "groups.open", "group_proposal", proposal.id, cohort=cohort.id, offered=len(group.people))
    return cohort


def _held(proposal: GroupProposal, version: int | None, number: int = 0) -> tuple[Frame, ...]:
    """The groups of an open proposal that nobody else changes until this request is done."""
    db.session.refresh(proposal, with_for_update=True)
    if proposal.state is not ProposalState.OPEN:
        raise Changed(_l("This proposal is closed: its groups were opened or put away."))
    frames = frames_from_json(proposal.frames, plan_from_json(proposal.plan))
    if version is not None and (version != proposal.version or number not in range(max(1, len(frames)))):
        raise Changed(_l("A colleague has changed this proposal meanwhile. Look at it again; nothing was done."))
    return frames


def _keep(by: Viewer, proposal: GroupProposal, frames: Sequence[Frame]) -> None:
    proposal.frames = frames_as_json(frames)
    proposal.version += 1
    proposal.changed_at, proposal.changed_by_id = clock.now(), by.account_id
    db.session.flush()


def _refuse_others(group: Group, seen: str) -> None:
    """Raise Changed, naming them, when the people of a group are not those that were shown."""
    if group.seen == seen:
        return
    shown = {int(one) for one in seen.split(",") if one.isascii() and one.isdecimal() and len(one) < 10}
    now = {entry.id: entry for _, entry in group.people}
    gone_ids = shown - now.keys()
    gone = db.session.scalars(
        select(WaitingEntry).where(
            WaitingEntry.id.in_(gone_ids), WaitingEntry.centre_id.in_({e.centre_id for e in now.values()})
        )
    ).all()
    raise Changed(
        _l(
            "Meanwhile the list has changed. No longer in the group: %(gone)s. New in it: %(come)s. Nothing was done; "
            "look at the group and confirm again.",
            gone=", ".join(entry.learner.name for entry in gone) or "–",
            come=", ".join(entry.learner.name for key, entry in now.items() if key not in shown) or "–",
        )
    )
