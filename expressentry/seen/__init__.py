"""What a candidate can read of who looked at them."""
