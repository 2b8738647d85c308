// The map class regex: does the key match a POSIX expression?
//
// The C library's matcher takes time and memory that grow with the key, and without limit when the
// expression has back references; so keys are limited, those much more.
//
// Tested by tests/unit/maps_regex_test.cc.

#include <fmt/format.h>
#include <regex.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

#include "maps/answers.h"
#include "maps/flag_text.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

constexpr size_t kMaxFields = 32;
constexpr size_t kMaxResult = 255;  // characters of the joined substrings
constexpr size_t kMaxKey = 8192;
constexpr size_t kMaxBackReferenceKey = 32;
constexpr uint64_t kMaxParts = 16384;  // of a pattern whose repetitions are written out

struct RegexSettings final : MapSettings {
  ~RegexSettings() override {
    if (compiled) ::regfree(&expression);
  }

  bool inverted = false;    // -n
  bool substrings = false;  // -s
  std::vector<int> fields;  // -s1,2; empty: all
  std::string delimiter;    // -d (marked text)
  bool compiled = false;
  bool back_references = false;
  regex_t expression{};  // REQUIRES: compiled
};

// The numbers of a list such as 1,2; nullopt: the reason is in `problem`.
std::optional<std::vector<int>> read_fields(std::string_view list, size_t groups,
                                            std::string& problem) {
  std::vector<int> fields;
  for (size_t at = 0; at <= list.size();) {
    const size_t end = std::min(list.find(',', at), list.size());
    const std::string text(list.substr(at, end - at));
    at = end + 1;
    const long field = std::strtol(text.c_str(), nullptr, 10);
    if (field < 0 || field >= static_cast<long>(groups)) {
      problem =
          fmt::format("field ({}) out of range, only {} substrings in pattern", field, groups);
      return std::nullopt;
    }
    if (fields.size() >= kMaxFields) {
      problem = fmt::format("too many fields, {} max", kMaxFields);
      return std::nullopt;
    }
    fields.push_back(static_cast<int>(field));
  }
  return fields;
}

bool has_back_reference(std::string_view pattern) {
  for (size_t at = 0; at + 1 < pattern.size(); ++at) {
    if (pattern[at] != '\\') continue;
    ++at;
    if (pattern[at] >= '1' && pattern[at] <= '9') return true;
  }
  return false;
}

// How many parts the C library makes of a pattern: it copies what {m,n} and + repeat, and copies of
// copies fill the memory. Errs to more.
class PatternSize {
 public:
  PatternSize(std::string_view pattern, bool extended) : rest_(pattern), extended_(extended) {}

  uint64_t parts() {
    while (!rest_.empty()) {
      const bool escaped = rest_.front() == '\\' && rest_.size() > 1;
      const char c = rest_[escaped];
      rest_.remove_prefix(escaped ? 2 : 1);
      const bool is_operator = escaped != extended_;
      if (c == '[' && !escaped) {
        skip_bracket();
      } else if (c == '(' && is_operator) {
        open_.push_back(0);
      } else if (c == ')' && is_operator && open_.size() > 1) {
        close();
      } else if (c == '{' && is_operator) {
        repeat(highest_count());
      } else if (c == '+' && is_operator) {
        repeat(2);
      } else {
        add(1);
      }
    }
    while (open_.size() > 1) close();
    return open_.front();
  }

 private:
  static uint64_t limited(uint64_t parts) { return std::min(parts, kMaxParts + 1); }
  void add(uint64_t parts) {
    last_ = limited(parts);
    open_.back() = limited(open_.back() + last_);
  }
  void repeat(uint64_t times) {
    if (times > 1) add(last_ * times);
  }
  void close() {
    const uint64_t inner = open_.back();
    open_.pop_back();
    add(inner + 1);
  }
  void skip_bracket() {
    const size_t first = rest_.starts_with("^") ? 2 : 1;  // a ] here is a member
    const size_t end = rest_.find(']', std::min(first, rest_.size()));
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    add(1);
  }
  uint64_t highest_count() {
    uint64_t highest = 1, count = 0;
    while (!rest_.empty() &&
           (rest_.front() == ',' || (rest_.front() >= '0' && rest_.front() <= '9'))) {
      count = rest_.front() == ',' ? 0 : limited(count * 10 + uint64_t(rest_.front() - '0'));
      highest = std::max(highest, count);
      rest_.remove_prefix(1);
    }
    const size_t closing = extended_ ? 1 : 2;
    rest_.remove_prefix(std::min(closing, rest_.size()));
    return highest;
  }

  std::string_view rest_;
  bool extended_;
  uint64_t last_ = 0;
  std::vector<uint64_t> open_{0};  // parts of each group that is not closed
};

