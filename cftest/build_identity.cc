// See build_identity.h.

#include "build_identity.h"

#include <algorithm>
#include <string_view>

#include "maps/map_class.h"

namespace cftest {

namespace {

constexpr int kVersionLevel = 1;
constexpr int kSystemLevel = 10;
constexpr int kLibraryLevel = 12;
constexpr int kTrialLevel = 13;
constexpr int kTlsLevel = 14;

// A feature, and the map class that is there if it is; empty: it is always there.
struct Feature {
  std::string_view name;
  std::string_view map_class;
};

constexpr Feature kFeatures[] = {
    {"CDB", "cdb"},   {"DNSMAP", "dns"},       {"IPV6_FULL", ""},      {"LDAPMAP", "ldap"},
    {"LMDB", "lmdb"}, {"LOG", "syslog"},       {"MAP_REGEX", "regex"}, {"NAMED_BIND", ""},
    {"NETINET", ""},  {"NETINET6", ""},        {"NETUNIX", ""},        {"NEWDB", "hash"},
    {"SCANF", ""},    {"SOCKETMAP", "socket"},
};

// Names with blanks between them, on lines that go no further than the reference's.
std::string folded(std::string_view title, std::string_view names) {
  constexpr size_t kTitleColumns = 16;
  constexpr size_t kIndentColumns = 8;
  constexpr size_t kMaxColumns = 72;
  std::string out(title);
  size_t columns = kTitleColumns;
  for (size_t at = 0; at < names.size();) {
    const size_t end = std::min(names.find(' ', at), names.size());
    if (columns + (end - at) >= kMaxColumns) {
      out += "\n\t\t";
      columns = kIndentColumns;
    } else {
      out += ' ';
    }
    out += names.substr(at, end - at);
    columns += end - at + 1;
    at = end + 1;
  }
  return out;
}

}  // namespace

std::vector<rules::BuildLine> build_of_cftest() {
  std::string names;
  for (const Feature& feature : kFeatures) {
    const bool has = feature.map_class.empty() ||
                     rules::library_map_classes().find(feature.map_class) != nullptr;
    if (has) names += std::string(names.empty() ? "" : " ") + std::string(feature.name);
  }
  return {{kVersionLevel, std::string("Version ") + kVersion},
          {kVersionLevel, folded(" Compiled with:", names)},
          {kSystemLevel, "     Conf file:\t/etc/mail/sendmail.cf (default)"}};
}

std::vector<rules::BuildLine> build_of_reference() {
  return {
      {kVersionLevel, "Version 8.17.1.9"},
      {kVersionLevel,
       folded(" Compiled with:",
              "DNSMAP IPV6_FULL LDAPMAP LDAP_NETWORK_TIMEOUT LDAP_REFERRALS LOG MAP_REGEX "
              "MATCHGECOS MAXDAEMONS=64 MILTER MIME7TO8 MIME8TO7 NAMED_BIND NETINET NETINET6 "
              "NETUNIX NEWDB=5.3 NIS NISPLUS PIPELINING SASLv2 SCANF SOCKETMAP STARTTLS "
              "TCPWRAPPERS TLS_EC TLS_VRFY_PER_CTX USERDB USE_LDAP_INIT XDEBUG")},
      {kSystemLevel,
       folded("    OS Defines:",
              "ADDRCONFIG_IS_BROKEN HASFCHOWN HASFCHMOD HASFLOCK HASGETDTABLESIZE "
              "HAS_GETHOSTBYNAME2 HASGETUSERSHELL HASINITGROUPS HASLSTAT HASNICE HASRANDOM "
              "HASRRESVPORT HASSETREGID HASSETREUID HASSETRLIMIT HASSETSID HASSETVBUF "
              "HASURANDOMDEV HASSTRERROR HASUNAME HASUNSETENV HASWAITPID IDENTPROTO IP_SRCROUTE "
              "NEEDSGETIPNODE REQUIRES_DIR_FSYNC SFS_VFS USE_DOUBLE_FORK USE_SIGLONGJMP "
              "USESETEUID")},
      {kSystemLevel, "Kernel symbols:\t/boot/vmlinux"},
      {kSystemLevel, "     Conf file:\t/etc/mail/submit.cf (default for MSP)"},
      {kSystemLevel, "     Conf file:\t/etc/mail/sendmail.cf (default for MTA)"},
      {kSystemLevel, "      Pid file:\t/var/run/sendmail/mta/sendmail.pid (default)"},
      {kLibraryLevel,
       folded(" libsm Defines:",
              "SM_CONF_LDAP_INITIALIZE SM_CONF_LDAP_MEMFREE SM_CONF_LONGLONG SM_CONF_MEMCHR "
              "SM_CONF_MSG SM_CONF_SEM SM_CONF_SIGSETJMP SM_CONF_SHM SM_CONF_SSIZE_T "
              "SM_CONF_STDBOOL_H SM_CONF_STDDEF_H SM_CONF_SYS_CDEFS_H SM_CONF_UID_GID "
              "DO_NOT_USE_STRCPY SM_HEAP_CHECK SM_OS=sm_os_linux SM_VA_STD")},
      {kTrialLevel,
       folded("   FFR Defines:",
              "_FFR_BADRCPT_SHUTDOWN _FFR_MAIL_MACRO _FFR_MTA_STS _FFR_NO_PIPE "
              "_FFR_QUEUE_SCHED_DBG _FFR_REJECT_NUL_BYTE _FFR_RESET_MACRO_GLOBALS _FFR_RHS "
              "_FFR_SHM_STATUS _FFR_SKIP_DOMAINS _FFR_TLS_ALTNAMES")},
      {kTlsLevel, "       OpenSSL: compiled 0x300000d0"},
      {kTlsLevel, "       OpenSSL: linked   0x30000130"},
  };
}

}  // namespace cftest
