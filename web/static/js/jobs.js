// Jobs that are on: progress, Stop, result.
