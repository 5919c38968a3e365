"""The organisation's lists: read from Xero when they are leaned on, remembered for a round."""
