"""Purchase orders: a resource like the documents, with rules of its own (purchase orders page)."""
