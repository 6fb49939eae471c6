"""Officers process applications: the queue, the case, its stages, requests and decision."""
