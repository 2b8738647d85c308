dnl FEATURE(`use_ct_file')
dnl
dnl Trusted users are read from a file, one on a line.
dnl Arguments: none; the file is confCT_FILE.
dnl Adds: an F line for class t.
dnl Conflicts: none.
define(`_USE_CT_FILE_', `1')
