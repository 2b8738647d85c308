// See file_safety.h.

#include "cf/file_safety.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "cf/option_words.h"
#include "text/fold.h"

namespace rules {

namespace {

struct Word {
  std::string_view name;
  bool SafetyOptions::*sets;  // NULL: known, but about files that this library never touches
};

constexpr std::array kWords = {
    Word{"Safe", nullptr},
    Word{"AssumeSafeChown", nullptr},
    Word{"ClassFileInUnsafeDirPath", &SafetyOptions::class_in_unsafe_folder},
    Word{"DontWarnForwardFileInUnsafeDirPath", nullptr},
    Word{"ErrorHeaderInUnsafeDirPath", nullptr},
    Word{"FileDeliveryToHardLink", nullptr},
    Word{"FileDeliveryToSymLink", nullptr},
    Word{"ForwardFileInGroupWritableDirPath", nullptr},
    Word{"ForwardFileInUnsafeDirPath", nullptr},
    Word{"ForwardFileInUnsafeDirPathSafe", nullptr},
    Word{"GroupReadableDefaultAuthInfoFile", nullptr},
    Word{"GroupReadableKeyFile", nullptr},
    Word{"GroupReadableSASLDBFile", nullptr},
    Word{"GroupWritableAliasFile", nullptr},
    Word{"GroupWritableDirPathSafe", &SafetyOptions::group_writable_folders},
    Word{"GroupWritableForwardFile", nullptr},
    Word{"GroupWritableForwardFileSafe", nullptr},
    Word{"GroupWritableIncludeFile", nullptr},
    Word{"GroupWritableIncludeFileSafe", nullptr},
    Word{"GroupWritableSASLDBFile", nullptr},
    Word{"HelpFileInUnsafeDirPath", nullptr},
    Word{"IncludeFileInGroupWritableDirPath", nullptr},
    Word{"IncludeFileInUnsafeDirPath", nullptr},
    Word{"IncludeFileInUnsafeDirPathSafe", nullptr},
    Word{"InsufficientEntropy", nullptr},
    Word{"LinkedAliasFileInWritableDir", nullptr},
    Word{"LinkedClassFileInWritableDir", &SafetyOptions::linked_class},
    Word{"LinkedForwardFileInWritableDir", nullptr},
    Word{"LinkedIncludeFileInWritableDir", nullptr},
    Word{"LinkedMapInWritableDir", &SafetyOptions::linked_map},
    Word{"LinkedServiceSwitchFileInWritableDir", nullptr},
    Word{"MapInUnsafeDirPath", &SafetyOptions::map_in_unsafe_folder},
    Word{"NonRootSafeAddr", nullptr},
    Word{"RunProgramInUnsafeDirPath", nullptr},
    Word{"RunWritableProgram", nullptr},
    Word{"TrustStickyBit", &SafetyOptions::trust_sticky_bit},
    Word{"WorldWritableAliasFile", nullptr},
    Word{"WorldWritableForwardFile", nullptr},
    Word{"WorldWritableIncludeFile", nullptr},
    Word{"WriteMapToHardLink", nullptr},
    Word{"WriteMapToSymLink", nullptr},
    Word{"WriteStatsToHardLink", nullptr},
    Word{"WriteStatsToSymLink", nullptr},
};

bool in_group(gid_t group) {
  if (group == ::getegid()) return true;
  const int count = ::getgroups(0, nullptr);
  if (count <= 0) return false;
  std::vector<gid_t> groups(static_cast<size_t>(count));
  const int got = ::getgroups(count, groups.data());
  return got > 0 && std::find(groups.begin(), groups.begin() + got, group) != groups.begin() + got;
}

// Do the mode bits give us `access` (4: read, 2: write, 1: search)? Root has no privilege here:
// what root could read only because it is root is refused, as in the reference.
bool mode_allows(const struct stat& info, mode_t access) {
  if (info.st_uid == ::geteuid()) return (info.st_mode & (access << 6)) != 0;
  if (in_group(info.st_gid)) return (info.st_mode & (access << 3)) != 0;
  return (info.st_mode & access) != 0;
}

class Checker {
 public:
  Checker(const SafetyOptions& options, FileUse use) : options_(options), use_(use) {}

  FileCheck check(const std::string& path) {
    if (!options_.check || (found_first(path) && check_folders(path))) check_itself(path);
    return std::move(result_);
  }

 private:
  bool refuse(std::string why, int error_number = EPERM) {
    result_.why = std::move(why);
    result_.error_number = error_number;
    return false;
  }
  bool refuse_errno(int error) {
    result_.missing = error == ENOENT;
    return refuse(std::generic_category().message(error), error);
  }

