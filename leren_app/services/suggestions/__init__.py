"""Which challenges fit an edition or a person: stored by jobs, read by pages, put aside with a reason."""
