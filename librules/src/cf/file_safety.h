// May a file be trusted: could only its owner and root have written what it says?
//
// An MTA acts on what its maps and class files say, so the reference refuses those that lie below a
// folder that others can write to, and those that it could read only because it runs as root. The
// words of the option DontBlameSendmail allow single ones of these.
//
// Tested by tests/unit/maps_file_safety_test.cc, tests/cases/bt/map_unsafe_dir, map_dontblame,
// trace_files*.
#ifndef LIBRULES_CF_FILE_SAFETY_H
#define LIBRULES_CF_FILE_SAFETY_H

#include <sys/stat.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cf/file_steps.h"

namespace rules {

struct SafetyOptions {
  bool check = true;                    // false: any regular file that can be read will do
  bool group_writable_folders = false;  // GroupWritableDirPathSafe
  bool trust_sticky_bit = false;        // TrustStickyBit
  bool map_in_unsafe_folder = false;    // MapInUnsafeDirPath
  bool class_in_unsafe_folder = false;  // ClassFileInUnsafeDirPath
  bool linked_map = false;              // LinkedMapInWritableDir
  bool linked_class = false;            // LinkedClassFileInWritableDir
  bool linked_service_switch = false;   // LinkedServiceSwitchFileInWritableDir
  bool help_in_unsafe_folder = false;   // HelpFileInUnsafeDirPath
  std::optional<FileUser> user;         // none: that of the process
  uid_t trusted_user = 0;  // TrustedUser: what is readable to this user alone is good, too
  std::string root;        // absolute names are below this folder; nothing above it is looked at

  // Where the file of that name is.
  std::string place(std::string_view path) const {
    return path.starts_with('/') ? root + std::string(path) : std::string(path);
  }

  // Reads the value of DontBlameSendmail; returns the words that mean nothing, for the reference's
  // `readcf: DontBlameSendmail option: X unrecognized`.
  std::vector<std::string> add_words(std::string_view value);
};

enum class FileUse : unsigned char {
  map,
  map_text,  // a map of class text, at a look-up
  alias_text,
  class_file,
  service_switch,
  help,
  secret,  // of an LDAP map
  config,
  server,  // the socket of one, which has to be a single file of its own that can be written to
};

struct FileCheck {
  bool safe = false;
  bool missing = false;        // there is no such file
  bool unsafe_folder = false;  // a folder that others can write to was refused
  int error_number = 0;        // errno, when a system call's answer was the reason
  int stale_error = 0;         // errno as the reference's process has it after a missing file
  std::string why;             // in the reference's words; empty when safe
  std::vector<FileLine> told;  // warnings of what was allowed though it is dangerous, and the trace
  dev_t device = 0;            // which file it is, when safe
  ino_t inode = 0;

  // Is this the file that was looked at? To be asked of the open file: its name may lead elsewhere
  // by then.
  bool is_of(const struct stat& opened) const {
    return opened.st_dev == device && opened.st_ino == inode;
  }
};

// Looks at each folder of `path` from the top, with those that links lead to, then at the file
// itself. trace_level: of category 44 of -d.
FileCheck check_file(const std::string& path, const SafetyOptions& options, FileUse use,
                     int trace_level = 0);

// The same, and what there is to tell is told: warnings to services that complain, a trace to
// whatever traces.
template <typename Tracer>
FileCheck check_file_for(Tracer& tracer, const std::string& path, const SafetyOptions& options,
                         FileUse use) {
  FileCheck check = check_file(path, options, use, file_trace_level(tracer));
  for (const FileLine& line : check.told) {
    if (!line.warning) {
      tracer.trace(line.text);
    } else if constexpr (requires { tracer.complain(line.text); }) {
      tracer.complain(line.text);
    }
  }
  return check;
}

// The same for callers that only want the reason.
bool file_is_safe(const std::string& path, const SafetyOptions& options, FileUse use,
                  std::string& why);

}  // namespace rules

#endif
