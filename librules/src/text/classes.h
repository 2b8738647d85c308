// Word classes: is this phrase of tokens a member?
//
// A phrase is found by its hash, which is extended token by token; nothing is glued. Classes of
// millions of words are common: a word takes its text, four bytes, and a slot of a hash table that
// is filled to four fifths (fit()).
//
// Tested by tests/unit/classes_test.cc.
#ifndef LIBRULES_TEXT_CLASSES_H
#define LIBRULES_TEXT_CLASSES_H

#include <array>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/fold.h"
#include "text/token.h"

namespace rules {

// The bucket of a name in the reference's symbol table, in the order of which it lists classes and
// maps. start: what kind of name it is: 1 for a word of a class, 6 for a map.
int symbol_bucket(std::string_view word, int start);
inline constexpr int kMapSymbols = 6;

// Words with the classes that they are in: those of a configuration, which are not changed once it
// is read, or those that a host adds to a session.
class Classes {
 public:
  // Adds a word; false if it was a member already, or is empty or longer than any line can be. A
  // word is stored once, in its first spelling. Views of words that were given out end here.
  bool add(NameId name, std::string_view word);
  // The same of many, whose places in the table are fetched while others are looked at.
  void add_all(NameId name, std::span<const std::string_view> words);
  // Makes room for so many words more, whose texts have so many bytes together.
  void reserve(size_t words, size_t bytes);
  void clear();
  // Gives back the memory that was kept to grow.
  void fit();

  // All of it as flat bytes, for a file; and back. False: they are none, all is empty then.
  void append_flat(std::string& out) const;
  bool restore_flat(std::string_view flat);

  // Could a phrase of this length (with blanks) be in the class?
  bool may_contain(NameId name, size_t bytes) const {
    return (shapes_[name].lengths >> (bytes & 63) & 1) != 0;
  }
  // Could a phrase that begins with this token be in the class?
  bool may_begin(NameId name, const Token& token) const {
    const Shape& shape = shapes_[name];
    return (shape.firsts >> (fold(token.data[0]) & 63) & 1) != 0 && token.size <= shape.longest;
  }
  // Is the phrase, whose folded hash and length (with blanks) are given, in the class?
  bool contains(NameId name, uint64_t hash, size_t bytes, Tokens phrase, char blank) const {
    return may_contain(name, bytes) && find(name, hash, phrase, blank);
  }

  // No member is longer: a phrase that is need not be extended.
  size_t longest(NameId name) const { return shapes_[name].longest; }

  // Is each member one character, or letters and digits only? Then it is no phrase of several
  // tokens, where letters and digits are not operators.
  bool has_only_simple_words(NameId name) const { return shapes_[name].simple; }

  // The folded word itself, not a phrase of tokens that reads like it.
  bool has_word(NameId name, std::string_view word) const;

  // Puts words into the order in which the reference lists them: by the buckets of its symbol
  // table; words of the same bucket stay as they are.
  static void order(std::vector<std::string_view>& words);
  // The members in the order in which the reference lists them.
  std::vector<std::string_view> words(NameId name) const;
  // The members in the order in which their words came first.
  std::vector<std::string_view> words_as_added(NameId name) const;
  // How many memberships there are.
  size_t size() const { return member_count_; }
  // The spelling that a word has here, whatever class it is in; empty: it is in none.
  std::string_view spelling(std::string_view word) const;

 private:
  // Where the record of a word is in texts_, in units of four bytes: a header, then the text. 0:
  // none.
  using Record = uint32_t;
  struct Slot {
    Record record;
    uint32_t tag;  // of the hash: chooses the slot, and tells most words apart
  };
  struct Header {
    uint32_t name : 9;       // the class that it came to first
    uint32_t in_others : 1;  // others_ knows of more
    uint32_t size : 22;
  };
  static_assert(kNameIds <= 512 && sizeof(Header) == 4);
  static constexpr size_t kUnit = 4;
  static constexpr size_t kMaxWord = (size_t{1} << 22) - 1;

  // While flat bytes are looked through: what they say, and where records begin.
  bool check_flat();
  bool count_records(std::vector<bool>& begins);
  void note_member(NameId name, std::string_view word);

  // What all members of a class have in common.
  struct Shape {
    uint64_t lengths = 0;  // a bit for each, modulo 64
    uint64_t firsts = 0;   // the same of their first characters, folded
    uint32_t longest = 0;
    bool simple = true;  // see has_only_simple_words()
  };

  Header header(Record record) const;
  std::string_view text(Record record) const;
  size_t place_of(std::string_view word, uint32_t tag) const;
  Record find_word(std::string_view word, uint64_t hash) const;
  bool add_hashed(NameId name, std::string_view word, uint64_t hash);
  Record add_text(NameId name, std::string_view word);
  bool is_member(Record record, NameId name) const;
  bool add_other(Record record, NameId name);
  bool find(NameId name, uint64_t hash, Tokens phrase, char blank) const;
  static uint32_t tag_of(uint64_t hash);
  size_t slot_of(uint32_t tag) const;
  size_t next_slot(size_t at) const { return at + 1 < slots_.size() ? at + 1 : 0; }
  void put(Slot slot);
  // The size of the table for so many words: four fifths of it are filled.
  static size_t slots_for(size_t words) { return words + words / 4 + 1; }
  void resize_slots(size_t count);
  template <typename Visit>
  void for_each_record(Visit&& visit) const;

  std::vector<char> texts_;  // the records, one after the other
  std::vector<Slot> slots_;  // by the word's hash
  size_t word_count_ = 0;
  size_t member_count_ = 0;
  std::set<std::pair<Record, NameId>> others_;  // memberships but the first of a word
  std::array<Shape, kNameIds> shapes_{};
};

}  // namespace rules

#endif
