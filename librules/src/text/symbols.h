// The literals of a program's rules, numbered: a token that equals one (but for case) has its
// number.
//
// Built while a configuration is compiled, then only read, by any number of threads.
//
// Tested by tests/unit/symbols_test.cc.
#ifndef LIBRULES_TEXT_SYMBOLS_H
#define LIBRULES_TEXT_SYMBOLS_H

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/arena.h"
#include "text/fold.h"
#include "text/token.h"

namespace rules {

class Symbols {
 public:
  // The symbol of `text`, a new one if it has none yet.
  SymbolId intern(std::string_view text) { return intern(text, folded_hash(text)); }
  // REQUIRES: hash == folded_hash(text).
  SymbolId intern(std::string_view text, uint64_t hash) {
    const SymbolId known = find(text, hash);
    return known != 0 ? known : add(text, hash);
  }

  // 0 if there is none. REQUIRES: hash == folded_hash(text).
  SymbolId find(std::string_view text, uint64_t hash) const {
    if (slots_.empty()) return 0;
    const uint64_t spread_hash = spread(hash);
    for (size_t at = spread_hash & mask_;; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.symbol == 0) return 0;
      if (slot.tag != tag_of(spread_hash)) continue;
      const Entry& entry = entries_[slot.symbol - 1];
      if (entry.hash == hash && equal_folded(entry.text, text)) return slot.symbol;
    }
  }

  // The symbol of a text of one character.
  SymbolId single(unsigned char c) const { return single_[c]; }

  // The text of a symbol, in the spelling that came first. REQUIRES: 1 <= symbol <= size().
  std::string_view text(SymbolId symbol) const { return entries_[symbol - 1].text; }
  size_t size() const { return entries_.size(); }

 private:
  [[gnu::noinline]] SymbolId add(std::string_view text, uint64_t hash) {
    if ((entries_.size() + 1) * 4 > slots_.size()) grow();
    entries_.push_back({texts_.copy(text), hash});
    const auto symbol = static_cast<SymbolId>(entries_.size());
    place(hash, symbol);
    if (text.size() != 1) return symbol;
    const unsigned char folded = fold(text[0]);
    single_[folded] = symbol;
    if (folded >= 'a' && folded <= 'z') single_[folded - 'a' + 'A'] = symbol;
    return symbol;
  }

  struct Entry {
    std::string_view text;
    uint64_t hash;
  };
  struct Slot {
    SymbolId symbol;  // 0: empty
    uint32_t tag;     // of the hash: texts that differ are seldom looked at
  };

  static uint32_t tag_of(uint64_t spread_hash) { return static_cast<uint32_t>(spread_hash >> 32); }

  void place(uint64_t hash, SymbolId symbol) {
    const uint64_t spread_hash = spread(hash);
    size_t at = spread_hash & mask_;
    while (slots_[at].symbol != 0) at = (at + 1) & mask_;
    slots_[at] = {symbol, tag_of(spread_hash)};
  }
  void grow() {
    slots_.assign(slots_.empty() ? 256 : slots_.size() * 2, {0, 0});
    mask_ = slots_.size() - 1;
    for (size_t i = 0; i < entries_.size(); ++i) {
      place(entries_[i].hash, static_cast<SymbolId>(i + 1));
    }
  }

  Arena texts_;
  std::vector<Entry> entries_;
  std::vector<Slot> slots_;
  size_t mask_ = 0;
  std::array<SymbolId, 256> single_{};
};

}  // namespace rules

#endif
