"""One command for a whole machine: the embedded stores and the processes that make up Relist."""
