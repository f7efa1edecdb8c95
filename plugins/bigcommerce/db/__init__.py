"""SQL, one function per statement in include/sql. The caller owns the connection and its transactions."""
