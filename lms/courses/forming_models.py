"""A proposal of groups, kept while a coordinator thinks: a lost connection loses nothing, a colleague can go on."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms import clock
from lms.accounts.models import Account
from lms.centres.models import Centre
from lms.courses.models import Programme
from lms.courses.states import ProposalState
from lms.database import Base


class GroupProposal(Base):
    """Groups proposed for a programme at a centre: what was asked for and what was changed by hand.

    Who is in which group is not kept: it follows from the waiting list as it is at the moment of looking.
    """

    __tablename__ = "group_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    """Counts changes, so that nobody changes what a colleague has changed meanwhile without seeing it."""
    plan: Mapped[dict[str, Any]]
    """What was asked for: forming_plan.Plan as plain JSON."""
    frames: Mapped[list[Any]]
    """The groups that are not opened yet: forming_terms.Frame as plain JSON."""
    left_out: Mapped[list[Any]] = mapped_column(default=list)
    """Waiting entries left out by hand."""
    opened: Mapped[list[Any]] = mapped_column(default=list)
    """Identifiers of the cohorts that were opened from it."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    centre: Mapped[Centre] = relationship()
    programme: Mapped[Programme] = relationship()
    changed_by: Mapped[Account | None] = relationship()
