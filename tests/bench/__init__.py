"""Speed, measured beside a reference in the same run; never in a timed test."""
