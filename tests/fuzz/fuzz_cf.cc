// Reads any bytes as a sendmail.cf, in both ways that rule lines are read, compiles what was read,
// and lists its rules.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "both_ways.h"
#include "cf/reader.h"
#include "eval/engine.h"
#include "test_maps.h"
#include "text/printable.h"

using namespace rules;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ReadOptions options;
  options.host_name = "test.example.com";
  options.user_name = "root";
  options.host_names = {"localhost"};
  options.settings = {{Setting::Kind::macro, "s", "sticky"},
                      {Setting::Kind::class_word, "{Class}", "word"},
                      {Setting::Kind::option, "BlankSub", "_"}};
  options.map_classes = &test::kTestMapClasses;
  if (test::all_read(text, options, true) != test::all_read(text, options, false)) std::abort();
  Diagnostics notes;
  auto config = read_config("fuzz.cf", text, options, notes);
  if (config == nullptr) {
    if (notes.empty() || notes.back().severity != Severity::fatal) std::abort();
    return 0;
  }
  const Engine engine(std::move(config));
  const Program& program = engine.program();
  std::string shown;
  for (int number = 0; number < kMaxRulesets; ++number) {
    for (const Rule& rule : program.ruleset(number).rules) {
      if (rule.pattern.size() != rule.lhs.size() || rule.wildcards > kMaxWildcards) std::abort();
      append_printable_tokens(rule.lhs, program.names(), shown);
      append_printable_tokens(rule.rhs, program.names(), shown);
    }
  }
  for (NameId name = 0; name < kNameIds; ++name) {
    if (program.macro(name) != nullptr)
      append_printable(*program.macro(name), program.names(), shown);
    static_cast<void>(program.classes().words(name));
  }
  return 0;
}
