// accessmap diff: which entries two databases do not share.
//
// They may be of different types. Tested by the cases of tests/accessmap/.

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "accessmap/reader.h"
#include "commands.h"
#include "files.h"
#include "options.h"

namespace {

using accessmap::Reader;
using accessmap::Status;

constexpr const char* kUsage = "diff [OPTION]... OLD NEW";

void print_entry(char sign, const std::string& key, const std::string& value) {
  std::printf("%c ", sign);
  std::fwrite(key.data(), 1, key.size(), stdout);
  std::putchar('\t');
  std::fwrite(value.data(), 1, value.size(), stdout);
  std::putchar('\n');
}

// Prints the entries of `from` that `other` has not; false after a complaint.
bool print_missing(const Reader& from, const Reader& other, char sign, bool& differ) {
  accessmap::Scratch scratch;
  std::string_view found;
  return for_each_entry(from, [&](const std::string& key, const std::string& value) {
    const Status status = other.find(key, scratch, found);
    if (status == Status::found && found == value) return true;
    if (status == Status::temp_fail || status == Status::error) {
      complain(scratch.problem().text);
      return false;
    }
    differ = true;
    print_entry(sign, key, value);
    return true;
  });
}

using Entries = std::vector<std::pair<std::string, std::string>>;

bool sorted_entries(const Reader& reader, Entries& entries) {
  const bool read = for_each_entry(reader, [&](const std::string& key, const std::string& value) {
    entries.emplace_back(key, value);
    return true;
  });
  std::sort(entries.begin(), entries.end());
  return read;
}

// The same where keys have several values.
bool print_differences(const Reader& old, const Reader& fresh, bool& differ) {
  Entries before, after, only;
  if (!sorted_entries(old, before) || !sorted_entries(fresh, after)) return false;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                      std::back_inserter(only));
  for (const auto& [key, value] : only) print_entry('-', key, value);
  differ = !only.empty();
  only.clear();
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                      std::back_inserter(only));
  for (const auto& [key, value] : only) print_entry('+', key, value);
  differ = differ || !only.empty();
  return true;
}

int diff(const std::string& old_name, const std::string& new_name) {
  const auto old_reader = open_database(old_name);
  if (!old_reader) return kTrouble;
  const auto new_reader = open_database(new_name);
  if (!new_reader) return kTrouble;
  const Reader &old = *old_reader, &fresh = *new_reader;
  bool differ = false;
  const bool compared =
      old.allows_duplicates() || fresh.allows_duplicates()
          ? print_differences(old, fresh, differ)
          : print_missing(old, fresh, '-', differ) && print_missing(fresh, old, '+', differ);
  if (!flush_output() || !compared) return kTrouble;
  return differ ? kSomeFailed : kOk;
}

}  // namespace

int diff_command(Arguments arguments) {
  const std::vector<Option> options;
  Parsed parsed = parse_options(arguments, options);
  if (parsed.wrong.empty() && parsed.operands.size() != 2) {
    parsed.wrong = "diff needs two databases";
  }
  if (const auto end = ended_early(parsed, kUsage, options)) return *end;
  return diff(parsed.operands[0], parsed.operands[1]);
}
