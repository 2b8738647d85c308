// accessmap verify: reads a database to its end and looks every key up.
//
// Tested by the cases of tests/accessmap/.

#include <cstdio>
#include <string>

#include "accessmap/reader.h"
#include "commands.h"
#include "files.h"
#include "options.h"

namespace {

using accessmap::Status;

constexpr const char* kUsage = "verify [OPTION]... FILE...";

// False after a complaint. A key that is listed but not found is what a page
// in another's place comes to.
bool verify_entries(const accessmap::Reader& reader, std::uint64_t& entries) {
  accessmap::Cursor cursor = reader.list();
  accessmap::Scratch scratch;
  std::string key, value;
  std::string_view found;
  Status status = Status::found;
  while ((status = cursor.next(key, value)) == Status::found) {
    ++entries;
    const Status again = reader.find(key, scratch, found);
    if (again == Status::not_found) {
      complain(reader.path() + ": damaged: key \"" + key +
               "\" is in it but cannot be found; build it again from its text");
      return false;
    }
    if (again != Status::found) {
      complain(scratch.problem().text);
      return false;
    }
  }
  if (status != Status::not_found) complain(cursor.problem().text);
  return status == Status::not_found;
}

bool verify(const std::string& name) {
  accessmap::Problem problem;
  const auto reader = accessmap::Reader::open(existing_database(name), problem);
  if (!reader) {
    complain(problem.text);
    return false;
  }
  std::uint64_t entries = 0;
  if (!verify_entries(*reader, entries)) return false;
  std::printf("%s: %s, %llu entries\n", reader->path().c_str(),
              accessmap::format_name(reader->format()).data(),
              static_cast<unsigned long long>(entries));
  return true;
}

}  // namespace

int verify_command(Arguments arguments) {
  const std::vector<Option> options;
  const Parsed parsed = parse_options(arguments, options);
  if (parsed.help) {
    print_options(stdout, kUsage, options);
    return flush_output() ? kOk : kTrouble;
  }
  if (!parsed.wrong.empty()) return usage_error(parsed.wrong, kUsage, options);
  if (parsed.operands.empty()) return usage_error("verify needs a database", kUsage, options);
  bool sound = true;
  for (const std::string& name : parsed.operands) sound = verify(name) && sound;
  return flush_output() && sound ? kOk : kTrouble;
}
