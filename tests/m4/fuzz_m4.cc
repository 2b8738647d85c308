// Evaluates any bytes, not trusted, with small limits.
//
// The same bytes give the same output, each line of it has an origin in the file, and the output
// keeps to its limit.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "m4/evaluator.h"
#include "m4/messages_of_gnu.h"

namespace {

struct Result {
  std::string output;
  std::string messages;
};

Result run(const std::shared_ptr<const std::string>& text) {
  constexpr std::size_t kOutput = 100'000;
  m4::SearchPath files({}, {"/nonexistent"});
  GnuMessages sink;
  m4::Options options;
  options.files = &files;
  options.sink = &sink;
  options.limits = {100, kOutput, 3'000'000, 300'000, 10, 1000};
  m4::Evaluator m4(options);
  m4.read("in.m4", text, true);
  m4.finish();
  const std::size_t lines = m4.line_origins().size();
  std::size_t ends = 0;
  for (const char c : m4.output()) ends += c == '\n' ? 1 : 0;
  if (!m4.output().empty() && !m4.output().ends_with('\n')) ++ends;
  if (lines != ends) std::abort();
  for (const auto& line : m4.line_origins()) {
    if (line.file != "in.m4" || line.site_line == 0 || line.line == 0) std::abort();
  }
  if (m4.output().size() > kOutput + text->size() + 3'000'000) std::abort();
  return {std::string(m4.output()), sink.text};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = std::make_shared<std::string>(reinterpret_cast<const char*>(data), size);
  const Result first = run(text);
  const Result second = run(text);
  if (first.output != second.output) std::abort();
  return 0;
}
