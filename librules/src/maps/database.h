// Maps in Berkeley DB files, by libaccessmap's reader: hash, btree and implicit.
//
// An evaluation works with one version of each file: accessmap::Database. What happened to a file
// is noticed by the next evaluation, with one stat(2) for each map that it asks; its other look-ups
// make no system call. Files that could not be opened are tried again when something about them
// has changed.
//
// Tested by tests/unit/maps_database_test.cc, tests/cases/bt/map_debug60, map_tempfail_default.
#ifndef LIBRULES_MAPS_DATABASE_H
#define LIBRULES_MAPS_DATABASE_H

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "maps/opened_map.h"

namespace rules {

class DatabaseMap : public OpenedMap {
 public:
  // format: what the file has to be; nothing: whatever it is. loud: tells why it cannot be opened.
  DatabaseMap(const MapDefinition& definition, std::optional<accessmap::Format> format, bool loud);

 protected:
  OpenResult open_now(LookupServices& services) const override;
  bool worth_another_try() const override;
  std::vector<std::string> class_closing_lines() const override;
  // For class_closing_lines(): the map's flags, as the reference numbers them.
  uint32_t closing_flags() const;
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override;

 private:
  // What the path led to when it could not be opened.
  struct FileIdentity {
    bool exists = false;
    uint64_t device = 0, inode = 0;
    int64_t size = 0, seconds = 0, nanoseconds = 0;
    bool operator==(const FileIdentity&) const = default;
  };
  struct Refusal {
    std::vector<std::string> lines;
    int error_number = 0;
    std::string reason;  // in a word or two
    std::string trace;
    bool passes = false;  // by itself: out of descriptors, say
  };

  std::shared_ptr<const accessmap::Reader> open_file(Refusal& refusal,
                                                     LookupServices& services) const;
  FileCheck check_for(LookupServices& services) const;
  void refuse_unsafe(const FileCheck& check, Refusal& refusal) const;
  void tell_once(const Refusal& refusal, LookupServices& services) const;
  const accessmap::Reader* current(LookupServices& services) const;
  bool format_fits(const accessmap::Reader& reader) const;
  accessmap::NulKeys key_forms() const;
  void note_form(accessmap::NulKeys found) const;
  FileIdentity identity() const;

  std::optional<accessmap::Format> format_;
  bool loud_;
  std::string path_;
  accessmap::Database database_;
  mutable FileIdentity refused_;  // guarded by who opens
  mutable std::atomic<bool> checked_{false};
  mutable std::atomic<bool> told_{false};  // of a failure since the file was opened
  mutable std::atomic<accessmap::NulKeys> form_found_{accessmap::NulKeys::either};
};

}  // namespace rules

#endif
