// What a session knows: its macros, by scope, and the words that a host adds to classes. See
// session.h.

#include "eval/session.h"
#include "maps/answers.h"

namespace rules {

namespace {

constexpr size_t kMacroBlock = 32;        // states that are made together: neighbours in memory
constexpr size_t kMaxExtraMacros = 1000;  // of a session, names that the program does not know

// "{name}" as "name"; other texts as they are.
std::string_view without_braces(std::string_view text) {
  if (text.size() >= 2 && text.front() == '{' && text.back() == '}') {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

}  // namespace

// ---- macros

NameId Session::known_name(std::string_view text) const {
  if (text.size() == 1) return static_cast<uint8_t>(text[0]);
  const std::string_view name = without_braces(text);
  if (name.size() == 1) return static_cast<uint8_t>(name[0]);
  return program().names().find(name);
}

bool Session::set_macro(Scope scope, std::string_view name, std::string_view text) {
  if (without_braces(name).empty()) return false;
  if (events_ != nullptr) [[unlikely]]
    tell_macro(name, &text);
  return reword_macro(scope, name, text);
}

bool Session::reword_macro(Scope scope, std::string_view name, std::string_view text) {
  MacroSlot* slot = macro_slot(scope, name);
  if (slot == nullptr) return false;
  slot->state = MacroSlot::State::set;
  slot->value = text;
  return true;
}

bool Session::unset_macro(Scope scope, std::string_view name) {
  if (without_braces(name).empty()) return false;
  if (events_ != nullptr) [[unlikely]]
    tell_macro(name, nullptr);
  MacroSlot* slot = macro_slot(scope, name);
  if (slot == nullptr) return false;
  slot->state = MacroSlot::State::unset;
  slot->value.clear();
  return true;
}

void Session::tell_macro(std::string_view name, const std::string_view* text) {
  events_->macro_set(without_braces(name), text, macro(name).has_value());
}

Session::MacroState& Session::macro_state(NameId name) {
  if (macros_[name] != nullptr) return *macros_[name];
  const size_t at = macro_count_ % kMacroBlock;
  if (at == 0) macro_blocks_.push_back(std::make_unique<MacroState[]>(kMacroBlock));
  ++macro_count_;
  return *(macros_[name] = &macro_blocks_.back()[at]);
}

// Where a value of that scope is kept; NULL: there is no room for more names.
Session::MacroSlot* Session::macro_slot(Scope scope, std::string_view name) {
  const auto index = static_cast<size_t>(scope);
  if (const NameId id = known_name(name)) {
    MacroState& state = macro_state(id);
    state.deferred.call = 0;
    return &state.values[index];
  }
  auto& extra = extra_macros_[index];
  const auto at = extra.find(without_braces(name));
  if (at != extra.end()) return &at->second;
  if (extra.size() >= kMaxExtraMacros) return nullptr;
  return &extra[std::string(without_braces(name))];
}

std::optional<std::string_view> Session::macro(std::string_view name) {
  if (const NameId id = known_name(name)) return read_macro(id);
  for (const Scope scope : {Scope::transaction, Scope::connection}) {
    const auto& extra = extra_macros_[static_cast<size_t>(scope)];
    const auto at = extra.find(without_braces(name));
    if (at == extra.end()) continue;
    if (at->second.state == MacroSlot::State::unset) return std::nullopt;
    return std::string_view(at->second.value);
  }
  return std::nullopt;
}

std::optional<std::string_view> Session::read_macro(NameId name) {
  const MacroState* const known = macros_[name];
  for (const Scope scope : {Scope::transaction, Scope::connection}) {
    if (known == nullptr) break;
    const MacroSlot& slot = known->values[static_cast<size_t>(scope)];
    if (slot.state == MacroSlot::State::set) return std::string_view(slot.value);
    if (slot.state == MacroSlot::State::unset) return std::nullopt;
  }
  if (host_.macro) {
    if (const auto told = ask_host_macro(name)) return told;
  }
  if (const std::string* given = program().macro(name)) return std::string_view(*given);
  return std::nullopt;
}

std::optional<std::string_view> Session::ask_host_macro(NameId name) {
  CallSlot& slot = macro_state(name).asked;
  if (!slot.asked) {
    slot.asked = true;
    asked_names_.push_back(name);
    slot.value.clear();
    slot.found = host_.macro(program().names().text(name), slot.value);
    slot.value.resize(cut_at_nul(slot.value).size());  // data: no operators
  }
  if (!slot.found) return std::nullopt;
  return std::string_view(slot.value);
}

void Session::reset_transaction() {
  constexpr auto kIndex = static_cast<size_t>(Scope::transaction);
  for (const auto& block : macro_blocks_) {
    for (size_t i = 0; i < kMacroBlock; ++i)
      block[i].values[kIndex].state = MacroSlot::State::absent;
  }
  extra_macros_[kIndex].clear();
  words_[kIndex].reset();
}

// The macro map: what a rule sets lasts as long as the transaction. A name of several characters
// without braces is its first one.
bool Session::set_macro(std::string_view name, const std::string_view* text) {
  const ParsedName parsed = read_name(name);
  for (const std::string& problem : name_problem_texts(parsed)) complain(problem);
  const bool good =
      parsed.problem == NameProblem::none || parsed.problem == NameProblem::bad_character;
  if (!good) return false;
  const std::string cleaned =
      parsed.name == kNoName ? parsed.long_name : std::string(1, static_cast<char>(parsed.name));
  if (cleaned.empty()) return true;  // no rule can read it: the characters of the name were bad
  if (text != nullptr) return set_macro(Scope::transaction, cleaned, *text);
  if (events_ != nullptr) [[unlikely]]
    tell_macro(cleaned, nullptr);
  forget_macro(Scope::transaction, cleaned);
  return true;
}

void Session::forget_macro(Scope scope, std::string_view name) {
  const auto index = static_cast<size_t>(scope);
  if (const NameId id = known_name(name)) {
    if (macros_[id] == nullptr) return;
    macros_[id]->values[index].state = MacroSlot::State::absent;
    macros_[id]->deferred.call = 0;
  } else if (const auto at = extra_macros_[index].find(without_braces(name));
             at != extra_macros_[index].end()) {
    extra_macros_[index].erase(at);
  }
}

std::optional<std::string_view> Session::lhs_macro(NameId name) {
  const auto text = read_macro(name);
  if (events_ != nullptr) [[unlikely]] {
    events_->deferred_macro(false, name, text ? &*text : nullptr);
  }
  return text;
}

// ---- classes

Classes& Session::words_of(Scope scope) {
  auto& words = words_[static_cast<size_t>(scope)];
  if (words == nullptr) words = std::make_unique<Classes>();
  return *words;
}

bool Session::add_class_word(Scope scope, std::string_view name, std::string_view word) {
  const NameId id = known_name(name);
  // A class that no rule knows has no effect; its words need not be kept.
  if (id != kNoName) words_of(scope).add(id, word);
  return !without_braces(name).empty();
}

bool Session::clear_class_words(Scope scope, std::string_view name) {
  const NameId cleared = known_name(name);
  auto& words = words_[static_cast<size_t>(scope)];
  if (cleared == kNoName || words == nullptr || words->longest(cleared) == 0) return true;
  auto kept = std::make_unique<Classes>();
  for (NameId id = 0; id < kNameIds; ++id) {
    if (id == cleared || words->longest(id) == 0) continue;
    for (const std::string_view word : words->words(id)) kept->add(id, word);
  }
  words = std::move(kept);
  return true;
}

std::vector<std::string_view> Session::class_words(std::string_view name) const {
  const NameId id = known_name(name);
  if (id == kNoName) return {};
  std::vector<std::string_view> all = program().classes().words(id);
  for (const auto& words : words_) {
    if (words == nullptr) continue;
    const auto added = words->words(id);
    all.insert(all.end(), added.begin(), added.end());
  }
  return all;
}

bool Session::in_class(NameId name, uint64_t hash, size_t bytes, Tokens phrase) const {
  const char blank = program().blank_sub();
  const auto has = [&](const Classes* words) {
    return words != nullptr && words->contains(name, hash, bytes, phrase, blank);
  };
  return has(&program().classes()) || has(words_[0].get()) || has(words_[1].get());
}

void Session::find_class_tables() {
  class_tables_[0] = &program().classes();
  class_table_count_ = 1;
  for (const auto& words : words_) {
    if (words != nullptr && words->size() > 0) class_tables_[class_table_count_++] = words.get();
  }
}

}  // namespace rules