struct RegexFlags {
  int compile = REG_EXTENDED | REG_ICASE;
  std::optional<std::string> fields;
};

RegexFlags read_flags(FlagText& text, MapDefinition& map, RegexSettings& settings) {
  RegexFlags flags;
  append_mark(settings.delimiter, Op::cond_else);
  while (const char letter = text.next_flag()) {
    switch (letter) {
      case 'n':
        settings.inverted = map.inverted = true;
        break;
      case 'f':
        flags.compile &= ~REG_ICASE;
        map.keep_case = true;
        break;
      case 'b':
        flags.compile &= ~REG_EXTENDED;
        break;
      case 's':
        flags.fields = text.word();
        break;
      case 'd':
        settings.delimiter = text.word();
        break;
      case 'a':
        map.append = text.word();
        break;
      case 'm':
        map.match_only = true;
        break;
      case 'q':
        map.keep_quotes = true;
        break;
      case 'S':
        map.space_sub = text.character();
        break;
      case 'D':
        map.no_lookup_in_defer = true;
        break;
      default:
        break;
    }
    text.word();
  }
  return flags;
}

bool compile(std::string_view pattern, int flags, RegexSettings& settings, std::string& problem) {
  std::string bytes;
  append_unmarked(pattern, bytes);
  if (PatternSize(bytes, (flags & REG_EXTENDED) != 0).parts() > kMaxParts) {
    problem = fmt::format("pattern too large: its repetitions make more than {} parts", kMaxParts);
    return false;
  }
  const int error = ::regcomp(&settings.expression, bytes.c_str(), flags);
  if (error != 0) {
    std::array<char, 256> words;
    ::regerror(error, &settings.expression, words.data(), words.size());
    problem = fmt::format("pattern-compile-error: {}", words.data());
    return false;
  }
  settings.compiled = true;
  settings.back_references = has_back_reference(bytes);
  return true;
}

// REQUIRES: flags.fields.
bool read_substrings(const RegexFlags& flags, RegexSettings& settings, std::string& problem) {
  settings.substrings = true;
  const size_t groups = settings.expression.re_nsub + 1;
  if (groups >= kMaxFields) {
    problem = fmt::format("too many substrings, {} max", kMaxFields);
    return false;
  }
  if (flags.fields->empty()) return true;
  auto fields = read_fields(*flags.fields, groups, problem);
  if (fields) settings.fields = std::move(*fields);
  return fields.has_value();
}

// What the reference shows of a K line, level 2 and 3 of category 38.
class InitTrace {
 public:
  explicit InitTrace(MapProblems& problems) : problems_(problems) {}

  void line(std::string_view definition, const MapDefinition& map) {
    show(2, fmt::format("mapname '{}', args '{}'", map.name, raw(definition)));
  }
  void pattern(std::string_view pattern, const RegexFlags& flags) {
    const int compiled = flags.compile | (flags.fields ? 0 : REG_NOSUB);
    show(3, fmt::format("compile '{}' {:#x}", raw(pattern), compiled));
  }
  void substrings(const RegexSettings& settings) {
    show(3, fmt::format("nr of substrings {}", settings.expression.re_nsub + 1));
  }
  // All of them, if none are named.
  void fields(const RegexSettings& settings) {
    std::string text = "subfields";
    for (const int field : settings.fields) text += fmt::format(" {}", field);
    const size_t all = settings.fields.empty() ? settings.expression.re_nsub + 1 : 0;
    for (size_t field = 0; field < all; ++field) text += fmt::format(" {}", field);
    show(3, text);
  }

 private:
  static std::string raw(std::string_view text) {
    std::string bytes;
    append_unmarked(text, bytes);
    return bytes;
  }
  void show(int level, const std::string& text) {
    if (problems_.map_tracing(38, level)) problems_.map_trace("regex_map_init: " + text, true);
  }

  MapProblems& problems_;
};

bool parse_regex(const MapClass&, std::string_view definition, MapDefinition& map,
                 MapProblems& problems) {
  auto settings = std::make_shared<RegexSettings>();
  InitTrace trace(problems);
  trace.line(definition, map);
  FlagText text(definition);
  const RegexFlags flags = read_flags(text, map, *settings);
  const std::string_view pattern = text.rest();
  trace.pattern(pattern, flags);
  std::string problem;
  bool good = compile(pattern, flags.compile, *settings, problem);
  if (good && flags.fields) {
    trace.substrings(*settings);
    good = read_substrings(flags, *settings, problem);
    if (good) trace.fields(*settings);
  }
  if (!good) problems.map_problem(problem);
  map.settings = std::move(settings);
  return good;
}

