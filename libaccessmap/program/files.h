// What the commands share: input, output, names of files, stop signals.
//
// Tested by the cases of tests/accessmap/.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "accessmap/reader.h"

// Exit statuses of accessmap.
inline constexpr int kOk = 0;
inline constexpr int kSomeFailed = 1;  // a key not found; a line that is no entry
inline constexpr int kTrouble = 2;     // wrong usage, unusable file, failed I/O

// The whole of an open file; nothing, with errno set, if it cannot be read or a
// stop signal came.
[[nodiscard]] std::optional<std::string> read_all(int fd);

// The name with .db at its end, as makemap and sendmail have it.
[[nodiscard]] std::string database_path(const std::string& name);

// The same for another type: .cdb for "cdb", .lmdb for "lmdb".
[[nodiscard]] std::string database_path(const std::string& name, accessmap::Format format);

// The format of that name; nothing: there is none.
[[nodiscard]] std::optional<accessmap::Format> format_named(std::string_view name);

// The database to read: as named if there is such a file, else with .db, else
// with .cdb or .lmdb.
[[nodiscard]] std::string existing_database(const std::string& name);

// Writes "accessmap: TEXT" and a newline to the standard error output.
void complain(std::string_view text);

// Whether all that was printed arrived; complains if not.
[[nodiscard]] bool flush_output();

// From here on SIGINT, SIGTERM and SIGHUP only set a flag, so that a build can
// remove its temporary file; a file that grows past a limit is an error, not a
// signal.
void catch_stop_signals();
[[nodiscard]] bool stop_asked();

// Ends the program by the signal that came, as its parent expects.
[[noreturn]] void end_by_signal();

// Opens a database by any of the names that existing_database() knows; null after a complaint.
[[nodiscard]] std::unique_ptr<accessmap::Reader> open_database(const std::string& name);

// Calls `take(key, value)` for each entry as long as it says true; false if it did not, or after a
// complaint about the database.
template <typename Take>
[[nodiscard]] bool for_each_entry(const accessmap::Reader& reader, Take take) {
  accessmap::Cursor cursor = reader.list();
  std::string key, value;
  accessmap::Status status = accessmap::Status::found;
  while ((status = cursor.next(key, value)) == accessmap::Status::found) {
    if (!take(key, value)) return false;
  }
  if (status != accessmap::Status::not_found) complain(cursor.problem().text);
  return status == accessmap::Status::not_found;
}
