// May a file be trusted: could only its owner and root have written what it says?
//
// An MTA acts on what its maps and class files say, so the reference refuses those that lie below a
// folder that others can write to, and those that it could read only because it runs as root. The
// words of the option DontBlameSendmail allow single ones of these.
//
// Tested by tests/unit/maps_file_safety_test.cc, tests/cases/bt/map_unsafe_dir, map_dontblame.
#ifndef LIBRULES_CF_FILE_SAFETY_H
#define LIBRULES_CF_FILE_SAFETY_H

#include <sys/stat.h>
#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace rules {

struct SafetyOptions {
  bool check = true;                    // false: any regular file that can be read will do
  bool group_writable_folders = false;  // GroupWritableDirPathSafe
  bool trust_sticky_bit = false;        // TrustStickyBit
  bool map_in_unsafe_folder = false;    // MapInUnsafeDirPath
  bool class_in_unsafe_folder = false;  // ClassFileInUnsafeDirPath
  bool linked_map = false;              // LinkedMapInWritableDir
  bool linked_class = false;            // LinkedClassFileInWritableDir
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

// server: the socket of one, which has to be a single file of its own that can be written to.
enum class FileUse : unsigned char { map, class_file, server };

struct FileCheck {
  bool safe = false;
  bool missing = false;               // there is no such file
  bool unsafe_folder = false;         // refused for a folder that others can write to
  int error_number = 0;               // errno, when a system call's answer was the reason
  std::string why;                    // in the reference's words; empty when safe
  std::vector<std::string> warnings;  // of what was allowed though it is dangerous
  dev_t device = 0;                   // which file it is, when safe
  ino_t inode = 0;

  // Is this the file that was looked at? To be asked of the open file: its name may lead elsewhere
  // by then.
  bool is_of(const struct stat& opened) const {
    return opened.st_dev == device && opened.st_ino == inode;
  }
};

// Looks at each folder of `path` from the top, then at the file itself.
FileCheck check_file(const std::string& path, const SafetyOptions& options, FileUse use);

// The same for callers that only want the reason.
bool file_is_safe(const std::string& path, const SafetyOptions& options, FileUse use,
                  std::string& why);

}  // namespace rules

#endif
