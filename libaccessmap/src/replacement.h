// A file that takes another's place in one step, or not at all.
//
// Tested by writer_test.cc, build_survival.sh.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>

#include "accessmap/status.h"

namespace accessmap {

// The temporary file beside the one to be replaced. It is locked while it is
// in use, so that a later build can tell what a killed one left behind.
class Replacement {
 public:
  // `mode` and `owner` as in WriteOptions. Null with a reason in `problem`.
  [[nodiscard]] static std::unique_ptr<Replacement> begin(const std::string& path, mode_t mode,
                                                          std::optional<uid_t> owner,
                                                          Problem& problem);
  ~Replacement();  // removes the temporary file unless it was put in place
  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;

  // Where to write.
  [[nodiscard]] const std::string& temporary() const { return temporary_; }
  [[nodiscard]] int file() const { return fd_; }
  // The folder that it is in.
  [[nodiscard]] std::string folder() const;
  // What will be replaced, links followed.
  [[nodiscard]] const std::string& target() const { return target_; }

  // Fills the temporary file with what the old one holds, which stays locked
  // against other builds that append until this one ends.
  [[nodiscard]] bool copy_old(Problem& problem);

  // Locks the old one likewise, for whoever reads it to write another.
  [[nodiscard]] bool lock_old(Problem& problem);

  // Owner and mode, sync, rename, sync of the folder.
  [[nodiscard]] bool put_in_place(Problem& problem);

 private:
  explicit Replacement(std::string target);
  [[nodiscard]] bool look_at_old(Problem& problem);
  void remove_leftovers() const;
  [[nodiscard]] bool make_temporary(Problem& problem);
  [[nodiscard]] bool lock_temporary() const;
  [[nodiscard]] bool set_owner_and_mode(Problem& problem) const;

  std::string target_, temporary_;
  int fd_ = -1, old_fd_ = -1;
  mode_t mode_ = 0;
  std::optional<uid_t> owner_;
  std::optional<struct stat> old_;
};

}  // namespace accessmap
