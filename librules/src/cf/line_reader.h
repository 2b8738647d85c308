// What the handlers of cf lines share: the Config that grows, and where its reader stands.
//
// A new line type is one file line_x.cc with a handler, and one line in line_types.def.
#ifndef LIBRULES_CF_LINE_READER_H
#define LIBRULES_CF_LINE_READER_H

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cf/config.h"
#include "cf/diagnostic.h"
#include "cf/reader.h"
#include "cf/simple_rule.h"
#include "text/expand.h"
#include "text/prescan.h"
#include "text/translate.h"

namespace rules {

class LoadCache;

inline constexpr std::string_view kDeliveryModeName = "deliveryMode";

class LineReader final : public NameListener,
                         public PrescanListener,
                         public ExpandListener,
                         public MapProblems {
 public:
  LineReader(std::string_view file, const ReadOptions& read_options, Config& read_config,
             Diagnostics& notes)
      : config(read_config),
        options(read_options),
        simple_rules(read_config),
        notes_(notes),
        file_(file) {}

  Config& config;
  const ReadOptions& options;
  SimpleRules simple_rules;
  LoadCache* cache = nullptr;  // of what is read, if it is to be kept
  int ruleset = kNoRuleset;    // where R lines go
  std::string ruleset_text;    // the S line's argument as written
  bool fatal = false;

  // What a line left in the reference's errno without a word: the first complaint about a name of
  // the next one tells it.
  struct LeftError {
    int number = 0;
    std::string text;
  };
  LeftError left_error;

  uint32_t line() const { return line_; }
  void set_line(uint32_t line) { line_ = line; }
  void leave_file() { file_.clear(), line_ = 0; }

  // ---- problems, at the line that is read
  // exit_status: of the reference, where it is not 70 or 71.
  void warn(std::string text, int error_number = 0, int exit_status = 0);
  void note(std::string text);                             // changes no exit status
  void fail_after_all(std::string text, int exit_status);  // whatever the status was
  void note_plain(std::string text);                       // printed without a place
  void fail(std::string text, int exit_status);
  size_t problem_count() const { return notes_.size(); }
  // A line of the trace; ask tracing() first.
  bool tracing(int category, int level) const {
    return options.tracing && options.tracing(category, level);
  }
  void trace(std::string text, bool ends_line = true);

  // ---- text
  // Marked text with all macros expanded.
  std::string expanded(std::string_view text);
  // A name at the start of `text`; kNoName after a problem, which is told. `size`: its bytes.
  NameId name_at(std::string_view text, size_t& size);
  // Tokens of one side of a rule; empty after a problem, which is told.
  Tokens rule_tokens(std::string_view text);
  const CharTypes& char_types();
  void set_macro(NameId name, std::string value);
  // One of the reference's own in its test mode; nothing in other modes.
  void set_own_macro(std::string_view name, std::string_view value);
  // A long name of the reference's own; nullopt: there is no room for it.
  std::optional<NameId> own_name(std::string_view name);
  void add_words(NameId name, std::string_view words);
  void add_word(NameId name, std::string_view word);
  // Do the words of all classes come from a cache file?
  bool knows_words() const;

  // NameListener, PrescanListener, ExpandListener, MapProblems
  void name_problem(const ParsedName& name, std::string_view text) override;
  void name_begins(std::string_view text) override;
  void name_ends(std::string_view text, const ParsedName& name) override;
  void prescan_problem(PrescanProblem problem, std::string_view input) override;
  void prescan_step(const PrescanStep& step) override;
  void expand_begins(std::string_view text) override;
  void expand_pass(int depth, std::string_view text) override;
  void map_problem(std::string text, int error_number = 0) override {
    warn(std::move(text), error_number);
  }
  void map_remark(std::string text) override { note(std::move(text)); }
  bool map_tracing(int category, int level) const override { return tracing(category, level); }
  void map_trace(std::string text, bool ends_line) override { trace(std::move(text), ends_line); }
  const MapDefinition* defined_map(std::string_view name) const override {
    return config.find_map(name);
  }
  bool uses_class(std::string_view name) override {
    size_t size = 0;
    return name_at(name, size) != kNoName;
  }

 private:
  void trace_macro(NameId name, std::string_view value);
  bool prescan_rule_side(std::string_view text, const PrescanMode& mode,
                         ArenaVector<Token>& tokens);

  Diagnostics& notes_;
  std::string file_;
  uint32_t line_ = 0;
};

// Reads what follows the letter of a line (marked text).
using LineHandler = void (*)(LineReader& reader, std::string_view text);

#define LINE_TYPE(letter, handler) void handler(LineReader& reader, std::string_view text);
#include "cf/line_types.def"
#undef LINE_TYPE

// Reads an R line as it is written, without its R, if it needs no care.
bool read_simple_rule_line(LineReader& reader, std::string_view text);
// A map, as a K line whose macros are expanded has it.
void define_map(LineReader& reader, std::string_view argument);
// One option, from an O line, -O or a host's setting. line 0: not from the cf.
void set_option(LineReader& reader, std::string_view text, bool sticky);
// The reference's trace of a map that was defined.
void trace_map(LineReader& reader, const MapDefinition& map);

// Marked text as the reference prints it where it makes it readable.
std::string printable_text(const LineReader& reader, std::string_view text);
// A host that /etc/hosts has, with an address of the wanted kind.
bool is_known_host(const std::string& name, bool six);

// Text without marks and without the high bit, as the reference shows what it could not read.
std::string seven_bit(std::string_view text);
// The same with all eight bits.
std::string raw_bytes(std::string_view text);
// How much of `text` find_ruleset() (reader.h) takes as the name.
size_t ruleset_name_size(std::string_view text);

std::string_view trim(std::string_view text);
inline bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_alnum(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace rules

#endif