// Would the text be read as one sound piece of an address? Blanks only in quotes; ( < " closed.
class Balance {
 public:
  static bool of(std::string_view text) {
    Balance balance;
    for (const char c : text) {
      if (!balance.take(c)) return false;
    }
    return !balance.escaped_ && !balance.quoted_ && balance.comments_ == 0 && balance.angles_ == 0;
  }

 private:
  bool take(char c) {
    if (escaped_) {
      escaped_ = false;
      return true;
    }
    if (c == '\\') return escaped_ = true;
    if (c == '"') quoted_ = !quoted_;
    if (c == '"' || quoted_) return true;
    comments_ += (c == '(') - (c == ')');
    angles_ += (c == '<') - (c == '>');
    return c != ' ';
  }

  bool escaped_ = false;
  bool quoted_ = false;
  int comments_ = 0;
  int angles_ = 0;
};

// Puts substrings one after the other, up to kMaxResult characters.
class Joiner {
 public:
  explicit Joiner(std::string& out) : out_(out) { out_.clear(); }

  void add(std::string_view text) {
    for (size_t at = 0; at < text.size() && used_ < kMaxResult; ++used_) {
      const size_t size = marked_char(text, at).size;
      out_.append(text, at, size);
      at += size;
    }
  }

 private:
  std::string& out_;
  size_t used_ = 0;
};

class RegexMap final : public OpenedMap {
 public:
  explicit RegexMap(const MapDefinition& definition)
      : OpenedMap(definition),
        settings_(std::dynamic_pointer_cast<const RegexSettings>(definition.settings)) {}

 protected:
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_steps(request, services);
    const std::string_view key = key_in_scratch(request.key, false, services);
    if (key.size() > (settings_->back_references ? kMaxBackReferenceKey : kMaxKey)) {
      services.complain(fmt::format("regex map \"{}\": key of {} bytes is too long",
                                    definition().name, key.size()));
      return temporary_failure();
    }
    Matches matches;
    const size_t wanted = settings_->substrings ? matches.size() : 0;
    const int result =
        ::regexec(&settings_->expression, services.scratch.c_str(), wanted, matches.data(), 0);
    if (result != 0 && result != REG_NOMATCH) return temporary_failure();
    if ((result == 0) == settings_->inverted) return nothing_found(kExitOk);
    const bool joins = settings_->substrings && !settings_->inverted && !definition().match_only;
    if (!joins) return rewritten_value(definition(), request, {}, services);
    return joined(matches, request, services);
  }

 private:
  using Matches = std::array<regmatch_t, kMaxFields>;

  LookupAnswer joined(const Matches& matches, const LookupRequest& request,
                      LookupServices& services) const {
    std::vector<int> asked;
    const std::vector<int>* fields = &settings_->fields;
    if (request.args.size() > 1) {
      std::string problem;
      auto read = read_fields(request.args[1], settings_->expression.re_nsub + 1, problem);
      if (!read) {
        services.complain(problem);
        return nothing_found(kExitConfig);
      }
      asked = std::move(*read);
      fields = &asked;
    }
    join(matches, *fields, request.key, services);
    if (!Balance::of(services.value)) return nothing_found(kExitOk);
    services.scratch.assign(services.value);
    return rewritten_value(definition(), request, services.scratch, services);
  }

  // Joins in services.value the parts of the key. Their places are those in the key without marks.
  void join(const Matches& matches, const std::vector<int>& fields, std::string_view key,
            LookupServices& services) const {
    Joiner joiner(services.value);
    const size_t count = fields.empty() ? settings_->expression.re_nsub + 1 : fields.size();
    for (size_t i = 0; i < count; ++i) {
      const size_t field = fields.empty() ? i : static_cast<size_t>(fields[i]);
      const regmatch_t& match = matches[field];
      if (i > 0) joiner.add(settings_->delimiter);
      if (match.rm_so < 0) continue;
      const auto first = cut_marked(key, static_cast<size_t>(match.rm_so)).size();
      joiner.add(cut_marked(key.substr(first), static_cast<size_t>(match.rm_eo - match.rm_so)));
    }
  }

  void trace_steps(const LookupRequest& request, LookupServices& services) const {
    if (!services.tracing(38, 20)) return;
    services.trace(
        fmt::format("regex_map_lookup: name={}, key='{}'", definition().name, request.key));
    for (const std::string_view arg : request.args) {
      services.trace(fmt::format("regex_map_lookup: arg '{}'", arg));
    }
  }

  std::shared_ptr<const RegexSettings> settings_;
};

}  // namespace

extern const MapClass kRegexClass;
const MapClass kRegexClass = {"regex", kNeedsNothing, parse_regex, make_map<RegexMap>};

}  // namespace rules
