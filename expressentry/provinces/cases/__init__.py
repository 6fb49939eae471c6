"""What a province sends and decides: notifications of interest, nominations, the places for them."""
