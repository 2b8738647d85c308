// Builds databases with libdb. See writer.h.

#include "accessmap/writer.h"

#include <db.h>

#include <cerrno>
#include <limits>
#include <unordered_set>
#include <utility>

#include "accessmap/mark.h"
#include "cdb_maker.h"
#include "entry_editor.h"
#include "entry_sorter.h"
#include "lmdb_maker.h"
#include "page_maker.h"
#include "replacement.h"

namespace accessmap {
namespace {

// libdb prints to stderr unless it is given a place for its messages.
void drop_message(const DB_ENV*, const char*, const char*) {}

DBT dbt_of(std::string_view bytes) {
  DBT dbt{};
  // libdb takes keys and values to be written as non-const, but only reads.
  dbt.data = const_cast<char*>(bytes.data());
  dbt.size = static_cast<u_int32_t>(bytes.size());
  return dbt;
}

}  // namespace

class Writer::Build {
 public:
  Build(const WriteOptions& options, std::unique_ptr<Replacement> file)
      : options_(options), file_(std::move(file)) {}
  ~Build() { static_cast<void>(close()); }
  Build(const Build&) = delete;
  Build& operator=(const Build&) = delete;

  [[nodiscard]] bool begin(Problem& problem);
  [[nodiscard]] Stored put(std::string_view key, std::string_view value, Problem& problem);
  [[nodiscard]] Status remove(std::string_view key, Problem& problem);
  [[nodiscard]] bool commit(Problem& problem);
  [[nodiscard]] std::uint64_t entries() const { return entries_; }
  void set_mark(std::string mark) { mark_ = std::move(mark); }

 private:
  [[nodiscard]] bool take_over_old(Problem& problem);
  [[nodiscard]] bool is_berkeley() const {
    return options_.format == Format::hash || options_.format == Format::btree;
  }
  [[nodiscard]] bool begin_collecting(Problem& problem);
  [[nodiscard]] std::unique_ptr<Reader> read_old(const std::string& path, Problem& problem);
  [[nodiscard]] bool begin_editing(Problem& problem);
  [[nodiscard]] Status remove_all(DBT& key, Problem& problem);
  [[nodiscard]] bool open(Problem& problem);
  [[nodiscard]] bool read_back(Problem& problem) const;
  [[nodiscard]] bool fail(int error, std::string_view what, Problem& problem) const;
  [[nodiscard]] Stored collect(std::string_view key, std::string_view value, Problem& problem);
  [[nodiscard]] Stored store(std::string_view key, std::string_view value, Problem& problem);
  [[nodiscard]] bool write(Problem& problem);
  [[nodiscard]] bool write_collected(Problem& problem);
  [[nodiscard]] bool store_all(UniqueEntries& entries, Problem& problem);
  [[nodiscard]] bool make_pages(UniqueEntries& entries, Problem& problem);
  [[nodiscard]] bool fail_reading(Problem& problem) const;
  [[nodiscard]] bool finish_libdb(Problem& problem);
  int close();

