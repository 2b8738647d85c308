// See file_safety.h.

#include "cf/file_safety.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
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
    Word{"HelpFileInUnsafeDirPath", &SafetyOptions::help_in_unsafe_folder},
    Word{"IncludeFileInGroupWritableDirPath", nullptr},
    Word{"IncludeFileInUnsafeDirPath", nullptr},
    Word{"IncludeFileInUnsafeDirPathSafe", nullptr},
    Word{"InsufficientEntropy", nullptr},
    Word{"LinkedAliasFileInWritableDir", nullptr},
    Word{"LinkedClassFileInWritableDir", &SafetyOptions::linked_class},
    Word{"LinkedForwardFileInWritableDir", nullptr},
    Word{"LinkedIncludeFileInWritableDir", nullptr},
    Word{"LinkedMapInWritableDir", &SafetyOptions::linked_map},
    Word{"LinkedServiceSwitchFileInWritableDir", &SafetyOptions::linked_service_switch},
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

bool in_group(const FileUser& user, gid_t group) {
  if (group == user.group) return true;
  if (user.user != ::geteuid()) return false;
  const int count = ::getgroups(0, nullptr);
  if (count <= 0) return false;
  std::vector<gid_t> groups(static_cast<size_t>(count));
  const int got = ::getgroups(count, groups.data());
  return got > 0 && std::find(groups.begin(), groups.begin() + got, group) != groups.begin() + got;
}

// Which of the mode bits count for us: those of `access` (0400 and the like) for the owner, the
// group, the others. Root has no privilege here but for some uses: what root could read only
// because it is root is refused, as in the reference.
mode_t access_bits(const FileUser& user, const struct stat& info, mode_t access) {
  if (info.st_uid == user.user) return access;
  return in_group(user, info.st_gid) ? access >> 3 : access >> 6;
}

// Of a folder, any of the bits will do.
bool may_search(const FileUser& user, const struct stat& info) {
  mode_t bits = S_IXOTH;
  if (info.st_uid == user.user) bits |= S_IXUSR;
  if (in_group(user, info.st_gid)) bits |= S_IXGRP;
  return (info.st_mode & bits) != 0;
}

// What the reference is asked for, in the bits that its trace shows.
constexpr unsigned kNoLinks = 0x2;
constexpr unsigned kRegularOnly = 0x80;
constexpr unsigned kSafeFolders = 0x100;
constexpr unsigned kNoHardLinks = 0x200;
constexpr unsigned kNoLinksInUnsafe = 0x400;
constexpr unsigned kNotWritable = 0x1800;  // by others
constexpr unsigned kRootMay = 0x2000;      // use what its owner may
constexpr mode_t kRead = 0400, kReadWrite = 0600;

struct UseFlags {
  FileUse use;
  unsigned flags;
  bool SafetyOptions::*unsafe_folders;  // the option that takes kSafeFolders away
  bool SafetyOptions::*links;           // kNoLinksInUnsafe
  int opened;                           // with these modes for a file that is made; -1: not opened
};

constexpr UseFlags kUses[] = {
    {FileUse::map, 0x584, &SafetyOptions::map_in_unsafe_folder, &SafetyOptions::linked_map, -1},
    {FileUse::map_text, 0x584, &SafetyOptions::map_in_unsafe_folder, &SafetyOptions::linked_map,
     0600},
    {FileUse::alias_text, 0x584, &SafetyOptions::map_in_unsafe_folder, &SafetyOptions::linked_map,
     0444},
    {FileUse::class_file, 0x4584, &SafetyOptions::class_in_unsafe_folder,
     &SafetyOptions::linked_class, 0},
    {FileUse::service_switch, 0x6480, nullptr, &SafetyOptions::linked_service_switch, 0},
    {FileUse::help, 0x6180, &SafetyOptions::help_in_unsafe_folder, nullptr, 0444},
    {FileUse::secret, 0x7c04, nullptr, nullptr, 0},
    {FileUse::config, 0x6000, nullptr, nullptr, 0444},
    {FileUse::server, 0x42302, nullptr, nullptr, -1},
};

const UseFlags& flags_of(FileUse use) {
  return *std::find_if(std::begin(kUses), std::end(kUses),
                       [use](const UseFlags& known) { return known.use == use; });
}

// The name up to its last slash.
std::string folder_of(const std::string& name) {
  const size_t slash = name.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : name.substr(0, slash);
}

constexpr int kMostLinks = 20;

