dnl SITECONFIG(`uucp.cogsci', `own name', `class')
dnl
dnl UUCP neighbours of the reference's sample configurations.  Nobody's
dnl site today; an example of a SITECONFIG file.
dnl Arguments: see SITECONFIG.
dnl Adds: names to the class.
dnl Conflicts: none.
SITE(`contessa')
SITE(`emind')
SITE(`hoptoad')
SITE(`nkainc')
SITE(`well')
SITE(`ferdy')