  bool unsafe_folders_allowed() const {
    if (use_ == FileUse::server) return false;
    return use_ == FileUse::map ? options_.map_in_unsafe_folder : options_.class_in_unsafe_folder;
  }
  bool links_allowed() const {
    return use_ == FileUse::map ? options_.linked_map : options_.linked_class;
  }

  // Where unsafe folders are allowed but links in them are not, the reference looks for the file
  // first: then a missing one brings no warning.
  bool found_first(const std::string& path) {
    if (!unsafe_folders_allowed() || links_allowed()) return true;
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0 || refuse_errno(errno);
  }

  bool check_folders(const std::string& path) {
    for (size_t end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1)) {
      if (end > 0 && path[end - 1] == '/') continue;
      if (!check_folder(end == 0 ? "/" : path.substr(0, end))) return false;
    }
    return true;
  }

  bool check_folder(const std::string& folder) {
    struct stat info {};
    if (::stat(options_.place(folder).c_str(), &info) != 0) return refuse_errno(errno);
    if (!mode_allows(info, 1)) return refuse_errno(EACCES);
    last_is_writable_ = false;
    if ((info.st_mode & S_ISVTX) != 0 && options_.trust_sticky_bit) return true;
    if ((info.st_mode & S_IWOTH) != 0) return check_writable(folder, "World writable directory");
    if ((info.st_mode & S_IWGRP) != 0 && !options_.group_writable_folders) {
      return check_writable({}, "Group writable directory");
    }
    return true;
  }

  // warn_about: empty when the reference says nothing of what it lets pass.
  bool check_writable(const std::string& warn_about, const char* why) {
    last_is_writable_ = true;
    if (!unsafe_folders_allowed()) {
      result_.unsafe_folder = true;
      return refuse(why);
    }
    if (!warn_about.empty()) {
      result_.warnings.push_back("WARNING: " + std::string(why) + " " + warn_about);
    }
    return true;
  }

  bool check_itself(const std::string& name) {
    const std::string path = options_.place(name);
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) return refuse_errno(errno);
    if (use_ == FileUse::server) return check_socket(info);
    if (S_ISLNK(info.st_mode)) {
      if (last_is_writable_ && !links_allowed()) return refuse("Symbolic links not allowed");
      if (::stat(path.c_str(), &info) != 0) return refuse_errno(errno);
    }
    if (!S_ISREG(info.st_mode)) return refuse("Regular files only");
    if (!is_readable(path, info)) return refuse_errno(EACCES);
    result_.device = info.st_dev;
    result_.inode = info.st_ino;
    result_.safe = true;
    return true;
  }

  bool is_readable(const std::string& path, const struct stat& info) const {
    if (!options_.check) return ::access(path.c_str(), R_OK) == 0;
    const bool of_trusted_user = options_.trusted_user != 0 && info.st_uid == options_.trusted_user;
    return of_trusted_user ? (info.st_mode & S_IRUSR) != 0 : mode_allows(info, 4);
  }

  // Root may use the sockets of others, where it is their owners' bits that count.
  bool check_socket(const struct stat& info) {
    if (S_ISLNK(info.st_mode)) return refuse("Symbolic links not allowed");
    if (info.st_nlink > 1) return refuse("Hard links not allowed");
    const bool usable = ::geteuid() == 0 ? (info.st_mode & 0600) == 0600
                                         : mode_allows(info, 4) && mode_allows(info, 2);
    if (!usable) return refuse_errno(EACCES);
    result_.safe = true;
    return true;
  }

  const SafetyOptions& options_;
  FileUse use_;
  bool last_is_writable_ = false;
  FileCheck result_;
};

}  // namespace

std::vector<std::string> SafetyOptions::add_words(std::string_view value) {
  std::vector<std::string> unknown;
  for (const std::string_view text : option_words(value)) {
    const auto word = std::find_if(kWords.begin(), kWords.end(), [text](const Word& known) {
      return equal_folded(known.name, text);
    });
    if (word == kWords.end()) {
      unknown.emplace_back(text);
    } else if (word->sets != nullptr) {
      this->*word->sets = true;
    }
  }
  return unknown;
}

FileCheck check_file(const std::string& path, const SafetyOptions& options, FileUse use) {
  return Checker(options, use).check(path);
}

bool file_is_safe(const std::string& path, const SafetyOptions& options, FileUse use,
                  std::string& why) {
  FileCheck check = check_file(path, options, use);
  why = std::move(check.why);
  return check.safe;
}

}  // namespace rules
