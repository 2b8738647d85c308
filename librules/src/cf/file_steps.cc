// See file_steps.h.

#include "cf/file_steps.h"

#include <fmt/format.h>

namespace rules {

template <typename... Parts>
void FileSteps::tell(int level, const char* format, const Parts&... parts) {
  if (level_ < level) return;
  lines_.push_back({fmt::format(fmt::runtime(format), parts...), false});
}

void FileSteps::opens(std::string_view name, int made_with, unsigned flags) {
  tell(kFileOpens, "safeopen: fn={}, omode=0, cmode={:x}, sff={:x}", name, made_with, flags);
}

void FileSteps::not_opened(std::string_view why) {
  tell(kFileOpens, "safefopen: safeopen failed: {}", why);
}

void FileSteps::file(std::string_view name, unsigned flags, mode_t wanted) {
  tell(kFileChecks, "safefile({}, uid={}, gid={}, flags={:x}, mode={:o}):", name, user_.user,
       user_.group, flags, wanted);
}

void FileSteps::folder(std::string_view name, unsigned flags, int level, size_t offset) {
  tell(kFileChecks, "safedirpath({}, uid={}, gid={}, flags={:x}, level={}, offset={}):", name,
       user_.user, user_.group, flags, level, offset);
}

void FileSteps::step(std::string_view name) { tell(kFileFolders, "\t[dir {}]", name); }

void FileSteps::writable(std::string_view name, mode_t mode, bool fatal) {
  tell(kFileChecks, "\t[dir {}] mode {:o} {}", name, mode, fatal ? "FATAL" : "WARNING");
}

void FileSteps::folder_ends(std::string_view name, std::string_view result) {
  tell(kFileChecks, "\t[dir {}] {}", name, result);
}

void FileSteps::refused(std::string_view why) { tell(kFileChecks, "\t{}", why); }

void FileSteps::forbidden_link(mode_t mode) {
  tell(kFileChecks, "\t[slink mode {:o}]\tE_SM_NOSLINK", mode);
}

void FileSteps::not_regular(mode_t mode) {
  tell(kFileChecks, "\t[non-reg mode {:o}]\tE_SM_REGONLY", mode);
}

void FileSteps::hard_links(nlink_t count) {
  tell(kFileChecks, "\t[link count {}]\tE_SM_NOHLINK", count);
}

void FileSteps::writable_file(mode_t mode, bool group) {
  tell(kFileChecks, "\t[write bits {:o}]\tE_SM_{}FILE", mode, group ? "GW" : "WW");
}

void FileSteps::modes(const struct stat& info, mode_t wanted, bool allowed) {
  tell(kFileChecks, "\t[uid {}, nlink {}, stat {:o}, mode {:o}] \t{}", info.st_uid, info.st_nlink,
       info.st_mode, wanted, allowed ? "OK" : "EACCES");
}

}  // namespace rules
