// See classes.h.

#include "program/classes.h"

#include <algorithm>

#include "text/fold.h"

namespace rules {

namespace {

constexpr uint32_t kEmpty = 0;  // slots hold index + 1

// Do the tokens, joined with `blank`, read as `text`?
bool reads_as(Tokens phrase, char blank, std::string_view text) {
  size_t at = 0;
  bool previous_atom = false;
  for (const Token& token : phrase) {
    if (previous_atom && token.atom && blank != '\0') {
      if (at >= text.size() || fold(text[at]) != fold(blank)) return false;
      ++at;
    }
    if (text.size() - at < token.text.size()) return false;
    if (!equal_folded(text.substr(at, token.text.size()), token.text)) return false;
    at += token.text.size();
    previous_atom = token.atom;
  }
  return at == text.size();
}

constexpr int kWordStart = 1;

int reference_bucket(std::string_view word) { return symbol_bucket(word, kWordStart); }

}  // namespace

int symbol_bucket(std::string_view word, int start) {
  int h = start;
  for (const char c : word) {
    if (c == '\0') continue;  // of a mark: the reference has the one byte
    const char folded = static_cast<char>(fold(c));
    h = ((h << 1) ^ (folded & 0xff)) % 2003;
  }
  return h;
}

size_t Classes::member_slot(uint64_t hash, NameId name) {
  return static_cast<size_t>(spread(hash + name * 0x9e3779b97f4a7c15ULL));
}

uint32_t Classes::intern(std::string_view word) {
  const uint64_t hash = folded_hash(word);
  if ((words_.size() + 1) * 2 > word_slots_.size()) grow_words();
  const size_t mask = word_slots_.size() - 1;
  size_t at = spread(hash) & mask;
  for (; word_slots_[at] != kEmpty; at = (at + 1) & mask) {
    const Word& known = words_[word_slots_[at] - 1];
    if (known.hash == hash && equal_folded(known.text, word)) return word_slots_[at] - 1;
  }
  words_.push_back({arena_.copy(word), hash});
  word_slots_[at] = static_cast<uint32_t>(words_.size());
  return static_cast<uint32_t>(words_.size() - 1);
}

std::string_view Classes::spelling(std::string_view word) const {
  const uint64_t hash = folded_hash(word);
  for (const Word& known : words_) {
    if (known.hash == hash && equal_folded(known.text, word)) return known.text;
  }
  return {};
}

void Classes::grow_words() {
  word_slots_.assign(word_slots_.empty() ? 64 : word_slots_.size() * 2, kEmpty);
  const size_t mask = word_slots_.size() - 1;
  for (size_t i = 0; i < words_.size(); ++i) {
    size_t at = spread(words_[i].hash) & mask;
    while (word_slots_[at] != kEmpty) at = (at + 1) & mask;
    word_slots_[at] = static_cast<uint32_t>(i + 1);
  }
}

void Classes::grow_members() {
  member_slots_.assign(member_slots_.empty() ? 64 : member_slots_.size() * 2, kEmpty);
  const size_t mask = member_slots_.size() - 1;
  for (size_t i = 0; i < members_.size(); ++i) {
    size_t at = member_slot(words_[members_[i].word].hash, members_[i].name) & mask;
    while (member_slots_[at] != kEmpty) at = (at + 1) & mask;
    member_slots_[at] = static_cast<uint32_t>(i + 1);
  }
}

bool Classes::add(NameId name, std::string_view text) {
  if (text.empty()) return false;
  const uint32_t word = intern(text);
  if ((members_.size() + 1) * 2 > member_slots_.size()) grow_members();
  const size_t mask = member_slots_.size() - 1;
  size_t at = member_slot(words_[word].hash, name) & mask;
  for (; member_slots_[at] != kEmpty; at = (at + 1) & mask) {
    const Member& known = members_[member_slots_[at] - 1];
    if (known.word == word && known.name == name) return false;
  }
  members_.push_back({word, name});
  member_slots_[at] = static_cast<uint32_t>(members_.size());
  longest_[name] = std::max(longest_[name], static_cast<uint32_t>(text.size()));
  return true;
}

void Classes::clear() {
  arena_.reset();
  words_.clear();
  word_slots_.clear();
  members_.clear();
  member_slots_.clear();
  longest_.fill(0);
}

bool Classes::contains(NameId name, uint64_t hash, size_t bytes, Tokens phrase, char blank) const {
  if (bytes > longest_[name] || members_.empty()) return false;
  const size_t mask = member_slots_.size() - 1;
  for (size_t at = member_slot(hash, name) & mask; member_slots_[at] != kEmpty;
       at = (at + 1) & mask) {
    const Member& member = members_[member_slots_[at] - 1];
    const Word& word = words_[member.word];
    if (member.name == name && word.hash == hash && reads_as(phrase, blank, word.text)) return true;
  }
  return false;
}

std::vector<std::string_view> Classes::words(NameId name) const {
  std::vector<uint32_t> found;
  for (const Member& member : members_) {
    if (member.name == name) found.push_back(member.word);
  }
  const auto before = [this](uint32_t a, uint32_t b) {
    const int bucket_a = reference_bucket(words_[a].text);
    const int bucket_b = reference_bucket(words_[b].text);
    return bucket_a != bucket_b ? bucket_a < bucket_b : a < b;
  };
  std::sort(found.begin(), found.end(), before);
  std::vector<std::string_view> texts;
  for (const uint32_t word : found) texts.push_back(words_[word].text);
  return texts;
}

void Classes::order(std::vector<std::string_view>& words) {
  std::stable_sort(words.begin(), words.end(), [](std::string_view a, std::string_view b) {
    return reference_bucket(a) < reference_bucket(b);
  });
}

}  // namespace rules
