// The program under the name makemap: sendmail's arguments, messages and exit
// statuses.
//
// Two differences, both on purpose. The database is replaced in one step, so
// that a build which fails to read or write leaves the old one as it was, where
// the reference has it cut already. And input that cannot be read is an error,
// where the reference makes an empty map of a folder.
//
// Tested by makemap_cases_test.cc, build_survival.sh.

#include <pwd.h>
#include <strings.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>

#include "accessmap/reader.h"
#include "accessmap/spool.h"
#include "accessmap/text.h"
#include "accessmap/writer.h"
#include "commands.h"
#include "files.h"
#include "source_text.h"

namespace {

constexpr int kStopped = -1;  // by a signal, with nothing written

constexpr const char* kDefaultConfiguration = "/etc/mail/sendmail.cf";

constexpr const char* kUsage =
    "Usage: makemap [-C cffile] [-N] [-c cachesize] [-D commentchar]\n"
    "               [-d] [-e] [-f] [-i type] [-l] [-o] [-r] [-s] [-t delimiter]\n"
    "               [-u] [-v] type mapname\n";

struct MakemapArguments {
  accessmap::TextStyle style;
  accessmap::WriteOptions write;
  std::string type, map;
  std::string configuration;  // empty: the default, which need not exist
  bool with_nul = false;
  bool verbose = false;
  bool list_types = false;
  bool dump = false;
};

[[noreturn]] void end_with_usage() {
  std::fputs(kUsage, stderr);
  std::exit(EX_USAGE);
}

int fail_to_open(const MakemapArguments& to, const char* why) {
  std::fprintf(stderr, "makemap: error opening type %s map %s: %s\n", to.type.c_str(),
               to.map.c_str(), why);
  return EX_CANTCREAT;
}

void take_delimiter(const char* text, accessmap::TextStyle& style) {
  if (text[0] == '\0') {
    std::fputs("Invalid separator\n", stderr);
  } else {
    style.delimiter = text[0];
  }
}

void take_option(int letter, const char* text, MakemapArguments& to) {
  switch (letter) {
    case 'C':
      to.configuration = text;
      break;
    case 'N':
      to.with_nul = true;
      break;
    case 'c': {
      constexpr long kLeast = 20 * 1024, kMost = 1L << 30;
      const long bytes = std::atol(text);
      if (bytes > kLeast) to.write.cache_bytes = static_cast<std::uint32_t>(std::min(bytes, kMost));
      break;
    }
    case 'D':
      to.style.comment = text[0];
      break;
    case 'd':
      to.write.allow_duplicates = true;
      break;
    case 'e':
      to.style.allow_empty_values = true;
      break;
    case 'f':
      to.style.fold_keys = false;
      break;
    case 'i':
      break;  // all types that there are, are always available
    case 'l':
      to.list_types = true;
      break;
    case 'o':
      to.write.append = true;
      break;
    case 'r':
      to.write.replace = true;
      break;
    case 's':
      break;  // the checks that it turns off are not made
    case 't':
      take_delimiter(text, to.style);
      break;
    case 'u':
      to.dump = true;
      break;
    case 'v':
      to.verbose = true;
      break;
    default:
      end_with_usage();
  }
}

MakemapArguments read_arguments(int argc, char** argv) {
  MakemapArguments to;
  to.style.makemap_lines = true;
  int letter = 0;
  while ((letter = ::getopt(argc, argv, "C:D:Nc:defi:lorst:uv")) != -1) {
    take_option(letter, ::optarg, to);
  }
  if (to.list_types) return to;
  if (argc - ::optind != 2) end_with_usage();
  to.type = argv[::optind];
  to.map = argv[::optind + 1];
  return to;
}

// The user whom `O TrustedUser=` of a configuration names.
std::optional<uid_t> trusted_user(std::istream& configuration) {
  constexpr const char kOption[] = "O TrustedUser=";
  constexpr std::size_t kLength = sizeof kOption - 1;
  std::optional<uid_t> user;
  std::string line;
  while (std::getline(configuration, line)) {
    if (::strncasecmp(line.c_str(), kOption, kLength) != 0) continue;
    const std::string name = line.substr(kLength);
    if (!name.empty() && name.find_first_not_of("0123456789") == std::string::npos) {
      user = static_cast<uid_t>(std::strtoul(name.c_str(), nullptr, 10));
    } else if (const struct passwd* found = ::getpwnam(name.c_str())) {
      user = found->pw_uid;
    } else {
      std::fprintf(stderr, "TrustedUser: unknown user %s\n", name.c_str());
    }
  }
  return user;
}

bool read_configuration(MakemapArguments& to) {
  const bool named = !to.configuration.empty();
  std::ifstream file(named ? to.configuration : std::string(kDefaultConfiguration));
  if (!file) {
    if (!named) return true;
    std::fprintf(stderr, "makemap: %s: %s\n", to.configuration.c_str(), std::strerror(errno));
    return false;
  }
  const std::optional<uid_t> user = trusted_user(file);
  if (::geteuid() == 0) to.write.owner = user;
  return true;
}

// Sets the format; else prints why there is none.
bool take_type(MakemapArguments& to) {
  if (to.type == "dbm" || to.type == "cdb") {
    const char* build_flag = to.type == "dbm" ? "NDBM" : "CDB";
    std::fprintf(stderr, "makemap: Need to recompile with -D%s for %s support\n", build_flag,
                 to.type.c_str());
    return false;
  }
  if (to.type != "hash" && to.type != "btree" && to.type != "implicit") {
    static_cast<void>(fail_to_open(to, "Unknown database type"));
    return false;
  }
  to.write.format = to.type == "btree" ? accessmap::Format::btree : accessmap::Format::hash;
  return true;
}

// What the reference says, twice, about a folder where others may write.
void warn_of_folder(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder =
      slash == std::string::npos ? "." : path.substr(0, slash == 0 ? 1 : slash);
  struct stat found {};
  if (::stat(folder.c_str(), &found) != 0) return;
  const char* who = found.st_mode & S_IWOTH ? "World" : found.st_mode & S_IWGRP ? "Group" : nullptr;
  if (who == nullptr) return;
  for (int i = 0; i < 2; ++i) {
    std::fprintf(stderr, "WARNING: %s writable directory %s\n", who, folder.c_str());
  }
}

// Why an existing file is refused; null if it is not.
const char* refusal(const std::string& path, bool must_exist) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    return errno != ENOENT || must_exist ? std::strerror(errno) : nullptr;
  }
  if (S_ISLNK(found.st_mode)) return "Symbolic links not allowed";
  if (!S_ISREG(found.st_mode)) return "Regular files only";
  if (found.st_nlink > 1) return "Hard links not allowed";
  return (found.st_mode & S_IWUSR) == 0 ? std::strerror(EACCES) : nullptr;
}

