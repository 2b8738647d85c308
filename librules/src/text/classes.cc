// See classes.h.

#include "text/classes.h"

#include <algorithm>
#include <cstring>

#include "text/flat.h"
#include "text/fold.h"
#include "text/large_pages.h"

namespace rules {

namespace {

// Do the tokens, joined with `blank`, read as `text`?
bool reads_as(Tokens phrase, char blank, std::string_view text) {
  size_t at = 0;
  bool previous_atom = false;
  for (const Token& token : phrase) {
    if (previous_atom && token.atom && blank != '\0') {
      if (at >= text.size() || fold(text[at]) != fold(blank)) return false;
      ++at;
    }
    if (text.size() - at < token.text().size()) return false;
    if (!equal_folded(text.substr(at, token.text().size()), token.text())) return false;
    at += token.text().size();
    previous_atom = token.atom;
  }
  return at == text.size();
}

// folded_hash(), by four characters at a time: their products do not wait for each other.
uint64_t word_hash(std::string_view word) {
  constexpr uint64_t k1 = kHashBase, k2 = k1 * k1, k3 = k2 * k1, k4 = k2 * k2;
  const auto value = [](char c) { return uint64_t{fold(c)} + 1; };
  uint64_t hash = 0;
  size_t at = 0;
  for (; at + 4 <= word.size(); at += 4) {
    const char* const c = word.data() + at;
    hash = hash * k4 + value(c[0]) * k3 + value(c[1]) * k2 + value(c[2]) * k1 + value(c[3]);
  }
  for (; at < word.size(); ++at) hash = extend_hash(hash, word[at]);
  return hash;
}

constexpr int kWordStart = 1;

int reference_bucket(std::string_view word) { return symbol_bucket(word, kWordStart); }

bool is_simple(std::string_view word) {
  return word.size() == 1 || std::all_of(word.begin(), word.end(), [](char c) {
           const char folded = fold(c);
           return (folded >= 'a' && folded <= 'z') || (c >= '0' && c <= '9');
         });
}

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

Classes::Header Classes::header(Record record) const {
  Header header;
  std::memcpy(&header, texts_.data() + size_t{record} * kUnit, sizeof header);
  return header;
}

std::string_view Classes::text(Record record) const {
  return {texts_.data() + size_t{record} * kUnit + sizeof(Header), header(record).size};
}

uint32_t Classes::tag_of(uint64_t hash) { return static_cast<uint32_t>(spread(hash) >> 32); }

// Tables can be of any size, so that they can be filled well. Tags ascend with the slots that they
// belong to: a table is resized from its beginning to its end, whatever the words are.
size_t Classes::slot_of(uint32_t tag) const {
  return static_cast<size_t>(uint64_t{tag} * slots_.size() >> 32);
}

// The slot that has the word, or the free one where it would be put. REQUIRES: there are slots.
size_t Classes::place_of(std::string_view word, uint32_t tag) const {
  size_t at = slot_of(tag);
  for (; slots_[at].record != 0; at = next_slot(at)) {
    const Slot& slot = slots_[at];
    if (slot.tag == tag && equal_folded(text(slot.record), word)) break;
  }
  return at;
}

Classes::Record Classes::find_word(std::string_view word, uint64_t hash) const {
  return slots_.empty() ? 0 : slots_[place_of(word, tag_of(hash))].record;
}

void Classes::put(Slot slot) {
  size_t at = slot_of(slot.tag);
  while (slots_[at].record != 0) at = next_slot(at);
  slots_[at] = slot;
}

template <typename Visit>
void Classes::for_each_record(Visit&& visit) const {
  for (size_t at = kUnit; at < texts_.size();) {
    const auto record = static_cast<Record>(at / kUnit);
    visit(record);
    at += sizeof(Header) + (header(record).size + kUnit - 1) / kUnit * kUnit;
  }
}

void Classes::resize_slots(size_t count) {
  std::vector<Slot> old;
  old.reserve(count);
  ask_large_pages(old.data(), count * sizeof(Slot));
  old.resize(count, Slot{0, 0});
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.record != 0) put(slot);
  }
}

