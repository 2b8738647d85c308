// What an operation on a map came to, and why.
//
// A rule set must never mistake a disk that failed for an address that is not
// listed, so the four outcomes stay apart from here up to the C ABI.
//
// Tested by reader_test.cc.
#pragma once

#include <string>

namespace accessmap {

// found       the key is there, the value is delivered
// not_found   the database is sound and has no such key (a cursor: the end)
// temp_fail   it cannot be told now (I/O error, file changed while being read)
// error       it cannot be told at all (damaged file, wrong format, misuse)
enum class Status { found, not_found, temp_fail, error };

// Why an operation did not succeed.
//
// `text` is a sentence for a person, begins with the file's name, and says
// where there is something to be done, what. `sys_errno` is 0 when no system
// call was at fault.
struct Problem {
  Status status = Status::found;
  int sys_errno = 0;
  std::string text;
};

}  // namespace accessmap
