// Writes LMDB files. See lmdb_maker.h.

#include "lmdb_maker.h"

#include <cerrno>

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
  std::string_view key, value;
  Status status = Status::found;
  while ((status = entries.next(key, value, problem)) == Status::found) {
    MDB_val stored_key = value_of(key), stored_value = value_of(value);
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

}  // namespace

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
  const bool key = error == MDB_BAD_VALSIZE;
  problem = {
      Status::error, error > 0 ? error : 0,
      key ? "LMDB has keys of 1 to 511 bytes only; leave the others out, or build another type"
          : std::string("cannot write: ") + mdb_strerror(error)};
  return false;
}

}  // namespace accessmap

#else

namespace accessmap {

bool make_lmdb(const std::string&, UniqueEntries&, Problem& problem) {
  problem = {Status::error, ENOTSUP,
             "this program was built without liblmdb, and only reads LMDB files"};
  return false;
}

}  // namespace accessmap

#endif
