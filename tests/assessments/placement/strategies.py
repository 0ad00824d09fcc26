"""Answered items as hypothesis draws them."""

from hypothesis import strategies as st

from lms.assessments.placement.belief import Outcome
from lms.assessments.placement.rules import Given

GIVEN = st.builds(
    Given,
    a=st.floats(0.3, 3),
    b=st.floats(-4, 4),
    c=st.sampled_from([0.0, 0.25, 1 / 3]),
    spread=st.sampled_from([0.0, 0.35, 0.7]),
    outcome=st.sampled_from(Outcome),
)