class Checker {
 public:
  Checker(const SafetyOptions& options, FileUse use, int trace_level)
      : options_(options),
        use_(use),
        user_(options.user.value_or(FileUser::of_process())),
        told_(trace_level, user_) {
    const UseFlags& known = flags_of(use);
    flags_ = known.flags;
    if (known.unsafe_folders != nullptr && options.*known.unsafe_folders) flags_ &= ~kSafeFolders;
    if (known.links != nullptr && options.*known.links) flags_ &= ~kNoLinksInUnsafe;
    opened_ = known.opened;
  }

  FileCheck check(const std::string& name) {
    if (!options_.check) {
      check_unchecked(name);
    } else {
      if (opened_ >= 0) told_.opens(name, opened_, flags_);
      told_.file(name, flags_, wanted());
      if (check_folders(name)) check_itself(name);
      if (opened_ >= 0 && !result_.safe) told_.not_opened(result_.why);
    }
    result_.told = told_.take();
    return std::move(result_);
  }

 private:
  struct Folder {
    std::string name;
    int level;      // of links that led here
    size_t offset;  // from where it is another one than that of the link
  };

  mode_t wanted() const { return use_ == FileUse::server ? kReadWrite : kRead; }
  bool has(unsigned flag) const { return (flags_ & flag) != 0; }

  bool refuse(std::string why, int error_number = EPERM) {
    result_.missing = false;
    result_.why = std::move(why);
    result_.error_number = error_number;
    return false;
  }
  bool refuse_errno(int error) {
    refuse(std::generic_category().message(error), error);
    result_.missing = error == ENOENT;
    return false;
  }
  void accept(const struct stat& info) {
    result_.device = info.st_dev;
    result_.inode = info.st_ino;
    result_.safe = true;
    result_.why.clear();
    result_.error_number = 0;
  }

  void check_unchecked(const std::string& name) {
    struct stat info {};
    if (!look_at(name, info)) return;
    if (use_ == FileUse::server) {
      if (is_socket_allowed(info)) accept(info);
    } else if (has(kRegularOnly) && !S_ISREG(info.st_mode)) {
      refuse("Regular files only");
    } else if (::access(options_.place(name).c_str(), R_OK) != 0) {
      refuse_errno(EACCES);
    } else {
      accept(info);
    }
  }

  // Where links are forbidden in folders that others can write to, and in no others, the folders
  // are looked at twice, and between that at the file: a missing one brings no warning.
  bool check_folders(const std::string& name) {
    const Folder folder = {folder_of(name), 0, 0};
    if (!has(kNoLinksInUnsafe) || has(kSafeFolders)) return check_folder(folder);
    flags_ |= kSafeFolders;
    const bool safe = check_folder(folder);
    flags_ &= ~kSafeFolders;
    if (safe) return true;
    struct stat info {};
    if (::lstat(options_.place(name).c_str(), &info) != 0) {
      refuse_errno(errno);
      result_.stale_error = result_.error_number;
      told_.refused(result_.why);
      return false;
    }
    flags_ |= kNoLinks | kNoHardLinks;
    result_.unsafe_folder = false;
    return check_folder(folder);
  }

  // The folder and all above it, each link on the way with those that it leads to.
  bool check_folder(const Folder& folder) {
    told_.folder(folder.name, flags_, folder.level, folder.offset);
    const bool safe = walk(folder);
    told_.folder_ends(folder.name, safe ? "OK" : result_.why);
    return safe;
  }

  bool walk(const Folder& folder) {
    const std::string& name = folder.name;
    for (size_t at = folder.offset; at < name.size();) {
      const size_t end = std::min(name.find('/', at), name.size());
      const std::string_view last = std::string_view(name).substr(at, end - at);
      const bool counts = at == 0 || (last != "." && last != "..");
      if (counts && !check_step(end == 0 ? "/" : name.substr(0, end), folder.level)) return false;
      at = end + 1;
    }
    return true;
  }

  bool check_step(const std::string& step, int level) {
    told_.step(step);
    const std::string place = options_.place(step);
    struct stat info {};
    if (::lstat(place.c_str(), &info) != 0) return refuse_errno(errno);
    if (S_ISLNK(info.st_mode)) return follow(step, place, level);
    const bool trusted = (info.st_mode & S_ISVTX) != 0 && options_.trust_sticky_bit;
    const mode_t others = options_.group_writable_folders ? S_IWOTH : S_IWOTH | S_IWGRP;
    if (!trusted && (info.st_mode & others) != 0 && !check_writable(step, info)) return false;
    return is_root_allowed() || may_search(user_, info) || refuse_errno(EACCES);
  }

