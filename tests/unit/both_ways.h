// A configuration read with and without the fast way of reading rule lines: both must agree.
#ifndef LIBRULES_TESTS_BOTH_WAYS_H
#define LIBRULES_TESTS_BOTH_WAYS_H

#include <string>
#include <string_view>

#include "cf/reader.h"
#include "text/fold.h"
#include "text/printable.h"

namespace rules::test {

inline void append_side(Tokens tokens, const Config& config, std::string& text) {
  for (const Token& token : tokens) {
    const bool known = token.symbol != 0;
    const bool right = known && equal_folded(config.symbols.text(token.symbol), token.text());
    text += known ? (right ? " =" : " wrong symbol ") : " ";
    text.append(token.text());
    if (token.atom) text += "/atom";
    if (token.plain) text += "/plain";
    text += '/' + std::to_string(static_cast<int>(token.op));
  }
}

// All rules, names and problems of a configuration.
inline std::string all_read(std::string_view cf, ReadOptions options, bool fast) {
  // This trace keeps rules from the fast way.
  if (!fast)
    options.tracing = [](int category, int level) { return category == 37 && level == 53; };
  Diagnostics notes;
  const auto config = read_config("cf", cf, options, notes);
  std::string text;
  for (const Diagnostic& note : notes) {
    if (note.severity != Severity::trace) text += std::to_string(note.line) + note.text + "\n";
  }
  if (config == nullptr) return text;
  for (size_t number = 0; number < config->rulesets.size(); ++number) {
    for (const ConfigRule& rule : config->rulesets[number].rules) {
      text += std::to_string(number) + ":" + std::to_string(rule.line) + (rule.no_lhs ? "!" : "");
      append_side(rule.lhs, *config, text);
      text += " =>";
      append_side(rule.rhs, *config, text);
      text += '\n';
    }
  }
  for (size_t i = 0; i < config->names.count(); ++i) {
    text += config->names.text(static_cast<NameId>(kFirstLongName + i)) + "\n";
  }
  return text;
}

}  // namespace rules::test

#endif
