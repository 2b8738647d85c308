// libldap, loaded when the first map of class ldap is asked: nobody else needs it.
//
// Tested by tests/servers/ (ldap), tests/house/needed_test.
#ifndef LIBRULES_MAPS_LDAP_LIBRARY_H
#define LIBRULES_MAPS_LDAP_LIBRARY_H

#define LDAP_DEPRECATED 1  // ldap_init, which takes a host and a port
#include <ldap.h>

#include <string>

namespace rules {

// The functions that are used; each is called as its name says.
#define LDAP_FUNCTIONS(USE) \
  USE(ber_free)             \
  USE(ldap_abandon_ext)     \
  USE(ldap_err2string)      \
  USE(ldap_first_attribute) \
  USE(ldap_first_entry)     \
  USE(ldap_free_urldesc)    \
  USE(ldap_get_dn)          \
  USE(ldap_get_option)      \
  USE(ldap_get_values_len)  \
  USE(ldap_init)            \
  USE(ldap_initialize)      \
  USE(ldap_memfree)         \
  USE(ldap_msgfree)         \
  USE(ldap_msgtype)         \
  USE(ldap_next_attribute)  \
  USE(ldap_next_entry)      \
  USE(ldap_parse_result)    \
  USE(ldap_result)          \
  USE(ldap_sasl_bind)       \
  USE(ldap_search_ext)      \
  USE(ldap_set_option)      \
  USE(ldap_unbind_ext)      \
  USE(ldap_url_parse)       \
  USE(ldap_value_free_len)

struct LdapLibrary {
#define LDAP_FUNCTION(name) decltype(&::name) name = nullptr;
  LDAP_FUNCTIONS(LDAP_FUNCTION)
#undef LDAP_FUNCTION

  // NULL: it cannot be loaded, and why. Loaded once, and kept.
  static const LdapLibrary* load(std::string& why);
};

}  // namespace rules

#endif