  bool check_writable(const std::string& step, const struct stat& info) {
    const bool world = (info.st_mode & S_IWOTH) != 0;
    const char* const why = world ? "World writable directory" : "Group writable directory";
    told_.writable(step, info.st_mode, has(kSafeFolders));
    if (!has(kSafeFolders)) {
      told_.warn("WARNING: " + std::string(why) + " " + step);
      return true;
    }
    result_.unsafe_folder = true;
    return refuse(why);
  }

  bool follow(const std::string& link, const std::string& place, int level) {
    if (level >= kMostLinks) return refuse_errno(ELOOP);
    std::array<char, PATH_MAX> buffer{};
    const ssize_t size = ::readlink(place.c_str(), buffer.data(), buffer.size());
    if (size < 0) return refuse_errno(errno);
    if (static_cast<size_t>(size) == buffer.size()) return refuse_errno(ENAMETOOLONG);
    std::string target(buffer.data(), static_cast<size_t>(size));
    const size_t slash = link.rfind('/');
    if (!target.starts_with('/') && slash != std::string::npos) {
      target.insert(0, link, 0, slash + 1);
    }
    if (target.size() >= PATH_MAX) return refuse_errno(ENAMETOOLONG);
    return check_folder({target, level + 1, shared_folders(link, target)});
  }

  // How long the folders are that two names begin with; the root alone is none.
  static size_t shared_folders(const std::string& a, const std::string& b) {
    size_t shared = 0;
    for (size_t at = 0; at < std::min(a.size(), b.size()) && a[at] == b[at]; ++at) {
      if (a[at] == '/') shared = at;
    }
    return shared == 0 ? 0 : shared + 1;
  }

  // The file, or what it is a link to.
  bool look_at(const std::string& name, struct stat& info) {
    const std::string place = options_.place(name);
    if (::lstat(place.c_str(), &info) != 0) return refuse_errno(errno);
    if (!S_ISLNK(info.st_mode)) return true;
    if (has(kNoLinks)) {
      told_.forbidden_link(info.st_mode);
      return refuse("Symbolic links not allowed");
    }
    return ::stat(place.c_str(), &info) == 0 || refuse_errno(errno);
  }

  bool check_itself(const std::string& name) {
    struct stat info {};
    if (!look_at(name, info)) {
      if (result_.error_number != EPERM) told_.refused(result_.why);
      return false;
    }
    if (has(kRegularOnly) && !S_ISREG(info.st_mode)) {
      told_.not_regular(info.st_mode);
      return refuse("Regular files only");
    }
    if (has(kNoHardLinks) && info.st_nlink > 1) {
      told_.hard_links(info.st_nlink);
      return refuse("Hard links not allowed");
    }
    if (has(kNotWritable) && (info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
      const bool group = (info.st_mode & S_IWGRP) != 0;
      told_.writable_file(info.st_mode, group);
      return refuse(group ? "Group writable file" : "World writable file");
    }
    const bool ours = is_ours(info);
    const mode_t bits = ours ? wanted() : access_bits(user_, info, wanted());
    const bool allowed = (info.st_mode & bits) == bits;
    told_.modes(info, bits, allowed);
    if (!allowed) return refuse_errno(EACCES);
    accept(info);
    return true;
  }

  bool is_root_allowed() const { return has(kRootMay) && user_.user == 0; }

  // Are its owner's bits those that count? TrustedUser's files are as good as ours.
  bool is_ours(const struct stat& info) const {
    if (is_root_allowed()) return true;
    return options_.trusted_user != 0 && info.st_uid == options_.trusted_user;
  }

  bool is_socket_allowed(const struct stat& info) {
    if (info.st_nlink > 1) return refuse("Hard links not allowed");
    const mode_t bits = is_ours(info) ? wanted() : access_bits(user_, info, wanted());
    return (info.st_mode & bits) == bits || refuse_errno(EACCES);
  }

  const SafetyOptions& options_;
  FileUse use_;
  FileUser user_;
  unsigned flags_ = 0;
  int opened_ = -1;
  FileSteps told_;
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

FileCheck check_file(const std::string& path, const SafetyOptions& options, FileUse use,
                     int trace_level) {
  return Checker(options, use, trace_level).check(path);
}

bool file_is_safe(const std::string& path, const SafetyOptions& options, FileUse use,
                  std::string& why) {
  FileCheck check = check_file(path, options, use);
  why = std::move(check.why);
  return check.safe;
}

}  // namespace rules
