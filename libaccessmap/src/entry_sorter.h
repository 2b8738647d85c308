// Sorts any number of entries in bounded memory: what does not fit is sorted
// piece by piece, written to a file without a name, and merged.
//
// Tested by bulk_test.cc.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "accessmap/status.h"

namespace accessmap {

enum class SortOrder {
  keys,        // by the bytes of keys
  hashes,      // by libdb's hash of the key, last bit first: in this order the
               // entries of a bucket stand together, however many buckets there are
  cdb_hashes,  // by cdb's hash of the key: table by table
};

// One entry as a sorter gives it.
struct SortedEntry {
  std::string_view key, value;
  std::uint32_t hash = 0;  // of the key, if that is the order
};

class EntrySorter {
 public:
  // What does not fit goes into a file in `folder`. Memory: `arena_bytes` and
  // some tens of megabytes to merge with, for entries of 16 bytes and more. Small arenas are the
  // fast ones: what is sorted stays in the processor's caches.
  EntrySorter(SortOrder order, std::string folder, std::uint32_t arena_bytes = kArenaBytes);
  ~EntrySorter();
  EntrySorter(const EntrySorter&) = delete;
  EntrySorter& operator=(const EntrySorter&) = delete;

  [[nodiscard]] bool add(std::string_view key, std::string_view value, Problem& problem);

  // After the last add(). Entries with equal keys keep their order.
  [[nodiscard]] bool sort(Problem& problem);
  // found: the next entry, which lasts until the call after the next one;
  // not_found: the end; temp_fail, error: see `problem`.
  [[nodiscard]] Status next(SortedEntry& entry, Problem& problem);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }  // of keys and values

  static constexpr std::uint32_t kArenaBytes = 8U << 20;

 private:
  struct Entry {
    std::uint64_t head;   // sorts most; sort_arena() may put later bytes there
    std::uint32_t place;  // in the arena
    std::uint32_t hash;   // if that is the order
  };
  class Run;

  [[nodiscard]] std::uint64_t head_of(std::string_view key, std::uint32_t hash) const;
  [[nodiscard]] std::uint32_t order_hash(std::string_view key) const;
  [[nodiscard]] std::string_view key_at(std::uint32_t place) const;
  [[nodiscard]] std::string_view record_at(std::uint32_t place) const;
  [[nodiscard]] bool make_arena(Problem& problem);
  void fetch_ahead(std::size_t at) const;
  void sort_arena();
  static void sort_by_head(Entry* begin, Entry* end);
  void sort_alike(Entry* begin, Entry* end, std::size_t done);
  void sort_few(Entry* begin, Entry* end);
  [[nodiscard]] bool spill(Problem& problem);
  [[nodiscard]] bool open_file(Problem& problem);
  [[nodiscard]] bool write_out(std::string& buffer);
  [[nodiscard]] bool go_on(Problem& problem);
  [[nodiscard]] Status next_in_memory(SortedEntry& entry);

  SortOrder order_;
  std::string folder_;
  std::uint32_t arena_bytes_;
  struct Free {
    void operator()(char* arena) const { std::free(arena); }
  };
  std::unique_ptr<char[], Free> arena_;
  std::uint32_t used_ = 0;
  std::vector<Entry> entries_;
  std::size_t at_ = 0;
  std::uint64_t count_ = 0, bytes_ = 0;
  int fd_ = -1;
  std::uint64_t file_end_ = 0;
  std::vector<std::unique_ptr<Run>> runs_;
  std::vector<Run*> going_;  // those that have entries left: a heap, the least head in front
  bool given_ = false;       // the head of the run in front
};

// The entries of a sorter, each key once.
class UniqueEntries {
 public:
  // last_wins: the last value of a key is given; else a key that comes again
  // ends it with an error whose sys_errno is EEXIST.
  UniqueEntries(EntrySorter& sorter, bool last_wins) : sorter_(sorter), last_wins_(last_wins) {}

  // As EntrySorter::next(), but an entry lasts until the next call.
  [[nodiscard]] Status next(SortedEntry& entry, Problem& problem);
  [[nodiscard]] std::uint64_t count() const { return count_; }  // of those given
  [[nodiscard]] const EntrySorter& sorter() const { return sorter_; }

 private:
  EntrySorter& sorter_;
  bool last_wins_;
  bool waits_ = false;  // waiting_ is one
  SortedEntry waiting_;
  std::uint64_t count_ = 0;
};

}  // namespace accessmap
