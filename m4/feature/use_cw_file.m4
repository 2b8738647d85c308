dnl FEATURE(`use_cw_file')
dnl
dnl Names of this host are read from a file, one on a line.
dnl Arguments: none; the file is confCW_FILE.
dnl Adds: an F line for class w.
dnl Conflicts: none.
define(`_USE_CW_FILE_', `1')
