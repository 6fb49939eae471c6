"""The calculator for everybody: the profile's questions and the whole law, without an account and with nothing kept."""