// Database texts are C strings for the reference: they end at their first NUL.
void print_text(const std::string& text) { std::fputs(text.c_str(), stdout); }

int dump(const MakemapArguments& to) {
  accessmap::Problem problem;
  const auto reader = accessmap::Reader::open(database_path(to.map), problem);
  const bool same_format = reader && reader->format() == to.write.format;
  if (!same_format) {
    const int error = reader || problem.sys_errno == 0 ? EINVAL : problem.sys_errno;
    return fail_to_open(to, std::strerror(error));
  }
  accessmap::Cursor cursor = reader->list();
  std::string key, value;
  accessmap::Status status = accessmap::Status::found;
  while ((status = cursor.next(key, value)) == accessmap::Status::found) {
    print_text(key);
    std::putchar(to.style.delimiter.value_or('\t'));
    print_text(value);
    std::putchar('\n');
  }
  if (status == accessmap::Status::not_found) return flush_output() ? EX_OK : EX_IOERR;
  std::fprintf(stderr, "makemap: %s\n", cursor.problem().text.c_str());
  return EX_IOERR;
}

// One build: goes on behind wrong lines, as the reference does.
class MapBuild {
 public:
  explicit MapBuild(const MakemapArguments& to) : to_(to) {}
  [[nodiscard]] int run(accessmap::Writer& writer, const SourceText& source);

 private:
  void take(const accessmap::TextLine& line, accessmap::Writer& writer);
  void store(const accessmap::TextLine& line, accessmap::Writer& writer);
  void complain_at(const accessmap::TextLine& line, const std::string& what, int status);

  const MakemapArguments& to_;
  int status_ = EX_OK;
  bool failed_ = false;
};

void MapBuild::complain_at(const accessmap::TextLine& line, const std::string& what, int status) {
  std::fflush(stdout);
  std::fprintf(stderr, "makemap: %s: line %zu: %s\n", to_.map.c_str(), line.number, what.c_str());
  status_ = status;
}

void MapBuild::store(const accessmap::TextLine& line, accessmap::Writer& writer) {
  if (to_.verbose) {
    std::printf("key=`%s', val=`%.*s'\n", line.key.c_str(), static_cast<int>(line.value.size()),
                line.value.data());
  }
  std::string key = line.key;
  std::string value(line.value);
  if (to_.with_nul) {
    key.push_back('\0');
    value.push_back('\0');
  }
  accessmap::Problem problem;
  switch (writer.put(key, value, problem)) {
    case accessmap::Stored::stored:
      return;
    case accessmap::Stored::duplicate:
      return complain_at(line, "key " + line.key + ": duplicate key", EX_DATAERR);
    case accessmap::Stored::failed:
      complain_at(line, "key " + line.key + ": put error: " + std::strerror(problem.sys_errno),
                  EX_IOERR);
      failed_ = true;
  }
}

