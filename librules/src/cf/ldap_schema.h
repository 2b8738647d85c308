// What is asked of a directory where a configuration only says LDAP: sendmail's own objects, as its
// documentation describes them.
//
// Tested by tests/cases/bt/ldap_schema.
#ifndef LIBRULES_CF_LDAP_SCHEMA_H
#define LIBRULES_CF_LDAP_SCHEMA_H

#include <string>
#include <string_view>

#include "cf/line_reader.h"

namespace rules {

// `F{name}@LDAP`: the definition of a map that finds the words of the class; its name without
// braces.
std::string ldap_class_definition(LineReader& reader, std::string_view name);

// `O AliasFile=ldap:`: that of a map that finds aliases.
std::string ldap_alias_definition(LineReader& reader);

}  // namespace rules

#endif
