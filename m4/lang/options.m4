dnl options.m4 - the table of the conf variables that are options.
dnl
dnl One line for each, in the order in which they are written: the name in
dnl the .mc file, the name in the .cf file, and the value that the
dnl commented line shows when the variable is not defined.  A variable
dnl that is defined as empty gives the option's name alone.
define(`_OPTION_', `ifdef(`$1', `O $2`'ifelse(defn(`$1'), `', `', `=$1')', `#O $2`'ifelse(`$3', `', `', `=$3')')
')
dnl Milter options make sense only when a filter is declared.
define(`_OPTION_MILTER_', `ifdef(`_FILTERS_SEEN_', `_OPTION_($@)')')
define(`_DEFAULT_DAEMONS_', `ifdef(`_DAEMONS_SEEN_', `', `ifdef(`_NETINET6_', `O DaemonPortOptions=Name=MTA-v4, Family=inet
O DaemonPortOptions=Name=MTA-v6, Family=inet6
', `O DaemonPortOptions=Name=MTA
')')')
define(`_MSA_', `ifdef(`_NO_MSA_', `', `O DaemonPortOptions=Port=587, Name=MSA, M=E
')')
define(`_TIME_ZONE_', `ifelse(confTIME_ZONE, `USE_SYSTEM', `#O TimeZoneSpec=', confTIME_ZONE, `USE_TZ', `O TimeZoneSpec=', `O TimeZoneSpec=confTIME_ZONE')
')
define(`_FIRST_OPTIONS_', `dnl
_OPTION_(`confDONT_BLAME_SENDMAIL', `DontBlameSendmail', `safe')dnl
_OPTION_(`confLDAP_DEFAULT_SPEC', `LDAPDefaultSpec', `-h localhost')dnl
')
define(`_OPTIONS_', `dnl
_OPTION_(`confSEVEN_BIT_INPUT', `SevenBitInput', `False')dnl
_OPTION_(`confEIGHT_BIT_HANDLING', `EightBitMode', `pass8')dnl
_OPTION_(`confALIAS_WAIT', `AliasWait', `5m')dnl
_OPTION_(`ALIAS_FILE', `AliasFile', `'MAIL_SETTINGS_DIR`aliases')dnl
_OPTION_(`confMIN_FREE_BLOCKS', `MinFreeBlocks', `100')dnl
_OPTION_(`confMAX_MESSAGE_SIZE', `MaxMessageSize', `0')dnl
_OPTION_(`confBLANK_SUB', `BlankSub', `_')dnl
_OPTION_(`confCON_EXPENSIVE', `HoldExpensive', `False')dnl
_OPTION_(`confCHECKPOINT_INTERVAL', `CheckpointInterval', `10')dnl
_OPTION_(`confDELIVERY_MODE', `DeliveryMode', `background')dnl
_OPTION_(`confERROR_MESSAGE', `ErrorHeader', `'MAIL_SETTINGS_DIR`error-header')dnl
_OPTION_(`confERROR_MODE', `ErrorMode', `print')dnl
_OPTION_(`confSAVE_FROM_LINES', `SaveFromLine', `False')dnl
_OPTION_(`confQUEUE_FILE_MODE', `QueueFileMode', `0600')dnl
_OPTION_(`confTEMP_FILE_MODE', `TempFileMode', `0600')dnl
_OPTION_(`confMATCH_GECOS', `MatchGECOS', `False')dnl
_OPTION_(`confMAX_HOP', `MaxHopCount', `25')dnl
O HelpFile=HELP_FILE
_OPTION_(`confIGNORE_DOTS', `IgnoreDots', `False')dnl
_OPTION_(`confBIND_OPTS', `ResolverOptions', `+AAONLY')dnl
_OPTION_(`confMIME_FORMAT_ERRORS', `SendMimeErrors', `True')dnl
_OPTION_(`confFORWARD_PATH', `ForwardPath', `/var/forward/$u:$z/.forward.$w:$z/.forward')dnl
_OPTION_(`confMCI_CACHE_SIZE', `ConnectionCacheSize', `2')dnl
_OPTION_(`confMCI_CACHE_TIMEOUT', `ConnectionCacheTimeout', `5m')dnl
_OPTION_(`confHOST_STATUS_DIRECTORY', `HostStatusDirectory', `.hoststat')dnl
_OPTION_(`confSINGLE_THREAD_DELIVERY', `SingleThreadDelivery', `False')dnl
_OPTION_(`confUSE_ERRORS_TO', `UseErrorsTo', `False')dnl
_OPTION_(`confUSE_COMPRESSED_IPV6_ADDRESSES', `UseCompressedIPv6Addresses', `')dnl
_OPTION_(`confLOG_LEVEL', `LogLevel', `10')dnl
_OPTION_(`confME_TOO', `MeToo', `True')dnl
_OPTION_(`confCHECK_ALIASES', `CheckAliases', `False')dnl
_OPTION_(`confOLD_STYLE_HEADERS', `OldStyleHeaders', `False')dnl
_DEFAULT_DAEMONS_`'undivert(_D_DAEMONS_)_MSA_`'undivert(_D_CLIENTS_)ifdef(`_CLIENTS_SEEN_', `', `#O ClientPortOptions=Family=inet, Address=0.0.0.0
')dnl
_OPTION_(`confDIRECT_SUBMISSION_MODIFIERS', `DirectSubmissionModifiers', `')dnl
_OPTION_(`confUSE_MSP', `UseMSP', `')dnl
_OPTION_(`confPRIVACY_FLAGS', `PrivacyOptions', `authwarnings')dnl
_OPTION_(`confCOPY_ERRORS_TO', `PostmasterCopy', `Postmaster')dnl
_OPTION_(`confQUEUE_FACTOR', `QueueFactor', `600000')dnl
_OPTION_(`confMAX_QUEUE_CHILDREN', `MaxQueueChildren', `')dnl
_OPTION_(`confMAX_RUNNERS_PER_QUEUE', `MaxRunnersPerQueue', `1')dnl
_OPTION_(`confNICE_QUEUE_RUN', `NiceQueueRun', `')dnl
_OPTION_(`confQUEUE_SORT_ORDER', `QueueSortOrder', `priority')dnl
_OPTION_(`confMIN_QUEUE_AGE', `MinQueueAge', `30m')dnl
_OPTION_(`confMAX_QUEUE_AGE', `MaxQueueAge', `')dnl
_OPTION_(`confMAX_QUEUE_RUN_SIZE', `MaxQueueRunSize', `0')dnl
_OPTION_(`confFAST_SPLIT', `FastSplit', `1')dnl
O QueueDirectory=QUEUE_DIR
_OPTION_(`confSHARED_MEMORY_KEY', `SharedMemoryKey', `0')dnl
_OPTION_(`confSHARED_MEMORY_KEY_FILE', `SharedMemoryKeyFile', `')dnl
_OPTION_(`confTO_INITIAL', `Timeout.initial', `5m')dnl
_OPTION_(`confTO_CONNECT', `Timeout.connect', `5m')dnl
_OPTION_(`confTO_ACONNECT', `Timeout.aconnect', `0s')dnl
_OPTION_(`confTO_ICONNECT', `Timeout.iconnect', `5m')dnl
_OPTION_(`confTO_HELO', `Timeout.helo', `5m')dnl
_OPTION_(`confTO_MAIL', `Timeout.mail', `10m')dnl
_OPTION_(`confTO_RCPT', `Timeout.rcpt', `1h')dnl
_OPTION_(`confTO_DATAINIT', `Timeout.datainit', `5m')dnl
_OPTION_(`confTO_DATABLOCK', `Timeout.datablock', `1h')dnl
_OPTION_(`confTO_DATAFINAL', `Timeout.datafinal', `1h')dnl
_OPTION_(`confTO_RSET', `Timeout.rset', `5m')dnl
_OPTION_(`confTO_QUIT', `Timeout.quit', `2m')dnl
_OPTION_(`confTO_MISC', `Timeout.misc', `2m')dnl
_OPTION_(`confTO_COMMAND', `Timeout.command', `1h')dnl
_OPTION_(`confTO_IDENT', `Timeout.ident', `5s')dnl
_OPTION_(`confTO_FILEOPEN', `Timeout.fileopen', `60s')dnl
_OPTION_(`confTO_CONTROL', `Timeout.control', `2m')dnl
_OPTION_(`confTO_QUEUERETURN', `Timeout.queuereturn', `5d')dnl
_OPTION_(`confTO_QUEUERETURN_NORMAL', `Timeout.queuereturn.normal', `5d')dnl
_OPTION_(`confTO_QUEUERETURN_URGENT', `Timeout.queuereturn.urgent', `2d')dnl
_OPTION_(`confTO_QUEUERETURN_NONURGENT', `Timeout.queuereturn.non-urgent', `7d')dnl
_OPTION_(`confTO_QUEUERETURN_DSN', `Timeout.queuereturn.dsn', `5d')dnl
_OPTION_(`confTO_QUEUEWARN', `Timeout.queuewarn', `4h')dnl
_OPTION_(`confTO_QUEUEWARN_NORMAL', `Timeout.queuewarn.normal', `4h')dnl
_OPTION_(`confTO_QUEUEWARN_URGENT', `Timeout.queuewarn.urgent', `1h')dnl
_OPTION_(`confTO_QUEUEWARN_NONURGENT', `Timeout.queuewarn.non-urgent', `12h')dnl
_OPTION_(`confTO_QUEUEWARN_DSN', `Timeout.queuewarn.dsn', `4h')dnl
_OPTION_(`confTO_HOSTSTATUS', `Timeout.hoststatus', `30m')dnl
_OPTION_(`confTO_RESOLVER_RETRANS', `Timeout.resolver.retrans', `5s')dnl
_OPTION_(`confTO_RESOLVER_RETRANS_FIRST', `Timeout.resolver.retrans.first', `5s')dnl
_OPTION_(`confTO_RESOLVER_RETRANS_NORMAL', `Timeout.resolver.retrans.normal', `5s')dnl
_OPTION_(`confTO_RESOLVER_RETRY', `Timeout.resolver.retry', `4')dnl
_OPTION_(`confTO_RESOLVER_RETRY_FIRST', `Timeout.resolver.retry.first', `4')dnl
_OPTION_(`confTO_RESOLVER_RETRY_NORMAL', `Timeout.resolver.retry.normal', `4')dnl
_OPTION_(`confTO_LHLO', `Timeout.lhlo', `2m')dnl
_OPTION_(`confTO_AUTH', `Timeout.auth', `10m')dnl
_OPTION_(`confTO_STARTTLS', `Timeout.starttls', `1h')dnl
_OPTION_(`confDELIVER_BY_MIN', `DeliverByMin', `0')dnl
_OPTION_(`confDONT_PRUNE_ROUTES', `DontPruneRoutes', `False')dnl
_OPTION_(`confSAFE_QUEUE', `SuperSafe', `True')dnl
_OPTION_(`STATUS_FILE', `StatusFile', `')dnl
_TIME_ZONE_`'dnl
_OPTION_(`confDEF_USER_ID', `DefaultUser', `mailnull')dnl
_OPTION_(`confUSERDB_SPEC', `UserDatabaseSpec', `'MAIL_SETTINGS_DIR`userdb')dnl
_OPTION_(`confFALLBACK_MX', `FallbackMXhost', `fall.back.host.net')dnl
_OPTION_(`confFALLBACK_SMARTHOST', `FallbackSmartHost', `fall.back.host.net')dnl
_OPTION_(`confTRY_NULL_MX_LIST', `TryNullMXList', `False')dnl
_OPTION_(`confQUEUE_LA', `QueueLA', `8')dnl
_OPTION_(`confREFUSE_LA', `RefuseLA', `12')dnl
_OPTION_(`confREJECT_LOG_INTERVAL', `RejectLogInterval', `3h')dnl
_OPTION_(`confDELAY_LA', `DelayLA', `0')dnl
_OPTION_(`confMAX_DAEMON_CHILDREN', `MaxDaemonChildren', `0')dnl
_OPTION_(`confCONNECTION_RATE_THROTTLE', `ConnectionRateThrottle', `0')dnl
_OPTION_(`confCONNECTION_RATE_WINDOW_SIZE', `ConnectionRateWindowSize', `60s')dnl
_OPTION_(`confWORK_RECIPIENT_FACTOR', `RecipientFactor', `30000')dnl
_OPTION_(`confSEPARATE_PROC', `ForkEachJob', `False')dnl
_OPTION_(`confWORK_CLASS_FACTOR', `ClassFactor', `1800')dnl
_OPTION_(`confWORK_TIME_FACTOR', `RetryFactor', `90000')dnl
_OPTION_(`confDEF_CHAR_SET', `DefaultCharSet', `unknown-8bit')dnl
_OPTION_(`confSERVICE_SWITCH_FILE', `ServiceSwitchFile', `'MAIL_SETTINGS_DIR`service.switch')dnl
_OPTION_(`confHOSTS_FILE', `HostsFile', `/etc/hosts')dnl
_OPTION_(`confDIAL_DELAY', `DialDelay', `0s')dnl
_OPTION_(`confNO_RCPT_ACTION', `NoRecipientAction', `none')dnl
_OPTION_(`confSAFE_FILE_ENV', `SafeFileEnvironment', `')dnl
_OPTION_(`confCOLON_OK_IN_ADDR', `ColonOkInAddr', `True')dnl
_OPTION_(`confDONT_EXPAND_CNAMES', `DontExpandCnames', `False')dnl
_OPTION_(`confSMTP_LOGIN_MSG', `SmtpGreetingMessage', `$j Sendmail $v ready at $b')dnl
_OPTION_(`confFROM_LINE', `UnixFromLine', `From $g $d')dnl
_OPTION_(`confSINGLE_LINE_FROM_HEADER', `SingleLineFromHeader', `False')dnl
_OPTION_(`confALLOW_BOGUS_HELO', `AllowBogusHELO', `False')dnl
_OPTION_(`confMUST_QUOTE_CHARS', `MustQuoteChars', `.')dnl
_OPTION_(`confOPERATORS', `OperatorChars', `.:@[]')dnl
_OPTION_(`confDONT_INIT_GROUPS', `DontInitGroups', `False')dnl
_OPTION_(`confUNSAFE_GROUP_WRITES', `UnsafeGroupWrites', `True')dnl
_OPTION_(`confDOUBLE_BOUNCE_ADDRESS', `DoubleBounceAddress', `postmaster')dnl
_OPTION_(`confSOFT_BOUNCE', `SoftBounce', `False')dnl
_OPTION_(`confDEAD_LETTER_DROP', `DeadLetterDrop', `/var/tmp/dead.letter')dnl
_OPTION_(`confRUN_AS_USER', `RunAsUser', `sendmail')dnl
_OPTION_(`confMAX_RCPTS_PER_MESSAGE', `MaxRecipientsPerMessage', `0')dnl
_OPTION_(`confBAD_RCPT_THROTTLE', `BadRcptThrottle', `0')dnl
_OPTION_(`confDONT_PROBE_INTERFACES', `DontProbeInterfaces', `False')dnl
_OPTION_(`confRRT_IMPLIES_DSN', `RrtImpliesDsn', `False')dnl
_OPTION_(`confCONNECT_ONLY_TO', `ConnectOnlyTo', `0.0.0.0')dnl
_OPTION_(`confTRUSTED_USER', `TrustedUser', `root')dnl
_OPTION_(`confCONTROL_SOCKET_NAME', `ControlSocketName', `/var/spool/mqueue/.control')dnl
_OPTION_(`confMAX_MIME_HEADER_LENGTH', `MaxMimeHeaderLength', `0/0')dnl
_OPTION_(`confMAX_HEADERS_LENGTH', `MaxHeadersLength', `32768')dnl
_OPTION_(`confMAX_ALIAS_RECURSION', `MaxAliasRecursion', `10')dnl
_OPTION_(`confPID_FILE', `PidFile', `/var/run/sendmail.pid')dnl
_OPTION_(`confPROCESS_TITLE_PREFIX', `ProcessTitlePrefix', `prefix')dnl
_OPTION_(`confDF_BUFFER_SIZE', `DataFileBufferSize', `4096')dnl
_OPTION_(`confXF_BUFFER_SIZE', `XscriptFileBufferSize', `4096')dnl
_OPTION_(`confMAILBOX_DATABASE', `MailboxDatabase', `pw')dnl
_OPTION_(`confREQUIRES_DIR_FSYNC', `RequiresDirfsync', `true')dnl
_OPTION_(`confAUTH_MECHANISMS', `AuthMechanisms', `EXTERNAL GSSAPI KERBEROS_V4 DIGEST-MD5 CRAM-MD5')dnl
_OPTION_(`confAUTH_REALM', `AuthRealm', `')dnl
_OPTION_(`confDEF_AUTH_INFO', `DefaultAuthInfo', `'MAIL_SETTINGS_DIR`default-auth-info')dnl
_OPTION_(`confAUTH_OPTIONS', `AuthOptions', `')dnl
_OPTION_(`confAUTH_MAX_BITS', `AuthMaxBits', `')dnl
_OPTION_(`confTLS_SRV_OPTIONS', `TLSSrvOptions', `')dnl
_OPTION_(`confCIPHER_LIST', `CipherList', `')dnl
_OPTION_(`confSERVER_SSL_OPTIONS', `ServerSSLOptions', `')dnl
_OPTION_(`confCLIENT_SSL_OPTIONS', `ClientSSLOptions', `')dnl
_OPTION_(`confSSL_ENGINE', `SSLEngine', `')dnl
_OPTION_(`confSSL_ENGINE_PATH', `SSLEnginePath', `')dnl
_OPTION_(`confTLS_FALLBACK_TO_CLEAR', `TLSFallbacktoClear', `')dnl
_OPTION_(`confINPUT_MAIL_FILTERS', `InputMailFilters', `')dnl
_OPTION_MILTER_(`confMILTER_LOG_LEVEL', `Milter.LogLevel', `')dnl
_OPTION_MILTER_(`confMILTER_MACROS_CONNECT', `Milter.macros.connect', `')dnl
_OPTION_MILTER_(`confMILTER_MACROS_HELO', `Milter.macros.helo', `')dnl
_OPTION_MILTER_(`confMILTER_MACROS_ENVFROM', `Milter.macros.envfrom', `')dnl
_OPTION_MILTER_(`confMILTER_MACROS_ENVRCPT', `Milter.macros.envrcpt', `')dnl
_OPTION_MILTER_(`confMILTER_MACROS_EOM', `Milter.macros.eom', `')dnl
_OPTION_MILTER_(`confMILTER_MACROS_EOH', `Milter.macros.eoh', `')dnl
_OPTION_MILTER_(`confMILTER_MACROS_DATA', `Milter.macros.data', `')dnl
_OPTION_(`confCACERT_PATH', `CACertPath', `')dnl
_OPTION_(`confCACERT', `CACertFile', `')dnl
_OPTION_(`confSERVER_CERT', `ServerCertFile', `')dnl
_OPTION_(`confSERVER_KEY', `ServerKeyFile', `')dnl
_OPTION_(`confCLIENT_CERT', `ClientCertFile', `')dnl
_OPTION_(`confCLIENT_KEY', `ClientKeyFile', `')dnl
_OPTION_(`confCRL', `CRLFile', `')dnl
_OPTION_(`confCRL_PATH', `CRLPath', `')dnl
_OPTION_(`confDH_PARAMETERS', `DHParameters', `')dnl
_OPTION_(`confRAND_FILE', `RandFile', `')dnl
_OPTION_(`confCERT_FINGERPRINT_ALGORITHM', `CertFingerprintAlgorithm', `')dnl
_OPTION_(`confDANE', `DANE', `false')dnl
_OPTION_(`confMAX_NOOP_COMMANDS', `MaxNOOPCommands', `20')dnl
_OPTION_(`confHELO_NAME', `HeloName', `')dnl
_OPTION_(`confREJECT_NUL', `RejectNUL', `false')dnl
')
