// F lines: words of a class from a file, a program's output, or a map.
//
//   Fx[-o ][ ]file [format]   each line scanned with the format (default %s), comments skipped
//   Fx"|command arguments"    the first word of each line of output
//   Fxkey@class:definition    the words of one map look-up
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/cls_F_*.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>

#include "cf/file_safety.h"
#include "cf/ldap_schema.h"
#include "cf/line_reader.h"
#include "cf/load_cache.h"
#include "cf/program_output.h"
#include "cf/scan_format.h"
#include "text/large_pages.h"
#include "text/printable.h"

namespace rules {

namespace {

constexpr size_t kMaxLine = 2047;  // of a class file; the rest is the next line

constexpr size_t kMaxShownFile = 83;  // of the cf's name, in the reference's complaints

constexpr size_t kManyWords = 1000;  // in one file: their room is made at once

// The whole of a file; nothing, with errno, if it cannot be read, and without one if it is not the
// file that was checked.
std::optional<std::string> text_of(const std::string& path, const FileCheck& check) {
  constexpr size_t kLeast = 4096;
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  struct stat info {};
  std::string text;
  if (::fstat(fd, &info) == 0) {
    if (!check.is_of(info)) {
      ::close(fd);
      errno = 0;
      return std::nullopt;
    }
    text.reserve(static_cast<size_t>(info.st_size) + 1);
    ask_large_pages(text.data(), text.capacity());
    text.resize(static_cast<size_t>(info.st_size) + 1);
  }
  size_t have = 0;
  for (;;) {
    if (have == text.size()) text.resize(std::max(kLeast, 2 * have));
    const ssize_t n = ::read(fd, text.data() + have, text.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      const int error = errno;
      ::close(fd);
      errno = error;
      text.resize(have);
      return n == 0 ? std::optional(std::move(text)) : std::nullopt;
    }
    have += static_cast<size_t>(n);
  }
}

// Eight bytes at a time; the top bits of bytes say yes.
constexpr uint64_t kEach = 0x0101010101010101, kTop = 0x80 * kEach;

uint64_t eight_bytes(const char* at) {
  uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// Whether there is nothing but a word: no blank, nor a control character.
bool is_one_word(std::string_view line) {
  size_t at = 0;
  for (; at + 8 <= line.size(); at += 8) {
    const uint64_t bytes = eight_bytes(line.data() + at);
    if (((bytes - kEach * (' ' + 1)) & ~bytes & kTop) != 0) return false;
  }
  while (at < line.size() && static_cast<unsigned char>(line[at]) > ' ') ++at;
  return at == line.size();
}

size_t count_lines(std::string_view text) {
  size_t lines = 1, at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    const uint64_t differ = eight_bytes(text.data() + at) ^ kEach * '\n';
    const uint64_t newlines = ~(((differ & ~kTop) + ~kTop) | differ) & kTop;
    lines += (newlines >> 7) * kEach >> 56;
  }
  return lines + static_cast<size_t>(
                     std::count(text.begin() + static_cast<ptrdiff_t>(at), text.end(), '\n'));
}

class ClassFileLine {
 public:
  ClassFileLine(LineReader& reader, NameId name, std::string_view rest)
      : reader_(reader), name_(name), rest_(rest) {}

  void read() {
    skip_blanks();
    if (rest_.starts_with("-o")) {
      optional_ = true;
      while (!rest_.empty() && !is_blank(rest_.front())) rest_.remove_prefix(1);
      skip_blanks();
    }
    if (names_map(rest_)) {
      if (reader_.cache != nullptr) reader_.cache->give_up();
      trace_source(rest_, "%s");
      read_map(rest_);
      return;
    }
    if (!take_file()) return;
    trace_source(file_, file_.starts_with('|') ? "%s" : std::string_view(format_));
    if (file_.empty()) {
      reader_.warn("fileclass: missing file name");
      return;
    }
    if (file_.front() == '|') {
      read_program();
    } else {
      read_file();
    }
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }

  void trace_source(std::string_view source, std::string_view format) {
    if (!reader_.tracing(37, 2)) return;
    reader_.trace(fmt::format("fileclass({}, fmt={})", raw_bytes(source), raw_bytes(format)));
  }

