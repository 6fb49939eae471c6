"""The profile: a candidate's answers, kept as they are typed, with the live score and eligibility beside them."""
