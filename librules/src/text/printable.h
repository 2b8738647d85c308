// Marked text as a person reads it.
//
// Tested by tests/unit/printable_test.cc, tests/cases/bt/.
#ifndef LIBRULES_TEXT_PRINTABLE_H
#define LIBRULES_TEXT_PRINTABLE_H

#include <string>
#include <string_view>

#include "text/names.h"
#include "text/token.h"

namespace rules {

// Appends `text` as the reference prints it: operators as `$*`, names as `x` or `{name}`, LF CR TAB
// as \n \r \t, other control characters not at all, bytes over 0x7f as `M-` and seven bits.
void append_printable(std::string_view text, const Names& names, std::string& out);

// A token list as -bt prints it: a blank before each token.
void append_printable_tokens(Tokens tokens, const Names& names, std::string& out);

// A macro's or class's name without braces, as traces of what is set and complaints have it.
std::string bare_name(NameId name, const Names& names);

// A macro's name in braces, as other traces have it.
std::string printable_name(NameId name, const Names& names);

// Marked text with operators written as in a cf, all other bytes as they are.
void append_cf_text(std::string_view text, const Names& names, std::string& out);

// A text for a message: over 203 bytes, the first and last 100 with ... between.
std::string shorten(std::string text);

}  // namespace rules

#endif
