// Names and their definitions, stacked by pushdef.
//
// A call keeps the definition that it began with, whatever its arguments do to the name: that is
// why definitions are shared.
//
// Tested by tests/m4/.
#include "symbols.h"

#include <algorithm>
#include <utility>

namespace m4 {

const DefinitionPtr* Symbols::top(std::string_view name) const {
  const auto found = table_.find(name);
  if (found == table_.end() || found->second.stack.empty()) return nullptr;
  return &found->second.stack.back();
}

DefinitionPtr Symbols::find(std::string_view name) const {
  const DefinitionPtr* const definition = top(name);
  return definition == nullptr ? nullptr : *definition;
}

bool Symbols::traced(std::string_view name) const {
  if (!tracing_) return false;
  const auto found = table_.find(name);
  return found != table_.end() && found->second.traced;
}

Symbols::Symbol& Symbols::symbol(std::string_view name) {
  const auto found = table_.find(name);
  if (found != table_.end()) return found->second;
  return table_.emplace(std::string(name), Symbol()).first->second;
}

void Symbols::define(std::string_view name, DefinitionPtr definition) {
  auto& stack = symbol(name).stack;
  if (stack.empty()) {
    stack.push_back(std::move(definition));
  } else {
    stack.back() = std::move(definition);
  }
}

void Symbols::push(std::string_view name, DefinitionPtr definition) {
  symbol(name).stack.push_back(std::move(definition));
}

void Symbols::forget_if_unused(Table::iterator entry) {
  if (entry->second.stack.empty() && !entry->second.traced) table_.erase(entry);
}

void Symbols::pop(std::string_view name) {
  const auto found = table_.find(name);
  if (found == table_.end() || found->second.stack.empty()) return;
  found->second.stack.pop_back();
  forget_if_unused(found);
}

void Symbols::undefine(std::string_view name) {
  const auto found = table_.find(name);
  if (found == table_.end()) return;
  found->second.stack.clear();
  forget_if_unused(found);
}

void Symbols::trace(std::string_view name, bool on) {
  if (on) {
    tracing_ = true;
    symbol(name).traced = true;
    return;
  }
  const auto found = table_.find(name);
  if (found == table_.end()) return;
  found->second.traced = false;
  forget_if_unused(found);
}

void Symbols::trace_all(bool on) {
  tracing_ = on;
  for (auto entry = table_.begin(); entry != table_.end();) {
    entry->second.traced = on;
    forget_if_unused(entry++);
  }
}

std::vector<std::string> Symbols::names() const {
  std::vector<std::string> result;
  for (const auto& [name, symbol] : table_) {
    if (!symbol.stack.empty()) result.push_back(name);
  }
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace m4
