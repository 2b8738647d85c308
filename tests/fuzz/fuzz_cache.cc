// Takes any bytes as the body of a cache file, with the checksum that belongs to them: what is
// accepted must be safe to compile and to search.

#include <cstdint>
#include <string>
#include <string_view>

#include "cf/load_cache.h"
#include "eval/engine.h"
#include "test_maps.h"
#include "text/printable.h"

using namespace rules;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ReadOptions options;
  options.map_classes = &test::kTestMapClasses;
  LoadCache cache(options, "cf", "");
  Config none;
  std::string bytes = LoadCache(options, "cf", "").bytes(none).substr(0, LoadCache::kHeadBytes);
  bytes.append(reinterpret_cast<const char*>(data), size);
  LoadCache::renew_checksum(bytes);
  if (!cache.parse(bytes)) return 0;
  auto config = std::make_unique<Config>();
  config->char_types.emplace();
  cache.begin(*config);
  if (!cache.restore(*config)) return 0;
  const Engine engine(std::move(config));
  const Program& program = engine.program();
  std::string shown;
  for (int number = 0; number < kMaxRulesets; ++number) {
    for (const Rule& rule : program.ruleset(number).rules) {
      append_printable_tokens(rule.lhs, program.names(), shown);
      append_printable_tokens(rule.rhs, program.names(), shown);
    }
  }
  for (NameId name = 0; name < kNameIds; ++name) {
    static_cast<void>(program.classes().words(name));
    static_cast<void>(program.classes().has_word(name, "alpha"));
  }
  return 0;
}
