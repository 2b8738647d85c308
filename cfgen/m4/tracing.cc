// What traceon, debugmode and debugfile ask for.
//
// Tested by tests/m4/builtins_test.cc.
#include "tracing.h"

#include <fmt/format.h>

namespace m4 {
namespace {

// The flags that letters stand for; above kVerbose: a letter is unknown.
unsigned decode(std::string_view letters) {
  constexpr std::string_view kLetters = "aeqtlfpcix";
  if (letters.empty()) return Tracing::kDefault;
  unsigned flags = 0;
  for (const char letter : letters) {
    const auto place = kLetters.find(letter);
    if (letter == 'V') {
      flags |= Tracing::kVerbose;
    } else if (place == std::string_view::npos) {
      return Tracing::kVerbose + 1;
    } else {
      flags |= 1U << place;
    }
  }
  return flags;
}

}  // namespace

bool Tracing::set_flags(std::string_view text) {
  const char sign = text.empty() ? '\0' : text[0];
  const bool changes = sign == '+' || sign == '-';
  const unsigned flags = decode(changes ? text.substr(1) : text);
  if (flags > kVerbose) return false;
  if (!changes) {
    flags_ = flags;
  } else if (sign == '+') {
    flags_ |= flags;
  } else {
    flags_ &= ~flags;
  }
  return true;
}

void Tracing::write(std::string_view text) {
  if (target_ == Target::kSink && sink_ != nullptr) sink_->debug(text);
  if (target_ == Target::kFile) file_ << text;
}

void Tracing::to_sink() {
  file_.close();
  target_ = Target::kSink;
}

void Tracing::to_nowhere() {
  file_.close();
  target_ = Target::kNowhere;
}

bool Tracing::to_file(const std::string& path) {
  std::ofstream file(path, std::ios::binary | std::ios::app);
  if (!file) return false;
  file_ = std::move(file);
  target_ = Target::kFile;
  return true;
}

std::string Tracing::place(const Where& where) const {
  std::string text;
  if (where.line == 0) return text;
  if (on(kFile)) text += fmt::format("{}:", where.file);
  if (on(kLine)) text += fmt::format("{}:", where.line);
  return text;
}

std::string Tracing::trace_head(const Where& where, std::size_t nesting, std::size_t call) const {
  std::string text = fmt::format("m4trace:{} -{}- ", place(where), nesting);
  if (on(kCallNumber)) text += fmt::format("id {}: ", call);
  return text;
}

std::string Tracing::debug_head(const Where& where) const {
  return fmt::format("m4debug:{} ", place(where));
}

}  // namespace m4
