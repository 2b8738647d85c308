// Databases damaged in the ways that disks, copies and attackers do: never a
// crash, never endless, and no value that was never stored under sound pages.
//
// The environment's ACCESSMAP_DAMAGE is the number of mutations of each kind.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <random>

#include "accessmap/reader.h"
#include "entries.h"
#include "scratch_folder.h"

using accessmap::Reader;
using accessmap::Status;

namespace {

class Damage {
 public:
  Damage(std::string sound, std::uint32_t page_size, unsigned seed)
      : sound_(std::move(sound)), page_size_(page_size), random_(seed) {}

  static constexpr int kKinds = 10;
  [[nodiscard]] std::string of_kind(int kind);

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  std::size_t page_start() { return below(sound_.size() / page_size_) * page_size_; }
  static void put32(std::string& bytes, std::size_t at, std::uint32_t n) {
    if (at + sizeof n <= bytes.size()) std::memcpy(bytes.data() + at, &n, sizeof n);
  }
  void flip(std::string& bytes, std::size_t at) {
    bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1 + below(255)));
  }

  std::string sound_;
  std::uint32_t page_size_;
  std::mt19937 random_;
};

std::string Damage::of_kind(int kind) {
  constexpr std::uint32_t kNasty[] = {0, 1, 0xffffffff, 0x7fffffff, 0x80000000, 0xffff, 0x10000};
  std::string bytes = sound_;
  switch (kind) {
    case 0:  // one bit
      bytes[below(bytes.size())] ^= static_cast<char>(1U << below(8));
      break;
    case 1:  // the meta page
      flip(bytes, below(512));
      break;
    case 2:  // the head of a page
      flip(bytes, page_start() + below(26));
      break;
    case 3:  // the index of a page
      flip(bytes, page_start() + 26 + below(64));
      break;
    case 4:  // a nasty number
      put32(bytes, page_start() + 4 * below(40), kNasty[below(std::size(kNasty))]);
      break;
    case 5:  // cut
      bytes.resize(below(bytes.size()));
      break;
    case 6:  // a page of zeros
      std::memset(bytes.data() + page_start(), 0, page_size_);
      break;
    case 7: {  // one page in the place of another
      const std::size_t from = page_start(), to = page_start();
      bytes.replace(to, page_size_, sound_, from, page_size_);
      put32(bytes, to + 8, static_cast<std::uint32_t>(to / page_size_));
      break;
    }
    case 8: {  // garbage behind a sound head
      const std::size_t start = page_start();
      for (std::size_t i = 26; i < page_size_; ++i) bytes[start + i] = static_cast<char>(random_());
      break;
    }
    default:  // a chain that leads elsewhere, perhaps in a circle
      put32(bytes, page_start() + (below(2) != 0 ? 12 : 16),
            static_cast<std::uint32_t>(below(bytes.size() / page_size_ + 2)));
  }
  return bytes;
}

// Reads all of it in every way. What the outcome is depends on the damage; that
// there is one is the test.
void read_all_ways(const std::string& path, const Entries& entries) {
  accessmap::Problem problem;
  const auto reader = Reader::open(path, problem);
  if (!reader) {
    CHECK_FALSE(problem.text.empty());
    return;
  }
  accessmap::Scratch scratch;
  std::string key, value;
  for (std::size_t i = 0; i < entries.size(); i += 7) {
    const Status status = reader->lookup(entries[i].first, scratch, value);
    if (status == Status::error) CHECK_FALSE(scratch.problem().text.empty());
  }
  accessmap::Cursor cursor = reader->list();
  std::size_t listed = 0;
  while (cursor.next(key, value) == Status::found && listed < 1000000) ++listed;
  CHECK(listed < 1000000);
}

int rounds() {
  const char* set = std::getenv("ACCESSMAP_DAMAGE");
  return set != nullptr ? std::atoi(set) : 100;
}

}  // namespace

TEST_CASE("damage: every kind ends in an answer") {
  const ScratchFolder folder;
  LibdbLayout layout;
  layout.type = GENERATE(DB_HASH, DB_BTREE);
  layout.page_size = 512;
  layout.flags = DB_DUP;
  Entries entries;
  for (int i = 0; i < 120; ++i) {
    const std::string key = "key" + std::to_string(i * 7919 % 1000);
    entries.emplace_back(key, std::string(static_cast<std::size_t>(i), 'v'));
    entries.emplace_back("many", std::string(30, 'd') + std::to_string(i));
    if (i % 30 == 0) entries.emplace_back(std::string(700, 'k') + key, std::string(2000, 'w'));
    if (i % 40 == 0) entries.emplace_back("few", std::to_string(i));
  }
  build_with_libdb(folder / "x.db", layout, entries);
  CHECK(list_with_reader(folder / "x.db").size() == entries.size());
  Damage damage(file_bytes(folder / "x.db"), layout.page_size, 42);
  for (int kind = 0; kind < Damage::kKinds; ++kind) {
    for (int i = 0; i < rounds(); ++i) {
      write_bytes(folder / "bad.db", damage.of_kind(kind));
      read_all_ways(folder / "bad.db", entries);
    }
  }
}
