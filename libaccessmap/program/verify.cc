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
  accessmap::Scratch scratch;
  std::string_view found;
  return for_each_entry(reader, [&](const std::string& key, const std::string&) {
    ++entries;
    const Status again = reader.find(key, scratch, found);
    if (again == Status::not_found) {
      complain(reader.path() + ": damaged: key \"" + key +
               "\" is in it but cannot be found; build it again from its text");
    } else if (again != Status::found) {
      complain(scratch.problem().text);
    }
    return again == Status::found;
  });
}

bool verify(const std::string& name) {
  const auto reader = open_database(name);
  if (!reader) return false;
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
  Parsed parsed = parse_options(arguments, options);
  if (parsed.wrong.empty() && parsed.operands.empty()) {
    parsed.wrong = "verify needs a database";
  }
  if (const auto end = ended_early(parsed, kUsage, options)) return *end;
  bool sound = true;
  for (const std::string& name : parsed.operands) sound = verify(name) && sound;
  return flush_output() && sound ? kOk : kTrouble;
}
