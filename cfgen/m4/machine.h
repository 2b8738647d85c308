// The state of an evaluation, and its central loop: tokens to text, calls to expansions.
//
// Built-in macros (builtins_*.cc) work on it. It does not print, and knows of files, programs and
// messages only through what its Options name.
//
// Tested by tests/m4/.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "builtins.h"
#include "diversions.h"
#include "evaluator.h"
#include "events.h"
#include "files.h"
#include "input.h"
#include "lexer.h"
#include "regex.h"
#include "symbols.h"
#include "text.h"
#include "tracing.h"

namespace m4 {

// Ends an evaluation: a fatal message was written, or m4exit was called. Caught by Evaluator.
struct Stop {};

struct Argument {
  std::size_t begin = 0;  // in the machine's argument text
  std::size_t size = 0;
  const Builtin* builtin = nullptr;  // instead of a text
};

// The arguments of a call; 0 is the name. Valid until the call is done.
class Arguments {
 public:
  Arguments(Text& text, std::span<Argument> list, Origin origin)
      : text_(&text), list_(list), origin_(origin) {}

  [[nodiscard]] std::size_t count() const { return list_.size(); }
  // Empty for one that is not there, or is a definition.
  [[nodiscard]] std::string_view operator[](std::size_t i) const;
  [[nodiscard]] Slice slice(std::size_t i) const;
  [[nodiscard]] const Builtin* builtin(std::size_t i) const {
    return i < list_.size() ? list_[i].builtin : nullptr;
  }
  // The same without the first ones; argument `first` is the name then.
  [[nodiscard]] Arguments from(std::size_t first) const {
    return {*text_, list_.subspan(first), origin_};
  }
  // A definition where a text is wanted is an empty text.
  void drop_definitions() const;
  // Of the name.
  [[nodiscard]] const Origin& origin() const { return origin_; }

 private:
  Text* text_;
  std::span<Argument> list_;
  Origin origin_;
};

class Machine {
 public:
  explicit Machine(const Options& options);

  // What Evaluator offers.
  void define(std::string_view name, std::string_view text);
  void undefine(std::string_view name) { symbols.undefine(name); }
  void read(File file);
  void finish();
  FileId file_id(std::string_view name);
  [[nodiscard]] std::string_view file_name(FileId id) const { return file_names_[id]; }

  // For built-in macros.
  void call(const DefinitionPtr& definition, const Arguments& arguments, Text& expansion);
  void set_definition(const Arguments& arguments, Defined::How how);
  void wrap(Text text);
  void include(const Arguments& arguments, bool silent);
  // Reads a file for the current place; nothing if it is missing (`error` is errno) or refused
  // (which is said).
  std::optional<Opened> open(std::string_view name, int& error);
  // Some `size` bytes are about to be made, or as much work to be done.
  void spend(std::size_t size);

  [[nodiscard]] Where where() const;
  [[nodiscard]] Where where(Place place, std::uint32_t site_line) const;
  void report(Severity severity, std::string_view text, Cause cause = Cause::kOther);
  void warn(std::string_view text) { report(Severity::kWarning, text); }
  [[noreturn]] void fail(std::string_view text, Cause cause);
  // Says that only a trusted file may do this; true if this one may not.
  bool refused(std::string_view builtin, std::string_view what);
  // GNU m4's checks of arguments, with its words.
  bool has_wrong_count(const Arguments& arguments, std::size_t least, std::size_t most);
  bool number(const Arguments& arguments, std::size_t i, int& value);
  void debug(std::string_view text) { tracing.write(text); }
  // In quotes, if debugmode asks for them.
  [[nodiscard]] std::string in_trace_quotes(std::string_view text) const;

  const Options options;
  Input input;
  Lexer lexer{input};
  Symbols symbols;
  Diversions diversions;
  Tracing tracing;
  RegexCache regexes;
  int system_status = 0;  // sysval
  bool failed = false;    // the exit status is 1
  std::optional<int> exit_status;
  Place exit_place;
  bool warned_of_zero = false;  // \0 in a replacement is said once

 private:
  struct Frame {  // a call whose arguments are being collected
    Place place;
    Origin origin;
    std::size_t number = 0;        // of all calls
    std::uint32_t defined_by = 0;  // the site's line that defined the macro; 0: none did
  };

  void run();
  const Token& next_token();
  void expand(const Token& token, bool to_arguments);
  void pass(const Token& token, bool to_arguments);
  void add_to_argument(const Slice& text);
  bool is_call(const Definition& definition);
  void call_word(DefinitionPtr definition, const Token& token);
  void collect(const Definition& definition);
  bool collect_one(Argument& argument);
  void expand_text(const Definition& definition, const Arguments& arguments, Text& expansion);
  std::size_t expand_reference(const Arguments& arguments, std::string_view text, Text& expansion);
  void tell_call(bool is_builtin, const Arguments& arguments, const Frame& frame);
  void tell_passed(const Token& token);
  void trace_begin(std::string_view name, const Frame& frame);
  void trace_call(const Arguments& arguments, const Frame& frame);
  void trace_end(const Arguments& arguments, std::string_view expansion, const Frame& frame);
  [[noreturn]] void fail_unfinished(std::string_view text, Place place, Place begun,
                                    std::uint32_t site_line);

  std::vector<std::string> file_names_{std::string()};
  std::unordered_map<std::string, FileId> file_ids_;
  std::vector<Frame> frames_;
  std::vector<Argument> arguments_;
  Text argument_text_;
  std::vector<std::pair<Place, Text>> wrapped_;
  Origin call_origin_;  // of the call that runs now
  [[nodiscard]] std::uint32_t site_line() const;

  FileId site_file_ = 0;
  std::size_t calls_ = 0;
  std::string trace_line_;              // of a call that runs
  std::vector<std::string_view> told_;  // the arguments of a call, for the observer
  std::size_t work_ = 0;
};

// Appends the arguments from 1 on, with `separator` between them, each in quotes if asked for.
void append_arguments(const Machine& machine, const Arguments& arguments,
                      std::string_view separator, bool quoted, Text& expansion);
// Appends a byte 0, as patsubst and eval to the base 1 do in GNU m4: it keeps their last word apart
// from what follows, and cuts a quoted string that it gets into.
void append_zero(const Arguments& arguments, Text& expansion);
// Appends a number in the way of GNU m4.
void append_number(int value, const Arguments& arguments, Text& expansion);

}  // namespace m4
