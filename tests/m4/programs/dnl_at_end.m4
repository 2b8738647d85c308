no newline
dnl at the end