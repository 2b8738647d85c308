// See ldap_schema.h.

#include "cf/ldap_schema.h"

#include <fmt/format.h>

#include "text/translate.h"

namespace rules {

namespace {

constexpr std::string_view kThisHost =
    "(|(sendmailMTACluster=${sendmailMTACluster})(sendmailMTAHost=$j))";

std::string expanded(LineReader& reader, std::string_view text) {
  return reader.expanded(translate_dollars(text, reader.config.names, nullptr));
}

}  // namespace

std::string ldap_class_definition(LineReader& reader, std::string_view name) {
  return fmt::format(
      "-k (&(objectClass=sendmailMTAClass)(sendmailMTAClassName={}){}) "
      "-v sendmailMTAClassValue,sendmailMTAClassSearch:FILTER:sendmailMTAClass,"
      "sendmailMTAClassURL:URL:sendmailMTAClass",
      name, expanded(reader, kThisHost));
}

std::string ldap_alias_definition(LineReader& reader) {
  return fmt::format(
      "-k \"(&(objectClass=sendmailMTAAliasObject)(sendmailMTAAliasGrouping=aliases){}"
      "(sendmailMTAKey=%0))\" "
      "-v sendmailMTAAliasValue,sendmailMTAAliasSearch:FILTER:sendmailMTAAliasObject,"
      "sendmailMTAAliasURL:URL:sendmailMTAAliasObject",
      expanded(reader, kThisHost));
}

}  // namespace rules
