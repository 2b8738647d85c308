// Reads a sendmail.cf into a Config.
//
// Tested by tests/unit/reader_test.cc, tests/fuzz/fuzz_cf.cc, tests/cases/bt/cf_*.
#ifndef LIBRULES_CF_READER_H
#define LIBRULES_CF_READER_H

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cf/config.h"
#include "cf/diagnostic.h"
#include "cf/map_definition.h"
#include "hosts/local_host.h"

namespace rules {

struct Setting {
  // remark: `value` is told where it stands among the others, a note with that exit status,
  // whatever the others make it.
  enum class Kind : uint8_t { macro, class_word, option, remark } kind;
  std::string name;  // an option: its letter, or its long name (after a blank, if it may be short)
  std::string value;
  bool wins = true;     // a macro: over what the cf says
  int exit_status = 0;  // of a remark
  bool varies = false;  // its value is another one each time: a cache file is not bound to it
};

// A line of what the reference tells of itself with this level of -d0, before all else.
struct BuildLine {
  int level;
  std::string text;
};

struct ReadOptions {
  std::string host_name;  // fully qualified, if it has a domain
  std::string node_name;  // the kernel's name of the host, if that is another one
  std::string user_name;
  std::vector<std::string> host_names;  // further words of $=w: names, [addresses]
  std::vector<Interface> interfaces;    // the same, unless DontProbeInterfaces says otherwise
  std::vector<Setting> settings;        // as -M and -O: they win over the cf
  bool allow_exec = false;              // F|command
  bool file_safety = true;              // refuse what others could have written
  std::string root;                     // absolute names of files are below this folder
  // As the reference: bytes 0x80-0x9f of class files are operators; a last line without a newline
  // has the number of the one before.
  bool operator_bytes = false;
  // The macros that the reference itself sets in its test mode, before the first line and after
  // the last one.
  bool test_mode = false;
  std::vector<BuildLine> build_lines;
  std::string cache_file;  // what is read is kept there (cf/load_cache.h); empty: nowhere
  const MapClasses* map_classes = nullptr;        // REQUIRED
  std::shared_ptr<const NameServer> name_server;  // NULL: DNS has no answers
  // Is this level of a debug category wanted? The reference's lines then come among the notes.
  std::function<bool(int category, int level)> tracing;
};

// Reads `text`, the contents of `file`, line by line. nullptr: fatal, see `notes`; else the Config,
// in which lines with errors (all in `notes`) have the effect that they have in the reference.
std::unique_ptr<Config> read_config(std::string_view file, std::string_view text,
                                    const ReadOptions& options, Diagnostics& notes);

// The same from a file: notes what cannot be opened.
std::unique_ptr<Config> read_config_file(const std::string& path, const ReadOptions& options,
                                         Diagnostics& notes);

// A ruleset by name or number, as after S, $> and in -bt: its number, or kNoRuleset with the
// problem's words appended to `problems`. create: an unknown name gets a number.
int find_ruleset(Config& config, std::string_view text, bool create,
                 std::vector<std::string>& problems);

}  // namespace rules

#endif
