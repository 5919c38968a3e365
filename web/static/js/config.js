// Configuration: mapping tables, suggestions, effect of a change.
