// The map class text: lines of columns, read from the top for each look-up.
//
// Tested by tests/unit/maps_text_test.cc, tests/cases/bt/map_spacesub, map_args_limit.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>

#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr size_t kMaxLine = 2047;   // the rest of a longer line is a line of its own
constexpr size_t kMaxColumn = 256;  // values are cut; as the reference: keys and key columns too

constexpr std::string_view kBlanks = " \t";

// Reads a file line by line, in pieces of at most kMaxLine bytes, without allocating.
class LineFile {
 public:
  LineFile(const std::string& path, const FileCheck& check)
      : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    struct stat info {};
    failed_ = fd_ < 0 || ::fstat(fd_, &info) != 0;
    changed_ = !failed_ && !check.is_of(info);
    failed_ = failed_ || changed_;
  }
  ~LineFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;

  bool failed() const { return failed_; }
  bool changed() const { return changed_; }  // it is not the file that was checked

  // False: the end, or failed().
  bool next(std::string& line) {
    line.clear();
    while (line.size() < kMaxLine) {
      if (at_ == size_ && !fill()) return !line.empty() && !failed_;
      const char c = buffer_[at_++];
      if (c == '\n') return true;
      line += c;
    }
    return true;
  }

 private:
  bool fill() {
    if (failed_) return false;
    ssize_t got = 0;
    do {
      got = ::read(fd_, buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    failed_ = got < 0;
    at_ = 0;
    size_ = got > 0 ? static_cast<size_t>(got) : 0;
    return size_ > 0;
  }

  int fd_;
  bool failed_ = false;
  bool changed_ = false;
  std::array<char, 8192> buffer_;
  size_t at_ = 0;
  size_t size_ = 0;
};

// An empty first column is none; others can be empty.
std::optional<std::string_view> delimited_column(std::string_view line, size_t column,
                                                 char delimiter) {
  if (column == 0 && line.starts_with(delimiter)) return std::nullopt;
  for (; column > 0; --column) {
    const size_t end = line.find(delimiter);
    if (end == std::string_view::npos) return std::nullopt;
    line.remove_prefix(end + 1);
  }
  return line.substr(0, line.find(delimiter));
}

// Blanks at the start of a line are skipped for column 0, and an empty column 0 for the others, as
// in the reference.
std::optional<std::string_view> blank_column(std::string_view line, size_t column) {
  const auto skip_blanks = [&line] {
    line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
  };
  if (column == 0) skip_blanks();
  for (; column > 0; --column) {
    const size_t end = line.find_first_of(kBlanks);
    if (end == std::string_view::npos) return std::nullopt;
    line.remove_prefix(end);
    skip_blanks();
  }
  return line.substr(0, line.find_first_of(kBlanks));
}

std::optional<std::string_view> column_of(std::string_view line, size_t column, char delimiter) {
  return delimiter == '\0' ? blank_column(line, column) : delimited_column(line, column, delimiter);
}

class TextMap final : public OpenedMap {
 public:
  explicit TextMap(const MapDefinition& definition)
      : OpenedMap(definition),
        place_(environment().safety.place(definition.file)),
        key_column_(column_number(definition.key_column)),
        value_column_(column_number(definition.value_column)) {}

 protected:
  OpenResult open_now(LookupServices& services) const override {
    const MapDefinition& map = definition();
    trace_step("", services);
    if (!map.file.starts_with('/')) {
      return refuse(fmt::format("text map \"{}\": file name must be fully qualified", map.name),
                    services);
    }
    const FileCheck check = checked(FileUse::map, services);
    if (!check.safe) return refuse_unsafe(check, services);
    if (!is_number(map.key_column)) return refuse_column('k', map.key_column, services);
    if (!is_number(map.value_column)) return refuse_column('v', map.value_column, services);
    trace_step(map.column_delimiter == '\0' ? ": delimiter = (white space)"
                                            : fmt::format(": delimiter = {}", map.column_delimiter),
               services);
    return {};
  }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_lookup("text_map_lookup", definition(), request.key, services);
    services.system_error(0);
    const FileCheck check = checked(FileUse::map_text, services);
    if (!check.safe) return lost(services);
    LineFile file(place_, check);
    if (file.changed()) {
      services.complain(fmt::format("cannot open: file {} changed after open", definition().file));
    }
    if (file.failed()) return lost(services);
    const size_t key_limit = services.operator_bytes ? kMaxColumn : std::string_view::npos;
    const std::string_view key = key_in_scratch(request.key, false, services).substr(0, key_limit);
    std::string& line = services.value;
    while (file.next(line)) {
      if (line.starts_with('#')) continue;
      const std::string_view text = cut_at_nul(line);
      const auto found = column_of(text, key_column_, definition().column_delimiter);
      if (!found || !equal_folded(found->substr(0, key_limit), key)) continue;
      const auto value = column_of(text, value_column_, definition().column_delimiter);
      if (!value) return nothing_found(kExitNotFound);
      return answer_with(*value, request, services);
    }
    return file.failed() ? temporary_failure() : nothing_found(kExitNotFound);
  }

 private:
  FileCheck checked(FileUse use, LookupServices& services) const {
    return check_file_for(services, definition().file, environment().safety, use);
  }

  // The file is not there any more, or not to be trusted any more. The reference never asks it
  // again, and finds nothing: see DIFFERENCES.md.
  LookupAnswer lost(LookupServices& services) const {
    if (!services.operator_bytes) return temporary_failure();
    close_for_good();
    return nothing_found(kExitUnavailable);
  }

  static bool is_number(std::string_view text) {
    return text.empty() || (text.front() >= '0' && text.front() <= '9');
  }
  static size_t column_number(const std::string& text) {
    return is_number(text) ? std::strtoul(text.c_str(), nullptr, 10) : 0;
  }

  LookupAnswer answer_with(std::string_view value, const LookupRequest& request,
                           LookupServices& services) const {
    services.scratch.clear();
    append_data(value.substr(0, kMaxColumn), services, services.scratch);
    return rewritten_value(definition(), request, services.scratch, services);
  }

  OpenResult refuse(const std::string& text, LookupServices& services, int error = 0) const {
    services.complain(text, error);
    return cannot_open();
  }
  OpenResult refuse_column(char flag, std::string_view text, LookupServices& services) const {
    return refuse(fmt::format("text map \"{}\", file {}: -{} should specify a number, not {}",
                              definition().name, definition().file, flag, text),
                  services);
  }
  // The reference gives the reason only where a system call left one behind: for a folder that is
  // not there, or a file that is not there below an unsafe folder.
  OpenResult refuse_unsafe(const FileCheck& check, LookupServices& services) const {
    const std::string& path = definition().file;
    const std::string folder = place_.substr(0, place_.rfind('/') + 1);
    const bool file_missing = ::access(place_.c_str(), F_OK) != 0 && errno == ENOENT;
    const bool folder_missing = ::access(folder.c_str(), F_OK) != 0 && errno == ENOENT;
    const bool left = check.stale_error != 0 || check.unsafe_folder || folder_missing;
    const bool reason = file_missing && left && !services.tracing(kFileTrace, kFileChecks);
    const bool traced = services.tracing(38, 2);
    if (traced) services.trace(fmt::format("\tunsafe map file: {}", reference_error(check)));
    if (definition().optional) {
      services.system_error(reason ? ENOENT : 0);
      return cannot_open(reason ? std::strerror(ENOENT) : "");
    }
    return refuse(fmt::format("text map \"{}\": unsafe map file {}{}", definition().name, path,
                              reason ? ": No such file or directory" : ""),
                  services,
                  reason                           ? ENOENT
                  : check.unsafe_folder && !traced ? EPERM
                                                   : 0);
  }
  // The reference has numbers of its own behind those of the system.
  static int reference_error(const FileCheck& check) {
    constexpr int kFirst = 257;
    int number = kFirst;
    for (const std::string_view why :
         {"Symbolic links not allowed", "Hard links not allowed", "Regular files only",
          "Executable files not allowed", "World writable directory", "Group writable directory",
          "World writable file", "Group writable file"}) {
      if (check.why == why) return number;
      ++number;
    }
    return check.error_number;
  }
  void trace_step(std::string_view what, LookupServices& services) const {
    if (!services.tracing(38, 2)) return;
    const MapDefinition& map = definition();
    services.trace(what.empty() ? fmt::format("text_map_open({}, {}, 0)", map.name, map.file)
                                : fmt::format("text_map_open({}, {}){}", map.name, map.file, what));
  }

  std::string place_;
  size_t key_column_;
  size_t value_column_;
};

}  // namespace

extern const MapClass kTextClass;
const MapClass kTextClass = {"text", kNeedsFile, parse_common_flags, make_map<TextMap>};

}  // namespace rules
