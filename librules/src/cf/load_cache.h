// What was read of a configuration, kept in a file: the rules as tokens, and the words of classes.
//
// The cf itself and all class files are read again at each load and compared by the hashes of their
// contents, so that no change is missed, whatever the times of files say; all lines but R lines are
// read as ever, and tell what they have to tell; class files are checked for safety as ever. What
// is saved is the reading of rules, and all that has to do with the words of classes: much, when
// they are many. Rules are compiled as ever. Not kept is a load in which R, S or F lines have
// something to tell, in which classes come from programs or maps, or in which long names find no
// room.
//
// A cache file is used only if this build wrote it, for the same options, and if it belongs to root
// or to us, nobody else may write it or a folder above it, and its checksum is right. Otherwise,
// and when it is damaged or missing, the configuration is read without it and it is written anew.
//
// Tested by tests/unit/load_cache_test.cc, tests/fuzz/fuzz_cache.cc, tests/cases/cache_test.
#ifndef LIBRULES_CF_LOAD_CACHE_H
#define LIBRULES_CF_LOAD_CACHE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cf/config.h"
#include "cf/reader.h"

namespace rules {

class LoadCache {
 public:
  // For this text of this file, read with these options.
  LoadCache(const ReadOptions& options, std::string_view file, std::string_view text);

  // Reads the cache file; false: it cannot be used.
  bool open(const std::string& path);
  // The same of its bytes.
  bool parse(std::string_view bytes);
  // Writes it, whole or not at all; false: it could not be.
  bool write(const std::string& path, Config& config) const;
  // Its bytes: a head of so many, and a body that the head has the checksum of.
  static constexpr size_t kHeadBytes = 104;
  std::string bytes(Config& config) const;
  // Makes the checksum that of the body. REQUIRES: kHeadBytes are there.
  static void renew_checksum(std::string& bytes);

  // ---- while the configuration is read
  // Are rules and words known? Otherwise they are read, and noted.
  bool replaying() const { return replaying_; }
  // Before the first line, and after the last one, of a load that is replayed. restore(): false
  // when files were not read as they were before: the load is not to be used.
  void begin(Config& config);
  bool restore(Config& config);
  // A class file that is there and may be read, or not. True: its words are known.
  bool knows_file(std::string_view path, bool safe);
  // The same of one whose words are not known.
  void note_file(std::string_view path, bool safe, std::string_view text);
  // Words come from elsewhere: nothing is kept.
  void give_up() { given_up_ = true; }
  bool complete() const { return !given_up_; }

 private:
  struct File {
    std::string path;
    uint64_t hash;  // of its contents
    bool safe;      // it was read
  };
  struct KeptRule {
    size_t ruleset;
    ConfigRule rule;
  };

  bool parse_body(std::string_view body);
  bool parse_names(std::string_view flat);
  bool parse_symbols(std::string_view flat);
  bool parse_rules(std::string_view flat, std::string_view tokens, std::string_view texts);
  bool parse_side(class FlatReader& tokens, std::string_view texts, size_t count, Tokens& side);
  bool parse_files(std::string_view flat);
  std::string body(Config& config) const;
  bool files_are_unchanged() const;

  uint64_t key_;
  bool check_safety_;
  bool replaying_ = false;
  bool given_up_ = false;
  std::vector<File> files_;  // in their order
  size_t next_file_ = 0;

  Names names_;
  Symbols symbols_;
  Arena arena_;
  std::vector<KeptRule> rules_;
  Classes words_;
};

}  // namespace rules

#endif