Classes::Record Classes::add_text(NameId name, std::string_view word) {
  if (texts_.empty()) texts_.resize(kUnit);  // no record is 0
  const size_t begin = texts_.size();
  const size_t size = sizeof(Header) + (word.size() + kUnit - 1) / kUnit * kUnit;
  if (texts_.capacity() - begin < size) texts_.reserve(begin * 2 + size);
  texts_.resize(begin + size);
  const Header header{name, 0, static_cast<uint32_t>(word.size())};
  std::memcpy(texts_.data() + begin, &header, sizeof header);
  std::memcpy(texts_.data() + begin + sizeof header, word.data(), word.size());
  return static_cast<Record>(begin / kUnit);
}

bool Classes::is_member(Record record, NameId name) const {
  const Header known = header(record);
  return known.name == name || (known.in_others != 0 && others_.contains({record, name}));
}

bool Classes::add_other(Record record, NameId name) {
  if (is_member(record, name)) return false;
  others_.emplace(record, name);
  Header changed = header(record);
  changed.in_others = 1;
  std::memcpy(texts_.data() + size_t{record} * kUnit, &changed, sizeof changed);
  return true;
}

bool Classes::add_hashed(NameId name, std::string_view word, uint64_t hash) {
  constexpr size_t kLeast = 16;
  if ((word_count_ + 1) * 5 > slots_.size() * 4) resize_slots(std::max(kLeast, slots_.size() * 4));
  const uint32_t tag = tag_of(hash);
  const size_t place = place_of(word, tag);
  if (const Record known = slots_[place].record) {
    if (!add_other(known, name)) return false;
  } else {
    slots_[place] = {add_text(name, word), tag};
    ++word_count_;
  }
  note_member(name, word);
  return true;
}

bool Classes::add(NameId name, std::string_view word) {
  if (word.empty() || word.size() > kMaxWord) return false;
  return add_hashed(name, word, folded_hash(word));
}

void Classes::add_all(NameId name, std::span<const std::string_view> words) {
  std::array<uint64_t, 32> hashes{};
  while (!words.empty()) {
    const auto some = words.first(std::min(words.size(), hashes.size()));
    for (size_t i = 0; i < some.size(); ++i) {
      hashes[i] = word_hash(some[i]);
      if (!slots_.empty()) __builtin_prefetch(&slots_[slot_of(tag_of(hashes[i]))], 1);
    }
    for (size_t i = 0; i < some.size(); ++i) {
      if (!some[i].empty() && some[i].size() <= kMaxWord) add_hashed(name, some[i], hashes[i]);
    }
    words = words.subspan(some.size());
  }
}

void Classes::reserve(size_t words, size_t bytes) {
  constexpr size_t kPadding = 2;  // of a text that ends anywhere in its last unit
  const size_t slots = slots_for(word_count_ + words);
  if (slots > slots_.size()) resize_slots(slots);
  texts_.reserve(texts_.size() + kUnit + bytes + words * (sizeof(Header) + kPadding));
  ask_large_pages(texts_.data() + texts_.size(), texts_.capacity() - texts_.size());
}

void Classes::note_member(NameId name, std::string_view word) {
  ++member_count_;
  Shape& shape = shapes_[name];
  shape.firsts |= uint64_t{1} << (fold(word[0]) & 63);
  shape.longest = std::max(shape.longest, static_cast<uint32_t>(word.size()));
  shape.lengths |= uint64_t{1} << (word.size() & 63);
  shape.simple = shape.simple && is_simple(word);
}

void Classes::clear() { *this = Classes(); }

void Classes::fit() {
  constexpr size_t kFew = 32;  // too little of the whole to copy it for
  if (texts_.capacity() - texts_.size() > texts_.size() / kFew) texts_.shrink_to_fit();
  const size_t wanted = slots_for(word_count_);
  if (slots_.size() < wanted || slots_.size() - wanted > wanted / kFew) resize_slots(wanted);
}

void Classes::append_flat(std::string& out) const {
  put_flat(out, uint64_t{texts_.size()});
  put_flat(out, uint64_t{slots_.size()});
  put_flat(out, uint64_t{others_.size()});
  out.append(texts_.data(), texts_.size());
  out.append(reinterpret_cast<const char*>(slots_.data()), slots_.size() * sizeof(Slot));
  for (const auto& [record, name] : others_) {
    put_flat(out, uint32_t{record});
    put_flat(out, uint32_t{name});
  }
}

