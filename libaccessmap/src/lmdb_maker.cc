// Writes LMDB files. See lmdb_maker.h.

#include "lmdb_maker.h"

#include <cerrno>

#include "entry_editor.h"

#ifdef ACCESSMAP_HAS_LMDB

#include <lmdb.h>

#include <memory>

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

int put_all(MDB_txn* transaction, UniqueEntries& entries, Problem& problem) {
  MDB_dbi database = 0;
  if (const int error = mdb_dbi_open(transaction, nullptr, 0, &database)) return error;
  SortedEntry entry;
  Status status = Status::found;
  while ((status = entries.next(entry, problem)) == Status::found) {
    MDB_val stored_key = value_of(entry.key), stored_value = value_of(entry.value);
    const int error = mdb_put(transaction, database, &stored_key, &stored_value, MDB_APPEND);
    if (error != 0) return error;
  }
  return status == Status::not_found ? 0 : EIO;
}

int write_all(MDB_env* environment, const std::string& path, UniqueEntries& entries,
              Problem& problem) {
  int error = mdb_env_set_mapsize(environment, map_size(entries.sorter()));
  if (error == 0) error = mdb_env_open(environment, path.c_str(), MDB_NOSUBDIR | MDB_NOLOCK, 0600);
  MDB_txn* transaction = nullptr;
  if (error == 0) error = mdb_txn_begin(environment, nullptr, 0, &transaction);
  if (error != 0) return error;
  error = put_all(transaction, entries, problem);
  if (error == 0) return mdb_txn_commit(transaction);
  mdb_txn_abort(transaction);
  return error;
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
  MDB_env* environment = nullptr;
  int error = mdb_env_create(&environment);
  if (error == 0) {
    error = write_all(environment, path, entries, problem);
    mdb_env_close(environment);
  }
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
