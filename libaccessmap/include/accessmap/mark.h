// What a database was made of, so that it need not be made again while that is
// as it was.
//
// The maker gives the new file a mark (Writer::set_mark): a text in an extended
// attribute, which takes its place together with the file. It holds only for
// the file as it was made; whatever is written to the file makes it void, and
// so does a copy. Where a file system keeps no such attributes, no file has one.
//
// Tested by writer_test.cc, accessmap_cli.sh.
#pragma once

#include <optional>
#include <string>

#include "accessmap/status.h"

namespace accessmap {

// Which file this is and in which state, in a word. Nothing: it was changed so
// lately that another change might not show; or it cannot be told.
[[nodiscard]] std::optional<std::string> state_of_file(int fd);

// Gives the mark to an open file, whose bytes are whole. False, with errno: it
// takes none.
bool give_mark(int fd, const std::string& mark);

// The mark of a file that is as it was when it got it.
[[nodiscard]] std::optional<std::string> mark_of(const std::string& path);

}  // namespace accessmap