  // The name: up to a blank, or in quotes. Only a blank ends it, a tab does not. A backslash is one
  // of its characters, unless a blank follows; it is not the last one.
  bool take_file() {
    const std::string_view all = rest_;
    bool in_quotes = false;
    bool cut = false;
    while (!rest_.empty() && (in_quotes || rest_.front() != ' ')) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '\0' && !rest_.empty()) {  // a mark, whose second byte may be any
        file_ += c;
        file_ += rest_.front();
        rest_.remove_prefix(1);
      } else if (c == '"') {
        in_quotes = !in_quotes;
      } else if (c != '\\') {
        file_ += c;
      } else if (rest_.empty()) {
        cut = true;
      } else if (rest_.front() != ' ') {
        file_ += c;
      }
    }
    file_ = raw_bytes(file_);
    if (in_quotes || cut) {
      reader_.warn(fmt::format("illegal filename '{}'", seven_bit(all)));
      return false;
    }
    skip_blanks();
    if (!rest_.empty()) format_ = raw_bytes(rest_);
    return true;
  }

  // The map needs no definition: what sendmail itself has in a directory.
  static bool is_ldap_schema(std::string_view text) {
    const size_t at = text.find('@');
    return at != std::string_view::npos && text.substr(at) == "@LDAP" && text.front() != '/' &&
           text.front() != '|' && text.front() != '"';
  }

  static bool names_map(std::string_view text) {
    const size_t at = text.find('@');
    if (is_ldap_schema(text)) return true;
    return !text.empty() && text.front() != '/' && text.front() != '|' && text.front() != '"' &&
           at != std::string_view::npos &&
           text.substr(at + 1).find(':', 1) != std::string_view::npos && text[at + 1] != ':';
  }

  // As the reference calls the class where it complains.
  std::string class_name() const { return bare_name(name_, reader_.config.names); }

  std::string class_text() const { return "{" + class_name() + "}"; }

  void add_scanned(std::string_view line) {
    if (line.empty() || line.front() == '#') return;
    if (format_ == "%s" && !reader_.options.operator_bytes) {
      reader_.add_word(name_, first_word(line));
      return;
    }
    const auto word = scan_line(line, format_);
    if (!word) return;
    reader_.add_words(name_, reader_.options.operator_bytes ? mark_operator_bytes(*word) : *word);
  }

  // What scan_line() finds by %s.
  static std::string_view first_word(std::string_view line) {
    const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    if (is_one_word(line)) return line;
    const auto begin = std::find_if_not(line.begin(), line.end(), is_space);
    return {begin, std::find_if(begin, line.end(), is_space)};
  }

  // Words as they are usually written, and nobody asks about: many at once.
  bool takes_many() const {
    return format_ == "%s" && !reader_.options.operator_bytes && !reader_.knows_words() &&
           !reader_.tracing(37, 8);
  }

  void add_many(std::string_view text) {
    Classes& words = reader_.config.words;
    const size_t lines = count_lines(text);
    if (lines > kManyWords) words.reserve(lines, text.size() - std::min(lines, text.size()));
    std::array<std::string_view, 64> some;
    size_t count = 0;
    for_each_line(text, [&](std::string_view line) {
      if (line.empty() || line.front() == '#') return;
      some[count++] = first_word(line);
      if (count == some.size()) words.add_all(name_, some);
      if (count == some.size()) count = 0;
    });
    words.add_all(name_, std::span(some).first(count));
  }

  void add_lines(std::string_view text) {
    if (takes_many()) return add_many(text);
    for_each_line(text, [this](std::string_view line) { add_scanned(line); });
  }

  template <typename Take>
  static void for_each_line(std::string_view text, Take take) {
    const bool has_nul = text.find('\0') != std::string_view::npos;
    while (!text.empty()) {
      const size_t newline = std::min(text.find('\n'), text.size());
      const size_t size = std::min(newline, kMaxLine);
      const std::string_view line = text.substr(0, size);
      take(has_nul ? cut_at_nul(line) : line);
      text.remove_prefix(std::min(size + (size == newline ? 1 : 0), text.size()));
    }
  }

