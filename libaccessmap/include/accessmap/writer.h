// Builds Berkeley DB hash and btree files, cdb and LMDB files, whole or not at
// all.
//
// A mail server may be reading the old file. So the new one is made beside it,
// read back, synced, and only then takes its place with one rename(2).
//
// Tested by writer_test.cc, interop_test.cc, build_survival.sh.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "accessmap/reader.h"
#include "accessmap/status.h"

namespace accessmap {

struct WriteOptions {
  Format format = Format::hash;
  bool append = false;            // begin with the entries of the old file (-o)
  bool replace = false;           // a key given again replaces its value (-r)
  bool allow_duplicates = false;  // a key given again is one more entry (-d)

  // Collect the entries, sort them in bounded memory and write the pages at
  // commit(): several times as fast. Then put() cannot tell that a key is there
  // already: unless `replace`, commit() fails with sys_errno EEXIST, and the
  // build is to be made again without this. Without effect on a build that
  // appends or allows duplicates; those are not for cdb and LMDB files.
  bool sorted = false;
  std::uint32_t cache_bytes = 16U << 20;
  mode_t mode = 0640;          // of a new file, less the umask; an old file's mode is kept
  std::optional<uid_t> owner;  // instead of the old file's or the caller's
};

enum class Stored { stored, duplicate, failed };

// One build of one file. Without commit() nothing is changed: the destructor
// removes what was written. One thread at a time.
class Writer {
 public:
  // Begins to build `path`, which is not touched before commit(). If it is a
  // symbolic link, the file that it leads to is replaced.
  //
  // What killed builds of the same file have left behind is removed. Null on
  // failure, with the reason in `problem` (temp_fail, error).
  [[nodiscard]] static std::unique_ptr<Writer> create(const std::string& path,
                                                      const WriteOptions& options,
                                                      Problem& problem);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Adds an entry of exactly these bytes. duplicate: the key is there already
  // and the options do not say what to do; nothing was changed. failed: see
  // `problem`; go no further.
  [[nodiscard]] Stored put(std::string_view key, std::string_view value, Problem& problem);

  // Removes the entry of a key, all of them where there are several. found: it
  // was there; not_found: it is not; temp_fail, error: see `problem`.
  // REQUIRES: the build appends.
  [[nodiscard]] Status remove(std::string_view key, Problem& problem);

  // What mark_of() says of the new file (see mark.h). Before commit().
  void set_mark(std::string mark);

  // Syncs, reads back and counts, renames, syncs the folder. On false the old
  // file is as it was, except if only the sync of the folder failed: then the
  // new one is in place and the problem's text says so.
  [[nodiscard]] bool commit(Problem& problem);

  // How many entries the new file has by now.
  [[nodiscard]] std::uint64_t entries() const;

 private:
  class Build;
  explicit Writer(std::unique_ptr<Build> build);
  std::unique_ptr<Build> build_;
};

}  // namespace accessmap
