// Changes entries of a database file whose format libdb does not know, on the
// way to a new file.
//
// Tested by editor_test.cc, accessmap_cli.sh.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "accessmap/writer.h"

namespace accessmap {

class EntryEditor {
 public:
  EntryEditor() = default;
  virtual ~EntryEditor() = default;
  EntryEditor(const EntryEditor&) = delete;
  EntryEditor& operator=(const EntryEditor&) = delete;

  // As those of Writer. replace: a key that is there gets this value, or one
  // value more where the file keeps several; else it is a duplicate.
  [[nodiscard]] virtual Stored put(std::string_view key, std::string_view value, bool replace,
                                   Problem& problem) = 0;
  [[nodiscard]] virtual Status remove(std::string_view key, Problem& problem) = 0;

  // Writes all; tells how many entries there are now.
  [[nodiscard]] virtual bool commit(std::uint64_t& entries, Problem& problem) = 0;
};

// Writes `old` (open, of format cdb, read to its end before) with the changes
// to the empty file `fd`. The changes are kept in memory. Of several records
// with a key, which other programs may have written, a change leaves one or none.
[[nodiscard]] std::unique_ptr<EntryEditor> edit_cdb(std::unique_ptr<Reader> old, int fd);

// Changes the LMDB file at `path`, a copy, in one transaction. Null with a
// reason in `problem`.
[[nodiscard]] std::unique_ptr<EntryEditor> edit_lmdb(const std::string& path, Problem& problem);

}  // namespace accessmap