  void read_program() {
    format_ = "%s";
    if (reader_.cache != nullptr) reader_.cache->give_up();
    const std::string command = file_.substr(1);
    if (!reader_.options.allow_exec) {
      reader_.warn(fmt::format("fileclass: F{}: program '{}' not run: not allowed (--allow-exec)",
                               class_text(), command));
      return;
    }
    ChildLimits limits;
    limits.user = reader_.config.map_environment->program_user;
    limits.group = reader_.config.map_environment->program_group;
    if (const auto output = program_output(command, limits)) return add_lines(*output);
    // The reference reads the complaint about it as the output.
    const std::string& file = reader_.config.file;
    if (reader_.options.operator_bytes) add_scanned(file.substr(0, kMaxShownFile) + ": line");
  }

  void read_map(std::string_view text) {
    const size_t at = text.find('@');
    const size_t colon = text.find(':', at);
    const std::string_view key = text.substr(0, at);
    const std::string_view map_class_name =
        is_ldap_schema(text) ? "ldap" : text.substr(at + 1, colon - at - 1);
    const MapClasses& classes = *reader_.options.map_classes;
    const MapClass* map_class = classes.find(map_class_name);
    if (map_class == nullptr) {
      reader_.warn(fmt::format("fileclass: F{}: class {} not available", class_text(),
                               raw_bytes(map_class_name)));
      return;
    }
    MapDefinition map;
    map.name = class_name();
    map.map_class = map_class;
    map.environment = reader_.config.map_environment;
    const std::string definition = is_ldap_schema(text) ? ldap_class_definition(reader_, map.name)
                                                        : std::string(text.substr(colon + 1));
    if (reader_.tracing(37, 5)) {
      reader_.trace(fmt::format("fileclass: F{}: map class {}, key {}, spec {}", class_text(),
                                raw_bytes(map_class_name), raw_bytes(key), raw_bytes(definition)));
    }
    // All that is found is wanted, unless -z says how.
    if (equal_folded(map_class_name, "ldap")) map.column_delimiter = '\n';
    std::string value;
    switch (classes.look_up_once(*map_class, definition, map, key, value, reader_)) {
      case MapClasses::Once::found:
        reader_.add_words(name_, value);
        return;
      case MapClasses::Once::not_found:
        return;
      case MapClasses::Once::not_open:
        if (optional_) return;
        reader_.warn(fmt::format("fileclass: F{}: map open failed", class_text()));
        return;
      case MapClasses::Once::failed:
        if (optional_) return;
        reader_.warn(fmt::format("fileclass: F{}: map lookup failed{}", class_text(), value));
        return;
      case MapClasses::Once::told:
        return;
    }
  }

  void read_file() {
    const FileCheck check =
        check_file_for(reader_, file_, reader_.config.map_environment->safety, FileUse::class_file);
    const std::string path = reader_.config.map_environment->safety.place(file_);
    if (optional_ && !check.safe) reader_.left_error = {check.error_number, check.why};
    LoadCache* const cache = reader_.cache;
    if (cache != nullptr && cache->knows_file(path, check.safe)) return;
    if (!check.safe) {
      if (cache != nullptr) cache->note_file(path, false, {});
      if (optional_) return;  // whatever is wrong with it
      reader_.warn(fmt::format("fileclass: cannot open '{}': {}", seven_bit(file_), check.why),
                   check.error_number);
      return;
    }
    const std::optional<std::string> text = text_of(path, check);
    if (!text) {
      const int error = errno;
      if (error == 0) {
        reader_.warn(fmt::format("cannot open: file {} changed after open", file_));
      }
      reader_.warn(fmt::format("fileclass: cannot open '{}': {}", seven_bit(file_),
                               error == 0 ? "File changed after open" : std::strerror(error)),
                   error);
      return;
    }
    if (cache != nullptr) cache->note_file(path, true, *text);
    add_lines(*text);
  }

  LineReader& reader_;
  NameId name_;
  std::string_view rest_;
  bool optional_ = false;
  std::string file_;
  std::string format_ = "%s";
};

}  // namespace

void read_class_file_line(LineReader& reader, std::string_view text) {
  size_t size = 0;
  const NameId name = reader.name_at(text, size);
  if (name == kNoName) return;
  // Macros are not expanded: a name with one is a name with its byte, as in the reference.
  ClassFileLine(reader, name, text.substr(size)).read();
}

}  // namespace rules