bool Classes::restore_flat(std::string_view flat) {
  clear();
  FlatReader in(flat);
  const auto text_size = in.take<uint64_t>();
  const auto slot_count = in.take<uint64_t>();
  const auto other_count = in.take<uint64_t>();
  const std::string_view texts = in.take_bytes(text_size);
  const std::string_view slots = in.take_items(slot_count, sizeof(Slot));
  const std::string_view others = in.take_items(other_count, 2 * sizeof(uint32_t));
  if (!in.good() || !in.at_end() || text_size / kUnit > UINT32_MAX) return false;
  texts_.assign(texts.begin(), texts.end());
  slots_.resize(slots.size() / sizeof(Slot));
  if (!slots.empty()) std::memcpy(slots_.data(), slots.data(), slots.size());
  for (FlatReader pairs(others); !pairs.at_end();) {
    const auto record = pairs.take<uint32_t>();
    const auto name = pairs.take<uint32_t>();
    others_.emplace(record, static_cast<NameId>(std::min<uint32_t>(name, UINT16_MAX)));
  }
  if (check_flat()) return true;
  clear();
  return false;
}

// Each record that a slot or a further membership names must be one, and a slot must be free:
// searches end there.
bool Classes::check_flat() {
  std::vector<bool> begins(texts_.size() / kUnit + 1, false);
  if (!count_records(begins)) return false;
  size_t used = 0;
  for (const Slot& slot : slots_) {
    if (slot.record == 0) continue;
    if (slot.record >= begins.size() || !begins[slot.record]) return false;
    ++used;
  }
  if (used != word_count_ || (used > 0 && used >= slots_.size())) return false;
  for (const auto& [record, name] : others_) {
    if (record >= begins.size() || !begins[record] || name >= kNameIds) return false;
    note_member(name, text(record));
  }
  return true;
}

bool Classes::count_records(std::vector<bool>& begins) {
  for (size_t at = kUnit; at < texts_.size();) {
    if (texts_.size() - at < sizeof(Header)) return false;
    const auto record = static_cast<Record>(at / kUnit);
    const Header known = header(record);
    at += sizeof(Header) + (known.size + kUnit - 1) / kUnit * kUnit;
    if (at > texts_.size() || known.size == 0 || known.name >= kNameIds) return false;
    begins[record] = true;
    ++word_count_;
    note_member(static_cast<NameId>(known.name), text(record));
  }
  return texts_.empty() || texts_.size() >= kUnit;
}

bool Classes::find(NameId name, uint64_t hash, Tokens phrase, char blank) const {
  const uint32_t tag = tag_of(hash);
  for (size_t at = slot_of(tag); slots_[at].record != 0; at = next_slot(at)) {
    const Slot& slot = slots_[at];
    if (slot.tag != tag) continue;
    if (reads_as(phrase, blank, text(slot.record))) return is_member(slot.record, name);
  }
  return false;
}

bool Classes::has_word(NameId name, std::string_view word) const {
  const Record record = find_word(word, folded_hash(word));
  return record != 0 && is_member(record, name);
}

std::string_view Classes::spelling(std::string_view word) const {
  const Record record = find_word(word, folded_hash(word));
  return record == 0 ? std::string_view() : text(record);
}

std::vector<std::string_view> Classes::words_as_added(NameId name) const {
  std::vector<std::string_view> words;
  if (shapes_[name].longest == 0) return words;
  for_each_record([&](Record record) {
    if (is_member(record, name)) words.push_back(text(record));
  });
  return words;
}

std::vector<std::string_view> Classes::words(NameId name) const {
  std::vector<std::string_view> words = words_as_added(name);
  order(words);
  return words;
}

void Classes::order(std::vector<std::string_view>& words) {
  std::stable_sort(words.begin(), words.end(), [](std::string_view a, std::string_view b) {
    return reference_bucket(a) < reference_bucket(b);
  });
}

}  // namespace rules
