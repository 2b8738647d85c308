// accessmap diff: which entries two databases do not share.
//
// They may be of different types. Tested by the cases of tests/accessmap/.

#include <algorithm>
#include <cstdio>
#include <memory>
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

// Calls `take` for each entry; false after a complaint.
template <typename Take>
bool for_each_entry(const Reader& reader, Take take) {
  accessmap::Cursor cursor = reader.list();
  std::string key, value;
  Status status = Status::found;
  while ((status = cursor.next(key, value)) == Status::found) {
    if (!take(key, value)) return false;
  }
  if (status != Status::not_found) complain(cursor.problem().text);
  return status == Status::not_found;
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
  std::unique_ptr<Reader> readers[2];
  const std::string* const names[] = {&old_name, &new_name};
  for (int i = 0; i < 2; ++i) {
    accessmap::Problem problem;
    readers[i] = Reader::open(existing_database(*names[i]), problem);
    if (readers[i]) continue;
    complain(problem.text);
    return kTrouble;
  }
  const Reader &old = *readers[0], &fresh = *readers[1];
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
  const Parsed parsed = parse_options(arguments, options);
  if (parsed.help) {
    print_options(stdout, kUsage, options);
    return flush_output() ? kOk : kTrouble;
  }
  if (!parsed.wrong.empty()) return usage_error(parsed.wrong, kUsage, options);
  if (parsed.operands.size() != 2) return usage_error("diff needs two databases", kUsage, options);
  return diff(parsed.operands[0], parsed.operands[1]);
}
