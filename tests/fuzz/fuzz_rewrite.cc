// Rewrites any workspace with any rules, look-ups in memory, some of them answered later.
//
// Input: a cf up to the first NUL, then what a person would type at -bt. Ruleset 1 is called.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cf/reader.h"
#include "eval/session.h"
#include "test_maps.h"
#include "text/lines.h"

using namespace rules;

namespace {

// What the host's maps say, by the first byte of the key: half of it later.
LookupStatus host_answer(const MapDefinition&, const LookupRequest& request, std::string& value) {
  value = request.key;
  return static_cast<LookupStatus>(request.key.empty() ? 4
                                                       : static_cast<uint8_t>(request.key[0]) % 5);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const size_t end = all.find('\0');
  const std::string_view typed = end == std::string_view::npos ? "a.b" : all.substr(end + 1);
  ReadOptions options;
  options.host_name = "test.example.com";
  options.map_classes = &test::kTestMapClasses;
  Diagnostics notes;
  auto config = read_config("fuzz.cf", all.substr(0, end), options, notes);
  if (config == nullptr) return 0;
  Session session(std::make_shared<const Engine>(std::move(config)));
  Host host;
  host.macro = [](std::string_view name, std::string& value) {
    value = name;
    return name.size() > 3;
  };
  host.lookup = host_answer;
  session.set_host(host);
  session.set_limits({2000, 200'000, 200, 1'000'000});
  EvalEvents unheard;
  session.set_macro(Scope::connection, "{host}", cut_at_nul(typed));
  session.set_macro(Scope::connection, "a", "set");
  session.unset_macro(Scope::connection, "b");
  const size_t words_of_cf = session.class_words("a").size();
  for (const bool again : {false, true}) {
    session.add_class_word(Scope::connection, "b", "kept");
    session.add_class_word(Scope::transaction, "a", cut_at_nul(typed));
    session.set_events(again ? &unheard : nullptr);
    session.begin();
    PrescanMode mode;
    mode.table = again ? CharTable::external : CharTable::cf;
    session.add_text(cut_at_nul(typed), mode);
    session.add_separator();
    RunState state = session.run(1);
    while (state == RunState::pending) state = session.resume(LookupStatus::found, "later.answer");
    if (state != RunState::done && session.reason().empty()) std::abort();
    if (session.workspace().size() > kMaxTokens + 1) std::abort();  // 1 for the separator
    for (const char* name : {"a", "b", "{host}", "{none}"}) static_cast<void>(session.macro(name));
    if (again && session.class_words("a").size() > words_of_cf + 1) std::abort();
    session.clear_class_words(Scope::connection, "a");
    session.reset_transaction();
  }
  return 0;
}
