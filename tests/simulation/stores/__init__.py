"""The store of the product in memory: the same rules of compare-and-set, by the server's clock."""
