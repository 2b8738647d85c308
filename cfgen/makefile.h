// The maps and files that a configuration reads, as a Makefile that builds them.
//
// Tested by tests/cfgen/makefile_test.cc.
#pragma once

#include <string>
#include <string_view>

namespace cfgen {

// `cf` is a generated configuration, `mc` the path of the .mc file that it comes from. Databases
// (K lines of class hash, btree, dbm and cdb, the user database, aliases) get a rule each; files
// that are read as they are stand in comments.
[[nodiscard]] std::string makefile_for(std::string_view cf, const std::string& mc);

}  // namespace cfgen
