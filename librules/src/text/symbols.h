// The literals of a program's rules, numbered: a token that equals one (but for case) has its
// number.
//
// Built while a configuration is compiled, then only read, by any number of threads.
//
// Tested by tests/unit/symbols_test.cc.
#ifndef LIBRULES_TEXT_SYMBOLS_H
#define LIBRULES_TEXT_SYMBOLS_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold.h"
#include "text/token.h"

namespace rules {

class Symbols {
 public:
  // The symbol of `text`, a new one if it has none yet.
  SymbolId intern(std::string_view text) {
    const uint64_t hash = folded_hash(text);
    if (const SymbolId known = find(text, hash)) return known;
    if ((entries_.size() + 1) * 2 > slots_.size()) grow();
    entries_.push_back({std::string(text), hash});
    const auto symbol = static_cast<SymbolId>(entries_.size());
    place(hash, symbol);
    return symbol;
  }

  // 0 if there is none. REQUIRES: hash == folded_hash(text).
  SymbolId find(std::string_view text, uint64_t hash) const {
    if (slots_.empty()) return 0;
    for (size_t at = spread(hash) & mask_;; at = (at + 1) & mask_) {
      const SymbolId symbol = slots_[at];
      if (symbol == 0) return 0;
      const Entry& entry = entries_[symbol - 1];
      if (entry.hash == hash && equal_folded(entry.text, text)) return symbol;
    }
  }

  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string text;
    uint64_t hash;
  };

  void place(uint64_t hash, SymbolId symbol) {
    size_t at = spread(hash) & mask_;
    while (slots_[at] != 0) at = (at + 1) & mask_;
    slots_[at] = symbol;
  }
  void grow() {
    slots_.assign(slots_.empty() ? 64 : slots_.size() * 2, 0);
    mask_ = slots_.size() - 1;
    for (size_t i = 0; i < entries_.size(); ++i) {
      place(entries_[i].hash, static_cast<SymbolId>(i + 1));
    }
  }

  std::vector<Entry> entries_;
  std::vector<SymbolId> slots_;
  size_t mask_ = 0;
};

}  // namespace rules

#endif
