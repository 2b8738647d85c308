// xtext: bytes that could be taken for something else become + and two hex digits.
//
// As sendmail writes certificate names into macros (RFC 3461 section 4, and ( ) < > " \ besides),
// so that one name is one word, whatever is in it.
//
// Tested by tests/tls/certificate_test.cc.
#ifndef LIBRULES_TLS_XTEXT_H
#define LIBRULES_TLS_XTEXT_H

#include <string>
#include <string_view>

namespace rules::tls {

void append_xtext(std::string_view text, std::string& out);
std::string xtext(std::string_view text);

}  // namespace rules::tls

#endif
