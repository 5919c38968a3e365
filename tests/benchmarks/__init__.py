"""What the product promises in figures, measured from the sandboxes' own request lists."""