  WriteOptions options_;
  std::unique_ptr<Replacement> file_;
  DB* db_ = nullptr;
  std::uint64_t entries_ = 0;
  std::string mark_;
  bool keeps_duplicates_ = false;
  bool ended_ = false;
  bool sorts_duplicates_ = false;         // as other programs may have libdb do
  std::unique_ptr<EntryEditor> editor_;   // of what is appended to a file that libdb does not know
  std::unique_ptr<EntrySorter> sorter_;   // of a sorted build
  std::unordered_set<std::string> keys_;  // of a build that is not to be sorted, but has to
  bool pages_fit_ = true;                 // all that was collected goes onto pages of our own
};

bool Writer::Build::fail(int error, std::string_view what, Problem& problem) const {
  const bool system = error > 0;
  problem = {error == EIO || error == EINTR ? Status::temp_fail : Status::error, system ? error : 0,
             file_->target() + ": " + std::string(what) + ": " + db_strerror(error)};
  return false;
}

// The old file, or the copy of it, which is read through before anybody
// changes it, since libdb crashes on many damaged files.
std::unique_ptr<Reader> Writer::Build::read_old(const std::string& path, Problem& problem) {
  const auto failed = [&] {
    if (problem.text.starts_with(path)) problem.text.replace(0, path.size(), file_->target());
    return nullptr;
  };
  std::unique_ptr<Reader> reader = Reader::open(path, problem);
  if (!reader) return failed();
  if (reader->format() != options_.format) {
    problem = {Status::error, EINVAL,
               path + ": cannot append: it is a " + std::string(format_name(reader->format())) +
                   " database; name that type"};
    return failed();
  }
  if (options_.allow_duplicates && !reader->allows_duplicates()) {
    problem = {Status::error, EINVAL,
               path + ": cannot append duplicates: it was built to have none"};
    return failed();
  }
  keeps_duplicates_ = reader->allows_duplicates();
  Cursor cursor = reader->list();
  std::string key, value;
  Status status = Status::found;
  while ((status = cursor.next(key, value)) == Status::found) ++entries_;
  if (status == Status::not_found) return reader;
  problem = cursor.problem();
  return failed();
}

bool Writer::Build::take_over_old(Problem& problem) {
  return file_->copy_old(problem) && read_old(file_->temporary(), problem) != nullptr;
}

bool Writer::Build::begin_editing(Problem& problem) {
  if (options_.format == Format::lmdb) {
    if (!take_over_old(problem)) return false;
    editor_ = edit_lmdb(file_->temporary(), problem);
    return editor_ != nullptr || fail_reading(problem);
  }
  if (!file_->lock_old(problem)) return false;
  std::unique_ptr<Reader> old = read_old(file_->target(), problem);
  if (old) editor_ = edit_cdb(std::move(old), file_->file());
  return editor_ != nullptr;
}

bool Writer::Build::begin(Problem& problem) {
  const bool one_by_one = !options_.sorted || options_.append || options_.allow_duplicates;
  if (!is_berkeley() && options_.append && !options_.allow_duplicates) {
    return begin_editing(problem);
  }
  if (!is_berkeley() || !one_by_one) return begin_collecting(problem);
  return (!options_.append || take_over_old(problem)) && open(problem);
}

bool Writer::Build::begin_collecting(Problem& problem) {
  if (options_.allow_duplicates) {
    problem = {Status::error, EINVAL,
               file_->target() + ": a " + std::string(format_name(options_.format)) +
                   " database has each key once; leave that option out"};
    return false;
  }
  const auto order = options_.format == Format::hash  ? SortOrder::hashes
                     : options_.format == Format::cdb ? SortOrder::cdb_hashes
                                                      : SortOrder::keys;
  sorter_ = std::make_unique<EntrySorter>(order, file_->folder());
  return true;
}

bool Writer::Build::open(Problem& problem) {
  int error = db_create(&db_, nullptr, 0);
  if (error != 0) {
    db_ = nullptr;
    return fail(error, "cannot start the build", problem);
  }
  db_->set_errcall(db_, drop_message);
  error = db_->set_cachesize(db_, 0, options_.cache_bytes, 1);
  if (error == 0 && sorter_) error = db_->set_pagesize(db_, kMadePageSize);
  if (error == 0 && options_.allow_duplicates) error = db_->set_flags(db_, DB_DUP);
  if (error == 0) {
    const DBTYPE type = options_.format == Format::hash ? DB_HASH : DB_BTREE;
    const u_int32_t flags = options_.append ? 0 : DB_CREATE;
    error = db_->open(db_, nullptr, file_->temporary().c_str(), nullptr, type, flags, 0600);
  }
  u_int32_t made_with = 0;
  sorts_duplicates_ =
      error == 0 && db_->get_flags(db_, &made_with) == 0 && (made_with & DB_DUPSORT) != 0;
  return error == 0 || fail(error, "cannot start the build", problem);
}

Stored Writer::Build::put(std::string_view key, std::string_view value, Problem& problem) {
  constexpr std::size_t kLongest = std::numeric_limits<std::int32_t>::max();
  if (ended_ || key.size() > kLongest || value.size() > kLongest) {
    problem = {Status::error, EINVAL, file_->target() + ": entry too long, or build has ended"};
    return Stored::failed;
  }
  if (!editor_) return sorter_ ? collect(key, value, problem) : store(key, value, problem);
  const Stored stored = editor_->put(key, value, options_.replace, problem);
  if (stored == Stored::failed) static_cast<void>(fail_reading(problem));
  return stored;
}

Stored Writer::Build::collect(std::string_view key, std::string_view value, Problem& problem) {
  if (!options_.sorted && !options_.replace && !keys_.emplace(key).second) {
    return Stored::duplicate;
  }
  pages_fit_ =
      pages_fit_ && !key.empty() && key.size() <= kLongestMade && value.size() <= kLongestMade;
  if (!sorter_->add(key, value, problem)) {
    problem.text.insert(0, file_->target() + ": ");
    return Stored::failed;
  }
  ++entries_;
  return Stored::stored;
}

Stored Writer::Build::store(std::string_view key, std::string_view value, Problem& problem) {
  DBT key_dbt = dbt_of(key);
  DBT value_dbt = dbt_of(value);
  // A key may have each value once where libdb sorts them.
  const u_int32_t again = sorts_duplicates_ ? DB_NODUPDATA : 0;
  const u_int32_t flags = options_.allow_duplicates ? again : DB_NOOVERWRITE;
  int error = db_->put(db_, nullptr, &key_dbt, &value_dbt, flags);
  const bool replaced = error == DB_KEYEXIST && options_.replace;
  if (replaced) error = db_->put(db_, nullptr, &key_dbt, &value_dbt, again);
  if (error == DB_KEYEXIST && again != 0) return Stored::stored;
  if (error == DB_KEYEXIST) return Stored::duplicate;
  if (error != 0) {
    static_cast<void>(fail(error, "cannot write", problem));
    return Stored::failed;
  }
  // In a file made for duplicates, libdb adds one where others are replaced.
  if (!replaced || keeps_duplicates_) ++entries_;
  return Stored::stored;
}

Status Writer::Build::remove(std::string_view key, Problem& problem) {
  if (editor_) {
    const Status status = editor_->remove(key, problem);
    if (status == Status::temp_fail || status == Status::error) {
      static_cast<void>(fail_reading(problem));
    }
    return status;
  }
  if (db_ == nullptr) {
    problem = {Status::error, EINVAL, file_->target() + ": entries cannot be removed from it"};
    return Status::error;
  }
  DBT key_dbt = dbt_of(key);
  return remove_all(key_dbt, problem);
}

Status Writer::Build::remove_all(DBT& key, Problem& problem) {
  DBC* cursor = nullptr;
  DBT value{};
  db_recno_t count = 0;
  value.flags = DB_DBT_PARTIAL;  // none of it
  int error = db_->cursor(db_, nullptr, &cursor, 0);
  if (error == 0) error = cursor->get(cursor, &key, &value, DB_SET);
  if (error == 0) error = cursor->count(cursor, &count, 0);
  const int closed = cursor == nullptr ? 0 : cursor->close(cursor);
  if (error == 0) error = closed;
  if (error == 0) error = db_->del(db_, nullptr, &key, 0);
  if (error == DB_NOTFOUND) return Status::not_found;
  if (error != 0) {
    static_cast<void>(fail(error, "cannot write", problem));
    return Status::error;
  }
  entries_ -= count;
  return Status::found;
}

int Writer::Build::close() {
  if (db_ == nullptr) return 0;
  DB* const db = db_;
  db_ = nullptr;
  return db->close(db, 0);
}

bool Writer::Build::read_back(Problem& problem) const {
  const std::unique_ptr<Reader> reader = Reader::open(file_->temporary(), problem);
  if (!reader) return false;
  Cursor cursor = reader->list();
  std::string key, value;
  std::uint64_t seen = 0;
  Status status = Status::found;
  while ((status = cursor.next(key, value)) == Status::found) ++seen;
  if (status != Status::not_found) {
    problem = cursor.problem();
    return false;
  }
  if (seen == entries_) return true;
  problem = {Status::error, 0,
             file_->target() + ": read back, the new file has " + std::to_string(seen) +
                 " entries instead of " + std::to_string(entries_) + "; the old one was kept"};
  return false;
}

bool Writer::Build::finish_libdb(Problem& problem) {
  int error = db_->sync(db_, 0);
  const int closed = close();
  if (error == 0) error = closed;
  return error == 0 || fail(error, "cannot write", problem);
}

bool Writer::Build::fail_reading(Problem& problem) const {
  problem.text.insert(0, file_->target() + ": ");
  return false;
}

// By libdb, since some entry needs pages of a kind that only it makes.
bool Writer::Build::store_all(UniqueEntries& entries, Problem& problem) {
  SortedEntry entry;
  Status status = Status::found;
  while ((status = entries.next(entry, problem)) == Status::found) {
    if (store(entry.key, entry.value, problem) != Stored::stored) return false;
  }
  return status == Status::not_found ? finish_libdb(problem) : fail_reading(problem);
}

// libdb makes the file and its first page, so that those are as it has them.
bool Writer::Build::make_pages(UniqueEntries& entries, Problem& problem) {
  if (is_berkeley() && !(open(problem) && finish_libdb(problem))) return false;
  problem = Problem();
  if (options_.format == Format::lmdb) {
    if (!make_lmdb(file_->temporary(), entries, problem)) return fail_reading(problem);
    entries_ = entries.count();
    return true;
  }
  const auto make = options_.format == Format::hash    ? make_hash_pages
                    : options_.format == Format::btree ? make_btree_pages
                                                       : make_cdb;
  const int error = make(file_->file(), entries, problem);
  if (problem.status != Status::found) return fail_reading(problem);
  entries_ = entries.count();
  return error == 0 || fail(error, "cannot write", problem);
}

bool Writer::Build::write_collected(Problem& problem) {
  if (!sorter_->sort(problem)) return fail_reading(problem);
  UniqueEntries entries(*sorter_, options_.replace);
  if (pages_fit_ || !is_berkeley()) return make_pages(entries, problem);
  if (!open(problem)) return false;
  entries_ = 0;
  return store_all(entries, problem);
}

bool Writer::Build::write(Problem& problem) {
  if (editor_) return editor_->commit(entries_, problem) || fail_reading(problem);
  return sorter_ ? write_collected(problem) : finish_libdb(problem);
}

bool Writer::Build::commit(Problem& problem) {
  if (std::exchange(ended_, true)) {
    problem = {Status::error, EINVAL, file_->target() + ": the build has ended already"};
    return false;
  }
  if (!write(problem)) return false;
  sorter_.reset();
  editor_.reset();
  if (!read_back(problem)) return false;
  // One without a mark is only made again sooner.
  if (!mark_.empty()) static_cast<void>(give_mark(file_->file(), mark_));
  return file_->put_in_place(problem);
}

Writer::Writer(std::unique_ptr<Build> build) : build_(std::move(build)) {}
Writer::~Writer() = default;

std::unique_ptr<Writer> Writer::create(const std::string& path, const WriteOptions& options,
                                       Problem& problem) {
  problem = Problem();
  std::unique_ptr<Replacement> file =
      Replacement::begin(path, options.mode, options.owner, problem);
  if (!file) return nullptr;
  auto build = std::make_unique<Build>(options, std::move(file));
  if (!build->begin(problem)) return nullptr;
  return std::unique_ptr<Writer>(new Writer(std::move(build)));
}

Stored Writer::put(std::string_view key, std::string_view value, Problem& problem) {
  return build_->put(key, value, problem);
}

Status Writer::remove(std::string_view key, Problem& problem) {
  return build_->remove(key, problem);
}

bool Writer::commit(Problem& problem) { return build_->commit(problem); }

void Writer::set_mark(std::string mark) { build_->set_mark(std::move(mark)); }

std::uint64_t Writer::entries() const { return build_->entries(); }

}  // namespace accessmap
