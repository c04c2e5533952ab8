"""Where workbooks live: a closed file, a running Excel, or memory. One promise, ``hosts.host``."""
