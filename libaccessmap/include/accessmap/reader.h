// Reads Berkeley DB hash and btree files without libdb, and cdb and
// LMDB files.
//
// An MTA looks up what strangers send, in files that may be damaged or be
// replaced under it, from many threads. libdb locks, maps the file into memory
// and crashes on many damaged files; this reader does none of that: each
// offset is checked, each walk has a budget, and bytes come from a copy of the
// file or by pread(2).
//
// Tested by reader_test.cc, interop_test.cc, damage_test.cc, fuzz_reader.cc.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "accessmap/status.h"

namespace accessmap {

enum class Format { hash, btree, cdb, lmdb };

// The word for a format in commands and in cf lines: "hash", "btree", "cdb", "lmdb".
[[nodiscard]] std::string_view format_name(Format format);

// The working memory of look-ups: page buffers and the reason of a failure.
//
// Keep one for each thread and use it again: after the first few look-ups no
// memory is allocated. It may serve several Readers, one call at a time.
class Scratch {
 public:
  // Why the last call that used this scratch gave temp_fail or error.
  [[nodiscard]] const Problem& problem() const { return problem_; }

 private:
  friend class CdbStore;
  friend class LmdbStore;
  friend class Walk;
  friend class Reader;
  static constexpr int kSlots = 3;
  std::array<std::vector<std::uint8_t>, kSlots> slots_;
  std::string long_value_;
  std::string key_;
  Problem problem_;
};

// Which form of a key a database is asked for: sendmail's -O and -N map flags
// say without or with the NUL that ends a C string; its default tries both.
enum class NulKeys { either, without, with };

class EntryWalk;
class Store;

// Goes through all entries of a database in the file's own order: buckets of a
// hash, ascending keys of a btree; all duplicates of a key one after the other.
//
// One thread at a time. REQUIRES: the Reader outlives the cursor.
class Cursor {
 public:
  Cursor(Cursor&& other) noexcept;
  Cursor& operator=(Cursor&& other) noexcept;
  ~Cursor();

  // Moves on to the next entry and puts it into `key` and `value`.
  //
  // found: there is one; not_found: all were seen; temp_fail, error: see
  // problem(), and the listing cannot go on.
  [[nodiscard]] Status next(std::string& key, std::string& value);
  [[nodiscard]] const Problem& problem() const;

 private:
  friend class Reader;
  explicit Cursor(std::unique_ptr<EntryWalk> walk);
  std::unique_ptr<EntryWalk> walk_;
};

// One open database. Immutable: any number of threads may look up at once in
// one const Reader, each with a Scratch of its own.
class Reader {
 public:
  // Opens `path` (the whole name, with its .db).
  //
  // Null on failure, with the reason in `problem`: temp_fail when another try
  // may go well (I/O error, out of descriptors), else error; `sys_errno` is
  // ENOENT when there is no such file.
  [[nodiscard]] static std::unique_ptr<Reader> open(const std::string& path, Problem& problem);

  // The same of a copy in memory, if the file has at most `copy_limit` bytes:
  // find() then makes no system call, and nothing that happens to the file can
  // be seen. A file that makemap holds its lock on is not opened (temp_fail,
  // `sys_errno` EWOULDBLOCK). For servers: see database.h.
  [[nodiscard]] static std::unique_ptr<Reader> open_copy(const std::string& path,
                                                         std::uint64_t copy_limit,
                                                         Problem& problem);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Looks up exactly these bytes; the first of several duplicates is given.
  //
  // `value` is set when found: a view into the file's copy or the scratch,
  // which lasts until the scratch is used again, at most as long as the Reader.
  [[nodiscard]] Status find(std::string_view key, Scratch& scratch, std::string_view& value) const;

  // Looks up a key as sendmail does: without its NUL, then with it.
  //
  // `forms` says which forms to try. Of `either`, the one that hits first is
  // the only one tried from then on, by all threads, as sendmail does it. The
  // NUL that ends a value found under a key with NUL is taken off. Outcomes as
  // for find().
  [[nodiscard]] Status find_entry(std::string_view key, NulKeys forms, Scratch& scratch,
                                  std::string_view& value) const;

  // Which form of keys find_entry() has found; `either` before.
  [[nodiscard]] NulKeys form_found() const { return form_found_.load(std::memory_order_relaxed); }

  // find() with a copy of the value.
  //
  // `value` is the caller's, replaced when found and emptied otherwise. On
  // temp_fail and error scratch.problem() says why.
  [[nodiscard]] Status lookup(std::string_view key, Scratch& scratch, std::string& value) const;

  [[nodiscard]] Cursor list() const;
  [[nodiscard]] Format format() const;
  [[nodiscard]] const std::string& path() const;

  // Whether several entries may have one key (built with makemap -d).
  [[nodiscard]] bool allows_duplicates() const;

  // Whether the path now leads to another file or to other contents than were
  // opened. A path that leads nowhere has not been replaced: whoever puts a
  // new file there may be half-way.
  [[nodiscard]] bool replaced() const;

  // Whether nothing has happened to the file. Unlike !replaced() this is false,
  // too, if it was written so shortly before it was opened that another write
  // might leave its times as they are. One system call.
  [[nodiscard]] bool is_current() const;

  // Whether that is the file which was opened, by its device and inode number
  // (stat(2)): for whoever looked at the path before it was opened.
  [[nodiscard]] bool is_file(std::uint64_t device, std::uint64_t inode) const;

  // Whether `later`, opened after this one, is a copy of the same bytes, and
  // this one as good. is_current() then depends on when `later` was read.
  [[nodiscard]] bool confirmed_by(const Reader& later) const;

 private:
  explicit Reader(std::unique_ptr<const Store> store);
  void note_form(NulKeys found, NulKeys tried) const;
  std::unique_ptr<const Store> store_;
  mutable std::atomic<NulKeys> form_found_{NulKeys::either};
};

}  // namespace accessmap
