// Writes LMDB files. See lmdb_maker.h.

#include "lmdb_maker.h"

#include <cerrno>

#include "entry_editor.h"

#ifdef ACCESSMAP_HAS_LMDB

#include <lmdb.h>

#include <memory>
#include <utility>

namespace accessmap {
namespace {

MDB_val value_of(std::string_view bytes) {
  // liblmdb takes bytes to be written as non-const, but only reads.
  return {bytes.size(), const_cast<char*>(bytes.data())};
}

// Only an upper bound: the file becomes as long as it has to be.
std::size_t map_size(const EntrySorter& sorter) {
  constexpr std::size_t kPerEntry = 64, kLeast = std::size_t{16} << 20;
  return kLeast + 4 * static_cast<std::size_t>(sorter.bytes() + kPerEntry * sorter.count());
}

// liblmdb keeps the pages of a transaction in memory, so there are several; nobody sees the file
// yet.
class LmdbMaker {
 public:
  ~LmdbMaker() {
    if (transaction_ != nullptr) mdb_txn_abort(transaction_);
    if (environment_ != nullptr) mdb_env_close(environment_);
  }

  [[nodiscard]] int open(const std::string& path, std::size_t map_bytes) {
    constexpr unsigned kFlags = MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC;  // it is synced when whole
    int error = mdb_env_create(&environment_);
    if (error == 0) error = mdb_env_set_mapsize(environment_, map_bytes);
    if (error == 0) error = mdb_env_open(environment_, path.c_str(), kFlags, 0600);
    return error != 0 ? error : begin();
  }

  [[nodiscard]] int put(const SortedEntry& entry) {
    constexpr std::size_t kBytes = 16U << 20;  // of a transaction
    bytes_ += entry.key.size() + entry.value.size();
    if (bytes_ > kBytes) {
      bytes_ = 0;
      int error = commit();
      if (error == 0) error = begin();
      if (error != 0) return error;
    }
    MDB_val key = value_of(entry.key), value = value_of(entry.value);
    return mdb_put(transaction_, database_, &key, &value, MDB_APPEND);
  }

  [[nodiscard]] int commit() { return mdb_txn_commit(std::exchange(transaction_, nullptr)); }

 private:
  [[nodiscard]] int begin() {
    const int error = mdb_txn_begin(environment_, nullptr, 0, &transaction_);
    return error != 0 ? error : mdb_dbi_open(transaction_, nullptr, 0, &database_);
  }

  MDB_env* environment_ = nullptr;
  MDB_txn* transaction_ = nullptr;
  MDB_dbi database_ = 0;
  std::size_t bytes_ = 0;
};

int write_all(const std::string& path, UniqueEntries& entries, Problem& problem) {
  LmdbMaker maker;
  if (const int error = maker.open(path, map_size(entries.sorter()))) return error;
  SortedEntry entry;
  Status status = Status::found;
  while ((status = entries.next(entry, problem)) == Status::found) {
    if (const int error = maker.put(entry)) return error;
  }
  return status == Status::not_found ? maker.commit() : EIO;
}

Problem problem_of(int error) {
  const bool key = error == MDB_BAD_VALSIZE;
  return {Status::error, error > 0 ? error : 0,
          key ? "LMDB has keys of 1 to 511 bytes only; leave the others out, or build another type"
              : std::string("cannot write: ") + mdb_strerror(error)};
}

// One transaction that is not begun by others, for the file is our copy.
class LmdbEditor final : public EntryEditor {
 public:
  LmdbEditor() = default;
  ~LmdbEditor() override {
    if (transaction_ != nullptr) mdb_txn_abort(transaction_);
    if (environment_ != nullptr) mdb_env_close(environment_);
  }

  [[nodiscard]] bool begin(const std::string& path, Problem& problem) {
    int error = mdb_env_create(&environment_);
    if (error == 0) error = mdb_env_set_mapsize(environment_, kLargest);
    if (error == 0) {
      error = mdb_env_open(environment_, path.c_str(), MDB_NOSUBDIR | MDB_NOLOCK, 0600);
    }
    if (error == 0) error = mdb_txn_begin(environment_, nullptr, 0, &transaction_);
    if (error == 0) error = mdb_dbi_open(transaction_, nullptr, 0, &database_);
    if (error != 0) problem = problem_of(error);
    return error == 0;
  }

  Stored put(std::string_view key, std::string_view value, bool replace,
             Problem& problem) override {
    MDB_val stored_key = value_of(key), stored_value = value_of(value);
    const unsigned flags = replace ? 0 : MDB_NOOVERWRITE;
    const int error = mdb_put(transaction_, database_, &stored_key, &stored_value, flags);
    if (error == 0) return Stored::stored;
    if (error == MDB_KEYEXIST) return Stored::duplicate;
    problem = problem_of(error);
    return Stored::failed;
  }

  Status remove(std::string_view key, Problem& problem) override {
    MDB_val stored_key = value_of(key);
    const int error = mdb_del(transaction_, database_, &stored_key, nullptr);
    // No key is so short or so long.
    if (error == MDB_NOTFOUND || error == MDB_BAD_VALSIZE) return Status::not_found;
    if (error == 0) return Status::found;
    problem = problem_of(error);
    return Status::error;
  }

  bool commit(std::uint64_t& entries, Problem& problem) override {
    MDB_stat state{};
    int error = mdb_stat(transaction_, database_, &state);
    if (error == 0) error = mdb_txn_commit(transaction_);
    transaction_ = nullptr;
    entries = state.ms_entries;
    if (error != 0) problem = problem_of(error);
    return error == 0;
  }

 private:
  // Of addresses: the file becomes only as long as it has to be.
  static constexpr std::size_t kLargest = sizeof(void*) > 4 ? std::size_t{1} << 36 : 1U << 30;

  MDB_env* environment_ = nullptr;
  MDB_txn* transaction_ = nullptr;
  MDB_dbi database_ = 0;
};

}  // namespace

std::unique_ptr<EntryEditor> edit_lmdb(const std::string& path, Problem& problem) {
  auto editor = std::make_unique<LmdbEditor>();
  return editor->begin(path, problem) ? std::move(editor) : nullptr;
}

bool make_lmdb(const std::string& path, UniqueEntries& entries, Problem& problem) {
  problem = Problem();
  const int error = write_all(path, entries, problem);
  if (error == 0) return true;
  if (problem.status != Status::found) return false;
  problem = problem_of(error);
  return false;
}

}  // namespace accessmap

#else

namespace accessmap {
namespace {

Problem cannot_write() {
  return {Status::error, ENOTSUP,
          "this program was built without liblmdb, and only reads LMDB files"};
}

}  // namespace

std::unique_ptr<EntryEditor> edit_lmdb(const std::string&, Problem& problem) {
  problem = cannot_write();
  return nullptr;
}

bool make_lmdb(const std::string&, UniqueEntries&, Problem& problem) {
  problem = cannot_write();
  return false;
}

}  // namespace accessmap

#endif
