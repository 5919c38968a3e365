"""What persons ask the posting actor for besides sending, over a real MongoDB."""
