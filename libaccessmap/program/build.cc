// accessmap build: makes a database of a text.
//
// Unlike makemap it writes nothing if a line is wrong: a server that goes on
// with yesterday's whole map is safer than one with half of today's.
//
// Tested by the cases of tests/accessmap/.

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>

#include "accessmap/mark.h"
#include "accessmap/spool.h"
#include "accessmap/text.h"
#include "accessmap/writer.h"
#include "commands.h"
#include "files.h"
#include "options.h"
#include "source_text.h"

namespace {

using accessmap::LineKind;
using accessmap::Status;
using accessmap::TextLine;

constexpr const char* kUsage = "build [OPTION]... hash|btree|cdb|lmdb FILE [SOURCE]";

// Enough to mend a text by; each duplicate costs a search for the first one.
constexpr std::size_t kMaxComplaints = 20;

struct BuildArguments {
  accessmap::TextStyle style;
  accessmap::WriteOptions write;
  bool with_nul = false;
  bool verbose = false;
  bool force = false;
  std::string wrong;
};

std::vector<Option> build_options(BuildArguments& to) {
  const auto one_char = [&to](const std::string& text, const char* what) {
    if (text.size() != 1) to.wrong = std::string(what) + " must be one character";
    return text.empty() ? '\0' : text[0];
  };
  return {
      {'f', "keep-case", nullptr, "do not fold the keys to lower case",
       [&](const std::string&) { to.style.fold_keys = false; }},
      {'N', "nul", nullptr, "store the NUL that ends keys and values (map flag -N)",
       [&](const std::string&) { to.with_nul = true; }},
      {'d', "duplicates", nullptr, "allow several entries with one key",
       [&](const std::string&) { to.write.allow_duplicates = true; }},
      {'r', "replace", nullptr, "let the last of several entries with one key win",
       [&](const std::string&) { to.write.replace = true; }},
      {'o', "append", nullptr, "add to the entries that FILE.db has",
       [&](const std::string&) { to.write.append = true; }},
      {'e', "empty-values", nullptr, "allow keys without a value",
       [&](const std::string&) { to.style.allow_empty_values = true; }},
      {'t', "delimiter", "CHAR", "what parts key and value (default: white space)",
       [&to, one_char](const std::string& text) {
         to.style.delimiter = one_char(text, "the delimiter");
       }},
      {'D', "comment", "CHAR", "what begins a comment line (default: #)",
       [&to, one_char](const std::string& text) {
         to.style.comment = one_char(text, "the comment character");
       }},
      {'v', "verbose", nullptr, "print each entry", [&](const std::string&) { to.verbose = true; }},
      {'F', "force", nullptr, "build, even if FILE was built of just this SOURCE",
       [&](const std::string&) { to.force = true; }},
  };
}

constexpr const char* kMore =
    "Nothing is built if FILE is what this command made of the same SOURCE and nobody has changed\n"
    "either since (FILE says so in an extended attribute), and all of it can be read. --append "
    "and\n"
    "--verbose build, and so does a source that is a pipe.\n";

// One run of `build`.
class TextBuild {
 public:
  TextBuild(const BuildArguments& arguments, const SourceText& source)
      : arguments_(arguments), source_(source), mark_(mark()) {}

  [[nodiscard]] int run(const std::string& path);

 private:
  [[nodiscard]] std::string mark() const;
  [[nodiscard]] bool is_built(const std::string& path) const;
  void set_mark(accessmap::Writer& writer) const;
  template <typename Take>
  [[nodiscard]] bool for_each_line(Take take) const;
  [[nodiscard]] std::optional<int> run_sorted(const std::string& path);
  [[nodiscard]] bool collect(accessmap::Writer& writer);
  void take_entry(const TextLine& line);
  [[nodiscard]] int run_in_turn(const std::string& path);
  void take(const TextLine& line, accessmap::Writer& writer);
  void store(const TextLine& line, accessmap::Writer& writer);
  void wrong_line(const TextLine& line, const std::string& what);
  [[nodiscard]] std::string duplicate_text(const TextLine& line) const;
  [[nodiscard]] std::size_t first_line_of(const std::string& key) const;

