// Any bytes as an .mc file: looked at for mistakes, in bounded time.
//
// There is no library; words of its language are macros that do nothing.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "m4/evaluator.h"
#include "mistakes/mistakes.h"

namespace {

class Nobody : public m4::Sink {
 public:
  void message(const m4::Message&) override {}
  void errprint(std::string_view, const m4::Where&) override {}
  void debug(std::string_view) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = std::make_shared<std::string>(reinterpret_cast<const char*>(data), size);
  Nobody sink;
  cfgen::Watcher site("site.mc", *text, "/nonexistent");
  m4::Options options;
  options.sink = &sink;
  options.observer = &site;
  options.limits.work = std::size_t{1} << 20;
  m4::Evaluator m4(options);
  for (const char* word : {"FEATURE", "MAILER", "OSTYPE", "MODIFY_MAILER_FLAGS", "EXPOSED_USER"}) {
    m4.define(word, "");
  }
  m4.read("site.mc", text, true);
  m4.finish();
  cfgen::Mistakes mistakes;
  find_wrong_words(site, mistakes);
  find_wrong_quotes(site, mistakes);
  find_wrong_names(site, mistakes);
  find_wrong_order(site, mistakes);
  find_conflicts(site, mistakes);
  cfgen::Origins origins{"site.mc", "/nonexistent", {}};
  for (const auto& line : m4.line_origins()) {
    origins.lines.push_back({line.site_line, std::string(line.file), line.line});
  }
  find_lost_rulesets(m4.output(), origins, mistakes);
  for (const auto& one : mistakes) {
    if (one.text.empty() || one.place.line > text->size() + 1) std::abort();
  }
  cfgen::Messages messages;
  add_mistakes(mistakes, "site.mc", messages);
  complete_messages(site, {}, messages);
  if (messages.lines.empty() != mistakes.empty()) std::abort();
  return 0;
}
