// Notes what an .mc file does while it is evaluated. See watcher.h.

#include "watcher.h"

#include "../origins.h"

namespace cfgen {

Watcher::Watcher(std::string input, std::string_view text, std::string library)
    : input_(std::move(input)), library_(std::move(library)), text_(text) {
  std::string_view rest = text_;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    lines_.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

bool Watcher::is_of_site(std::string_view file) const {
  if (file == input_) return true;
  return !file.empty() && file != "cfgen" && in_library(file, library_).size() == file.size();
}

std::string_view Watcher::line_at(const Place& place) const {
  const bool here = place.file == input_ && place.line > 0 && place.line <= lines_.size();
  return here ? lines_[place.line - 1] : std::string_view{};
}

void Watcher::called(const m4::Call& call) {
  const bool asks = call.name == "ifdef" || call.name == "defn" || call.name == "indir";
  const std::string_view read = asks && !call.arguments.empty() ? call.arguments[0] : call.name;
  if (!is_of_site(call.written.file)) {
    if (call.where.site_line > 0 && !statement_.statement.empty()) note_reading(read);
    return;
  }
  read_.emplace(read);
  SiteCall& noted = calls_.emplace_back();
  noted.name = call.name;
  for (const std::string_view argument : call.arguments) noted.arguments.emplace_back(argument);
  noted.parentheses = call.parentheses;
  noted.builtin = call.builtin;
  noted.nesting = call.nesting;
  noted.place = {std::string(call.written.file), call.written.line};
  statement_ = {};
  if (call.name != "FEATURE" && call.name != "MAILER" && call.name != "HACK") return;
  statement_ = {noted.name, noted.arguments.empty() ? "" : noted.arguments[0], noted.place};
}

void Watcher::note_reading(std::string_view name) {
  if (name.empty() || name.front() == '_' || readings_.find(name) != readings_.end()) return;
  readings_.emplace(name, statement_);
}

const Reading* Watcher::reading_of(const std::string& name) const {
  const auto found = readings_.find(name);
  return found == readings_.end() ? nullptr : &found->second;
}

void Watcher::defined(const m4::Defined& definition) {
  if (!is_of_site(definition.where.file) || definition.how != m4::Defined::How::kDefine) return;
  definitions_.push_back({std::string(definition.name),
                          std::string(definition.text),
                          {std::string(definition.where.file), definition.where.line}});
}

void Watcher::passed(const m4::Passed& passed) {
  if (passed.diversion < 0 || !is_of_site(passed.written.file)) return;
  texts_.push_back({std::string(passed.text),
                    passed.is_word,
                    passed.parenthesis_behind,
                    passed.quoted,
                    passed.diversion,
                    {std::string(passed.written.file), passed.written.line}});
}

}  // namespace cfgen