  const BuildArguments& arguments_;
  const SourceText& source_;
  std::string mark_;  // of what the source is; empty: it may change unseen
  std::size_t wrong_lines_ = 0;
  bool failed_ = false;
  std::string key_, value_;
};

// What the database is made of: all that its contents depend on.
std::string TextBuild::mark() const {
  const auto state = accessmap::state_of_file(source_.file());
  if (!state || arguments_.write.append) return {};
  const accessmap::TextStyle& style = arguments_.style;
  std::string text = "1 ";  // another number when build makes something else of the same text
  text += accessmap::format_name(arguments_.write.format);
  for (const bool set : {arguments_.with_nul, arguments_.write.allow_duplicates,
                         arguments_.write.replace, style.fold_keys, style.allow_empty_values}) {
    text += set ? " 1" : " 0";
  }
  const int delimiter = style.delimiter ? static_cast<unsigned char>(*style.delimiter) : -1;
  return text + " " + std::to_string(delimiter) + " " +
         std::to_string(static_cast<unsigned char>(style.comment)) + " " + *state;
}

// Whether there is nothing to do. A damaged file is built again.
bool TextBuild::is_built(const std::string& path) const {
  if (mark_.empty() || arguments_.force || arguments_.verbose) return false;
  if (accessmap::mark_of(path) != mark_) return false;
  accessmap::Problem problem;
  const auto reader = accessmap::Reader::open(path, problem);
  if (!reader) return false;
  accessmap::Cursor cursor = reader->list();
  std::string key, value;
  Status status = Status::found;
  while (status == Status::found && !stop_asked()) status = cursor.next(key, value);
  return status == Status::not_found;
}

// Only if the source is what it was at the start: what was read is then of one state.
void TextBuild::set_mark(accessmap::Writer& writer) const {
  if (!mark_.empty() && mark() == mark_) writer.set_mark(mark_);
}

void complain_unread(const std::string& source, int error) {
  complain(source + ": cannot be read: " + std::strerror(error));
}

// False: `take` said so, or the source cannot be read, or a signal came.
template <typename Take>
bool TextBuild::for_each_line(Take take) const {
  SourceParts parts(source_);
  std::string_view part;
  std::size_t lines = 0;
  TextLine line;
  while (!stop_asked() && parts.next(part)) {
    accessmap::TextReader reader(part, arguments_.style, lines);
    while (!stop_asked() && reader.next(line)) {
      if (!take(line)) return false;
    }
    lines = reader.number();
  }
  if (parts.error() != 0) complain_unread(source_.name(), parts.error());
  return !stop_asked() && parts.error() == 0;
}

bool has_return(const TextLine& line) {
  return line.value.find('\r') != std::string_view::npos ||
         line.key.find('\r') != std::string::npos;
}

// The number of the first line that has this key.
std::size_t TextBuild::first_line_of(const std::string& key) const {
  std::size_t number = 0;
  static_cast<void>(for_each_line([&](const TextLine& line) {
    const bool found = line.kind == LineKind::entry && line.key == key;
    if (found) number = line.number;
    return !found;
  }));
  return number;
}

void TextBuild::wrong_line(const TextLine& line, const std::string& what) {
  if (++wrong_lines_ <= kMaxComplaints) {
    complain(source_.name() + ": line " + std::to_string(line.number) + ": " + what);
  }
}

std::string TextBuild::duplicate_text(const TextLine& line) const {
  const std::size_t first = first_line_of(line.key);
  const std::string where =
      first < line.number ? "line " + std::to_string(first) : std::string("the old database");
  return "key \"" + line.key + "\" is in " + where +
         " already; remove one, or see --replace and --duplicates";
}

void TextBuild::take(const TextLine& line, accessmap::Writer& writer) {
  switch (line.kind) {
    case LineKind::nothing:
      return;
    case LineKind::entry:
      return store(line, writer);
    case LineKind::leading_space:
      return wrong_line(line,
                        "begins with white space; a key begins at the start of its line, and a "
                        "line cannot be continued");
    case LineKind::no_value:
      return wrong_line(
          line, "no value for key \"" + line.key + "\"; add one behind it, or see --empty-values");
    case LineKind::too_long:
      return wrong_line(line, "longer than " + std::to_string(accessmap::kMaxLine) + " bytes");
    case LineKind::has_nul:
      return wrong_line(line, "holds a NUL byte; this is not a text");
  }
}

void TextBuild::store(const TextLine& line, accessmap::Writer& writer) {
  if (has_return(line)) {
    return wrong_line(line,
                      "has a carriage return in its key or value; give the file Unix line ends");
  }
  if (arguments_.verbose) {
    std::printf("key=`%s', val=`%.*s'\n", line.key.c_str(), static_cast<int>(line.value.size()),
                line.value.data());
  }
  take_entry(line);
  accessmap::Problem problem;
  switch (writer.put(key_, value_, problem)) {
    case accessmap::Stored::stored:
      return;
    case accessmap::Stored::duplicate:
      if (wrong_lines_ >= kMaxComplaints) return wrong_line(line, {});
      return wrong_line(line, duplicate_text(line));
    case accessmap::Stored::failed:
      complain(problem.text);
      failed_ = true;
  }
}

void TextBuild::take_entry(const TextLine& line) {
  key_ = line.key;
  value_ = line.value;
  if (arguments_.with_nul) {
    key_.push_back('\0');
    value_.push_back('\0');
  }
}

// False if a line is wrong.
bool TextBuild::collect(accessmap::Writer& writer) {
  accessmap::Problem problem;
  return for_each_line([&](const TextLine& line) {
    if (line.kind == LineKind::nothing) return true;
    if (line.kind != LineKind::entry || has_return(line)) return false;
    if (!arguments_.with_nul) {
      return writer.put(line.key, line.value, problem) == accessmap::Stored::stored;
    }
    take_entry(line);
    return writer.put(key_, value_, problem) == accessmap::Stored::stored;
  });
}

// The fast way, for a text in which nothing is wrong. Nothing: something is,
// and the slow one can say what.
std::optional<int> TextBuild::run_sorted(const std::string& path) {
  accessmap::WriteOptions options = arguments_.write;
  options.sorted = true;
  accessmap::Problem problem;
  const auto writer = accessmap::Writer::create(path, options, problem);
  const bool collected = writer && collect(*writer);
  if (stop_asked()) return kTrouble;
  if (!collected) return std::nullopt;
  set_mark(*writer);
  if (writer->commit(problem)) return kOk;
  if (problem.sys_errno == EEXIST) return std::nullopt;
  complain(problem.text);
  return kTrouble;
}

int TextBuild::run(const std::string& path) {
  if (is_built(path)) return kOk;
  if (stop_asked()) return kTrouble;
  const bool sortable = !arguments_.write.append && !arguments_.write.allow_duplicates;
  if (sortable && !arguments_.verbose) {
    if (const std::optional<int> status = run_sorted(path)) return *status;
  }
  return run_in_turn(path);
}

int TextBuild::run_in_turn(const std::string& path) {
  accessmap::Problem problem;
  const auto writer = accessmap::Writer::create(path, arguments_.write, problem);
  if (!writer) {
    complain(problem.text);
    return kTrouble;
  }
  const bool read = for_each_line([&](const TextLine& line) {
    take(line, *writer);
    return !failed_;
  });
  if (!read) return kTrouble;
  if (wrong_lines_ > kMaxComplaints) {
    complain(source_.name() + ": and " + std::to_string(wrong_lines_ - kMaxComplaints) +
             " more lines are wrong");
  }
  if (wrong_lines_ > 0) {
    complain(path + ": not written");
    return kSomeFailed;
  }
  set_mark(*writer);
  if (writer->commit(problem)) return kOk;
  complain(problem.text);
  return kTrouble;
}

int build(const BuildArguments& arguments, const std::vector<std::string>& operands) {
  catch_stop_signals();
  const std::string path = database_path(operands[1], arguments.write.format);
  const std::string* const from = operands.size() == 3 ? &operands[2] : nullptr;
  const auto source = SourceText::open(from, accessmap::folder_of(path));
  if (source) return TextBuild(arguments, *source).run(path);
  if (!stop_asked()) complain_unread(from ? *from : "standard input", errno);
  return kTrouble;
}

}  // namespace

int build_command(Arguments arguments) {
  BuildArguments to;
  const std::vector<Option> options = build_options(to);
  Parsed parsed = parse_options(arguments, options);
  if (parsed.wrong.empty()) parsed.wrong = to.wrong;
  const std::size_t operands = parsed.operands.size();
  if (parsed.wrong.empty() && operands != 2 && operands != 3) {
    parsed.wrong = "build needs a type, a database and, if not the standard input, a source";
  }
  if (const auto end = ended_early(parsed, kUsage, options, kMore)) return *end;
  const std::string& type = parsed.operands[0];
  const std::optional<accessmap::Format> format = format_named(type);
  if (!format) {
    return usage_error(
        "there is no database type \"" + type + "\"; hash, btree, cdb and lmdb there are", kUsage,
        options);
  }
  to.write.format = *format;
  int status = build(to, parsed.operands);
  // A signal that came when the new database was in place already stops nothing.
  if (status != kOk && stop_asked()) end_by_signal();
  if (!flush_output()) status = kTrouble;
  return status;
}
