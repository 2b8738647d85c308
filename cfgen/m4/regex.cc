// Emacs regular expressions by the C library, as GNU m4 uses them.
//
// Tested by tests/m4/builtins_test.cc.
#include "regex.h"

#include <regex.h>

#include <cstdlib>

namespace m4 {

struct Regex::Compiled {
  re_pattern_buffer buffer{};
  re_registers registers{};
};

Regex::Regex(std::string_view pattern) : compiled_(std::make_unique<Compiled>()) {
  // Emacs' syntax is the one that the C library begins with, and nothing here changes it.
  const char* const mistake =
      re_compile_pattern(pattern.data(), pattern.size(), &compiled_->buffer);
  if (mistake != nullptr) mistake_ = mistake;
  for (std::size_t at = 0; at + 1 < pattern.size(); ++at) {
    if (pattern[at] != '\\') continue;
    ++at;
    if (pattern[at] >= '1' && pattern[at] <= '9') ++references_;
  }
}

Regex::~Regex() {
  ::regfree(&compiled_->buffer);
  std::free(compiled_->registers.start);
  std::free(compiled_->registers.end);
}

std::size_t Regex::groups() const { return compiled_->buffer.re_nsub; }

long Regex::search(std::string_view text, std::size_t start, std::vector<Group>* groups) {
  const auto size = static_cast<regoff_t>(text.size());
  const auto first = static_cast<regoff_t>(start);
  auto& registers = compiled_->registers;
  const auto found = re_search(&compiled_->buffer, text.data(), size, first, size - first,
                               groups == nullptr ? nullptr : &registers);
  if (found < 0 || groups == nullptr) return found;
  groups->assign(this->groups() + 1, {});
  for (std::size_t i = 0; i < groups->size() && i < registers.num_regs; ++i) {
    (*groups)[i] = {registers.start[i], registers.end[i]};
  }
  return found;
}

Regex& RegexCache::get(std::string_view pattern) {
  constexpr std::size_t kMost = 64;
  std::string key(pattern);
  const auto found = known_.find(key);
  if (found != known_.end()) return *found->second;
  if (known_.size() >= kMost) known_.clear();
  return *known_.emplace(std::move(key), std::make_unique<Regex>(pattern)).first->second;
}

}  // namespace m4
