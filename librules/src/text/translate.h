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

// Cuts ` # comment` and the white space before it (but no line begins to be empty by that), and
// turns `\#` into `#`; `$#` stays.
std::string cut_comment(std::string_view line);

// A macro's value as a D line gives it: quotes removed, \n \r \f \b and \c translated.
std::string unquote_value(std::string_view text);

}  // namespace rules

#endif
