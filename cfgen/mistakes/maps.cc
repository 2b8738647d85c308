// Databases that the configuration reads, and that are not what they should be on this machine.
//
// A configuration is often made on another machine than it runs on: what leaves no trace here is
// only missed when somebody asks for a check.
//
// Tested by tests/cfgen/mistakes_test.

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "../needs.h"
#include "accessmap/reader.h"
#include "mistakes.h"

namespace cfgen {
namespace {

struct FileState {
  bool there = false;
  timespec changed{};
};

FileState state_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return {true, status.st_mtim};
}

bool older(const timespec& a, const timespec& b) {
  return a.tv_sec != b.tv_sec ? a.tv_sec < b.tv_sec : a.tv_nsec < b.tv_nsec;
}

std::string command_for(const Database& one) {
  return one.kind.empty() ? "run newaliases"
                          : fmt::format("run makemap {0} {1} <{1}", one.kind, one.source);
}

// Empty: nothing is wrong with it.
std::string wrong_with(const Database& one, bool all) {
  const FileState source = state_of(one.source), target = state_of(one.target);
  if (!target.there && source.there) {
    return fmt::format("{} is not built; {}", one.target, command_for(one));
  }
  if (!target.there) {
    if (!all || one.optional) return {};
    return fmt::format("{} is missing; write {} and {}", one.target, one.source, command_for(one));
  }
  if (::access(one.target.c_str(), R_OK) != 0) {
    return fmt::format("{} cannot be read: {}; give yourself the right to", one.target,
                       std::strerror(errno));
  }
  if (one.target.ends_with(".db") || one.target.ends_with(".cdb")) {
    accessmap::Problem problem;
    if (!accessmap::Reader::open(one.target, problem)) {
      return fmt::format("is no database: {}; {}", problem.text, command_for(one));
    }
  }
  if (source.there && older(target.changed, source.changed)) {
    return fmt::format("{} is older than {}; {}", one.target, one.source, command_for(one));
  }
  return {};
}

}  // namespace

void find_bad_maps(std::string_view cf, const Origins& origins, bool all, Mistakes& mistakes) {
  for (const Database& one : read_needs(cf).databases) {
    const std::string what = wrong_with(one, all);
    if (what.empty()) continue;
    Place place;
    if (one.line > 0 && one.line <= origins.lines.size()) {
      place.line = origins.lines[one.line - 1].mc_line;
    }
    mistakes.push_back({place, false, "the map " + what});
  }
}

}  // namespace cfgen
