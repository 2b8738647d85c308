// `$` sequences of a cf line into marks.
//
// Tested by tests/unit/translate_test.cc, tests/cases/bt/mac_*.
#ifndef LIBRULES_TEXT_TRANSLATE_H
#define LIBRULES_TEXT_TRANSLATE_H

#include <string>
#include <string_view>

#include "text/names.h"

namespace rules {

// Hears of bad names.
class NameListener {
 public:
  virtual void name_problem(const ParsedName& name, std::string_view text) = 0;
  // Each name is told before its problem, and once it is read.
  virtual void name_begins(std::string_view /*text*/) {}
  virtual void name_ends(std::string_view /*text*/, const ParsedName&) {}

 protected:
  ~NameListener() = default;
};

// Raw bytes that stand for operators are quoted by 0xff, as is that byte itself: they print as
// operators, and are some once a text is tokenized twice, but not before. marked: they are marks,
// as the cf's author may want them; false: they stay data for ever.
std::string quote_operator_bytes(std::string_view line, bool marked);

// `$x` becomes an expand mark, `$=x $~x $&x $?x $1` their operators, `$$` a plain `$`. New long
// names are added to `names`. A `$` at the end stays.
std::string translate_dollars(std::string_view text, Names& names, NameListener* listener);

// Cuts ` # comment`, up to the end of its line, and the white space before it (but no line begins
// to be empty by that; a # at its start is none), and turns `\#` into `#`; `$#` stays.
std::string cut_comment(std::string_view line);

// Takes a value from the front of `text`, as D lines and the fields of M, Q and X lines give it:
// quotes removed, \n \r \f \b and \c translated; a backslash at the end is nothing. It ends at
// `delimiter` ('\0': none), unless that is quoted, and at as many characters as a value has.
std::string take_value(std::string_view& text, char delimiter);

}  // namespace rules

#endif