void MapBuild::take(const accessmap::TextLine& line, accessmap::Writer& writer) {
  switch (line.kind) {
    case accessmap::LineKind::nothing:
      return;
    case accessmap::LineKind::entry:
      return store(line, writer);
    case accessmap::LineKind::leading_space:
      return complain_at(line, "syntax error (leading space)", EX_DATAERR);
    case accessmap::LineKind::no_value:
      return complain_at(line, "no RHS for LHS " + line.key, EX_DATAERR);
    case accessmap::LineKind::too_long:
    case accessmap::LineKind::has_nul:
      return complain_at(line, "line too long (1024 bytes max)", EX_DATAERR);
  }
}

// False: `take` said so, or the text cannot be read, or a signal came.
template <typename Take>
bool for_each_line(const MakemapArguments& to, SourceParts& parts, Take take) {
  std::string_view part;
  std::size_t lines = 0;
  accessmap::TextLine line;
  while (!stop_asked() && parts.next(part)) {
    accessmap::TextReader reader(part, to.style, lines);
    while (!stop_asked() && reader.next(line)) {
      if (!take(line)) return false;
    }
    lines = reader.number();
  }
  return !stop_asked() && parts.error() == 0;
}

int fail_to_read(int error) {
  std::fprintf(stderr, "makemap: standard input: %s\n", std::strerror(error));
  return EX_IOERR;
}

int MapBuild::run(accessmap::Writer& writer, const SourceText& source) {
  SourceParts parts(source);
  const bool read = for_each_line(to_, parts, [&](const accessmap::TextLine& line) {
    take(line, writer);
    return !failed_;
  });
  if (failed_) return status_;
  if (stop_asked()) return kStopped;
  if (!read) return fail_to_read(parts.error());
  accessmap::Problem problem;
  if (writer.commit(problem)) return status_;
  const std::string why = problem.sys_errno != 0 ? std::strerror(problem.sys_errno) : problem.text;
  std::fprintf(stderr, "makemap: close(%s): %s\n", to_.map.c_str(), why.c_str());
  return EX_IOERR;
}

// False if a line is wrong.
bool collect(const MakemapArguments& to, const SourceText& source, accessmap::Writer& writer) {
  accessmap::Problem problem;
  std::string key, value;
  SourceParts parts(source);
  return for_each_line(to, parts, [&](const accessmap::TextLine& line) {
    if (line.kind == accessmap::LineKind::nothing) return true;
    if (line.kind != accessmap::LineKind::entry) return false;
    if (!to.with_nul) return writer.put(line.key, line.value, problem) == accessmap::Stored::stored;
    key.assign(line.key).push_back('\0');
    value.assign(line.value).push_back('\0');
    return writer.put(key, value, problem) == accessmap::Stored::stored;
  });
}

// The fast way, for a text in which nothing is wrong; false: the slow one can
// say what is.
bool build_sorted(const MakemapArguments& to, const std::string& path, const SourceText& source) {
  if (to.verbose || to.write.append || to.write.allow_duplicates) return false;
  accessmap::WriteOptions options = to.write;
  options.sorted = true;
  accessmap::Problem problem;
  const auto writer = accessmap::Writer::create(path, options, problem);
  return writer && collect(to, source, *writer) && writer->commit(problem);
}

int build(const MakemapArguments& to) {
  catch_stop_signals();
  const std::string path = database_path(to.map);
  warn_of_folder(path);
  if (const char* why = refusal(path, to.write.append)) return fail_to_open(to, why);
  const auto source = SourceText::open(nullptr, accessmap::folder_of(path));
  if (!source && stop_asked()) end_by_signal();
  if (!source) return fail_to_read(errno);
  if (build_sorted(to, path, *source)) return EX_OK;
  accessmap::Problem problem;
  int status = EX_OK;
  {
    const auto writer = accessmap::Writer::create(path, to.write, problem);
    if (!writer) {
      return fail_to_open(to, std::strerror(problem.sys_errno ? problem.sys_errno : EINVAL));
    }
    status = MapBuild(to).run(*writer, *source);
  }
  if (status == kStopped) end_by_signal();
  return status;
}

}  // namespace

int makemap_main(int argc, char** argv) {
  MakemapArguments to = read_arguments(argc, argv);
  if (to.list_types) {
    std::fputs("hash\nbtree\nimplicit\n", stdout);
    return flush_output() ? EX_OK : EX_IOERR;
  }
  if (!read_configuration(to)) return EX_NOINPUT;
  if (!take_type(to)) return EX_CANTCREAT;
  return to.dump ? dump(to) : build(to);
}
