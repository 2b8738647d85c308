// A configuration under test, as the -bt commands use it: everything in plain strings.
//
// -bt shows what rules.h does not (and need not) give a host: rules as they were read, mailers,
// classes in the reference's order, look-ups outside of rulesets. test_engine.cc and
// address_tester.cc are the files of cftest that use librules' own C++ classes for it; all else
// goes through this class, or through rules.h.
//
// Tested by tests/cases/bt/.
#ifndef CFTEST_TEST_ENGINE_H
#define CFTEST_TEST_ENGINE_H

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host_identity.h"
#include "output.h"

namespace rules {
class DebugLevels;
class NameServer;
}  // namespace rules

namespace cftest {

struct EngineLibrary;

struct CommandLineSetting {
  enum class Kind : unsigned char { macro, option, complaint } kind;
  std::string name;
  std::string value;    // of a complaint: its words
  int exit_status = 0;  // of a complaint: what it makes the exit status, whatever that was
};

struct EngineSetup {
  std::string cf;
  HostIdentity identity;
  std::vector<CommandLineSetting> settings;  // -M and -O, in order
  std::string zone;  // a zone file that answers DNS questions; empty: the system's name servers
  std::string root;  // absolute names of maps, class files and help files are below it
  bool file_safety = true;
  std::string cache_file;  // empty: none
  bool allow_exec = false;
  bool as_reference = false;
};

struct MacroName {
  std::string text;  // "x" or "{name}"
  size_t size;       // bytes that it took
};

struct MapAnswer {
  bool found;
  int code;
  std::string value;
};

struct HostMail {
  std::vector<std::string> hosts;
  bool temp_fail;
  bool null_mx;
};

class TestEngine {
 public:
  explicit TestEngine(Output& output);
  ~TestEngine();
  TestEngine(const TestEngine&) = delete;
  TestEngine& operator=(const TestEngine&) = delete;

  // Reads the cf and prints its diagnostics. False: it cannot be used at all.
  bool load(const EngineSetup& setup);
  // What the reference sets once it is ready for commands.
  void enter_test_mode();

  // At any time: before load() it counts while the cf is read.
  void set_debug(std::string_view spec);
  bool wants_debug(int category, int level) const;

  // ---- Rulesets and addresses
  // A ruleset's number; nullopt: undefined. A bad name is complained about.
  std::optional<int> find_ruleset(std::string_view name);
  std::string ruleset_name(int ruleset) const;
  // Its rules as `R` lines.
  std::vector<std::string> rule_lines(int ruleset) const;
  // Makes the workspace of the address at the beginning of `text`; returns the bytes that it took,
  // with the comma after it.
  size_t take_address(std::string_view text);
  bool has_workspace() const;
  std::string joined_workspace() const;  // as one text
  // Rewrites the workspace; returns the status.
  int run_ruleset(int ruleset);

  // ---- Macros and classes
  // The name at the beginning of `text`; nullopt after a complaint.
  std::optional<MacroName> parse_name(std::string_view text);
  // Defines a macro as `.D` does: `$x` in the value counts, quotes do not.
  void define_macro(const std::string& name, std::string_view value);
  // Adds words to a class as `.C` does: the text is expanded and split.
  // `$=x` as a word stands for all members of x.
  void add_class_words(const std::string& name, std::string_view words);
  std::optional<std::string> macro_value(const std::string& name);  // printable
  std::vector<std::string> class_words(const std::string& name);
  // Typed text with its macros expanded: `$x` is no macro here, as in the reference's /expand.
  std::string expand(std::string_view text);

  // ---- Maps, mailers, options
  bool has_map(const std::string& name) const;
  // False: it cannot be opened, and is not meant to fail for that.
  bool open_map(const std::string& name);
  MapAnswer look_up(const std::string& map, std::string_view key);
  // ---- Hosts
  // The host's canonical name; the name as DNS was asked for it if there is none.
  std::string canonical_name(const std::string& host);
  HostMail mail_exchangers(const std::string& host);
  // Looks for an address of the host; what comes of it is only seen in a trace.
  void find_address(const std::string& host);

  std::vector<std::string> mailer_lines() const;
  // Does the configuration ask for what -v does?
  bool is_verbose() const;
  // Prints the lines of a help file about -bt and returns how many; nullopt: there is no help file.
  std::optional<size_t> print_help_lines();

  const std::string& user_name() const { return user_name_; }
  // What the reference says of maps at its end.
  void close_maps();
  void close_each_map();

  // For files of cftest that use librules' C++ classes: test_engine_library.h.
  EngineLibrary library();

 private:
  void add_class_word(const std::string& name, std::string_view text);
  struct Parts;

  // NULL after complaints about the zone file.
  std::shared_ptr<const rules::NameServer> name_server(const EngineSetup& setup);

  Output& output_;
  std::string user_name_;
  std::unique_ptr<rules::DebugLevels> levels_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace cftest

#endif
