// What the check of a file has to say: warnings, and its trace in the reference's words (-d44).
//
// Tested by tests/cases/bt/trace_files*, map_dontblame.
#ifndef LIBRULES_CF_FILE_STEPS_H
#define LIBRULES_CF_FILE_STEPS_H

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

namespace rules {

// Category 44 of -d: the levels at which something is told.
inline constexpr int kFileTrace = 44;
inline constexpr int kFileChecks = 4;
inline constexpr int kFileOpens = 10;
inline constexpr int kFileFolders = 20;

template <typename Tracer>
int file_trace_level(const Tracer& tracer) {
  if (!tracer.tracing(kFileTrace, kFileChecks)) return 0;
  if (!tracer.tracing(kFileTrace, kFileOpens)) return kFileChecks;
  return tracer.tracing(kFileTrace, kFileFolders) ? kFileFolders : kFileOpens;
}

// Whose permissions count.
struct FileUser {
  uid_t user;
  gid_t group;

  static FileUser of_process() { return {::geteuid(), ::getegid()}; }
};

struct FileLine {
  std::string text;
  bool warning;  // told without a trace, too
};

class FileSteps {
 public:
  FileSteps(int level, const FileUser& user) : level_(level), user_(user) {}

  void opens(std::string_view name, int made_with, unsigned flags);
  void not_opened(std::string_view why);
  void file(std::string_view name, unsigned flags, mode_t wanted);
  void folder(std::string_view name, unsigned flags, int level, size_t offset);
  void step(std::string_view name);
  void writable(std::string_view name, mode_t mode, bool fatal);
  void folder_ends(std::string_view name, std::string_view result);
  void refused(std::string_view why);
  void forbidden_link(mode_t mode);
  void not_regular(mode_t mode);
  void hard_links(nlink_t count);
  void writable_file(mode_t mode, bool group);
  void modes(const struct stat& info, mode_t wanted, bool allowed);
  void warn(std::string text) { lines_.push_back({std::move(text), true}); }

  std::vector<FileLine> take() { return std::move(lines_); }

 private:
  template <typename... Parts>
  void tell(int level, const char* format, const Parts&... parts);

  int level_;
  FileUser user_;
  std::vector<FileLine> lines_;
};

}  // namespace rules

#endif
