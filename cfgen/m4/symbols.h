// Names and their definitions, stacked by pushdef.
//
// Tested by tests/m4/.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text.h"

namespace m4 {

struct Builtin;

// What a name stands for: a text, or one of the built-in macros.
struct Definition {
  const Builtin* builtin = nullptr;
  Text text;
  Origin origin;  // of the call that defined it
};

using DefinitionPtr = std::shared_ptr<const Definition>;

class Symbols {
 public:
  struct Symbol {
    std::vector<DefinitionPtr> stack;  // empty: traced, and not defined
    bool traced = false;
  };

  // The definition in force, or nothing.
  [[nodiscard]] DefinitionPtr find(std::string_view name) const;
  [[nodiscard]] bool defined(std::string_view name) const { return top(name) != nullptr; }
  [[nodiscard]] bool traced(std::string_view name) const;

  void define(std::string_view name, DefinitionPtr definition);
  void push(std::string_view name, DefinitionPtr definition);
  void pop(std::string_view name);
  void undefine(std::string_view name);
  void trace(std::string_view name, bool on);

  // The defined names in the order of their bytes.
  [[nodiscard]] std::vector<std::string> names() const;
  // Every name; off, also those that are traced and not defined.
  void trace_all(bool on);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  using Table = std::unordered_map<std::string, Symbol, Hash, std::equal_to<>>;

  [[nodiscard]] const DefinitionPtr* top(std::string_view name) const;
  Symbol& symbol(std::string_view name);
  void forget_if_unused(Table::iterator entry);

  Table table_;
  bool tracing_ = false;  // a name may be traced
};

}  // namespace m4
