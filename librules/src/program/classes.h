// Word classes: is this phrase of tokens a member?
//
// A phrase is found by its hash, which is extended token by token; nothing is glued.
//
// Tested by tests/unit/classes_test.cc.
#ifndef LIBRULES_PROGRAM_CLASSES_H
#define LIBRULES_PROGRAM_CLASSES_H

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/arena.h"
#include "text/token.h"

namespace rules {

// The bucket of a name in the reference's symbol table, in the order of which it lists classes and
// maps. start: what kind of name it is: 1 for a word of a class, 6 for a map.
int symbol_bucket(std::string_view word, int start);
inline constexpr int kMapSymbols = 6;

// Words with the classes that they are in. Immutable once a Program is built; a session has one of
// its own for what a host adds.
class Classes {
 public:
  // Adds a word; false if it was a member already. A word is stored once, in its first spelling.
  bool add(NameId name, std::string_view word);
  void clear();

  // Is the phrase, whose folded hash and length (with blanks) are given, in the class?
  bool contains(NameId name, uint64_t hash, size_t bytes, Tokens phrase, char blank) const;

  // No member is longer: a phrase that is need not be extended.
  size_t longest(NameId name) const { return longest_[name]; }

  // Puts words into the order in which the reference lists them: by the buckets of its symbol
  // table; words of the same bucket stay as they are.
  static void order(std::vector<std::string_view>& words);
  // The members in the order in which the reference lists them.
  std::vector<std::string_view> words(NameId name) const;
  size_t size() const { return members_.size(); }
  // The spelling that a word has here, whatever class it is in; empty: it is in none.
  std::string_view spelling(std::string_view word) const;

 private:
  struct Word {
    std::string_view text;
    uint64_t hash;
  };
  struct Member {
    uint32_t word;
    NameId name;
  };

  uint32_t intern(std::string_view word);
  void grow_words();
  void grow_members();
  static size_t member_slot(uint64_t hash, NameId name);

  Arena arena_;
  std::vector<Word> words_;
  std::vector<uint32_t> word_slots_;
  std::vector<Member> members_;
  std::vector<uint32_t> member_slots_;
  std::array<uint32_t, kNameIds> longest_{};
};

}  // namespace rules

#endif
