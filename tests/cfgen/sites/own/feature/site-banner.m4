divert(-1)
# Arguments: word, word
define(`confSMTP_LOGIN_MSG', `$j _ARG_ _ARG2_; $b')
ifelse(_ARG3_, `', `define(`_BANNER_', `none')', `define(`_BANNER_', _ARG3_)')
FEATURE(`site-inner', `inside')
PUSHDIVERT(6)
D{Banner}_ARG_ _ARG1_ _ARG2_ _BANNER_
C{Words}_ARG_ _ARG2_
POPDIVERT
