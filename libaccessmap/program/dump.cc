// accessmap dump: prints a database as text that build makes the same of.
//
// Tested by the cases of tests/accessmap/.

#include <cstdio>
#include <optional>
#include <string>

#include "accessmap/reader.h"
#include "accessmap/text.h"
#include "commands.h"
#include "files.h"
#include "options.h"

namespace {

using accessmap::Status;

constexpr const char* kUsage = "dump [OPTION]... FILE.db";

struct DumpArguments {
  std::optional<char> delimiter;
  std::string wrong;
};

std::vector<Option> dump_options(DumpArguments& to) {
  return {
      {'t', "delimiter", "CHAR", "part keys and values by this (default: a tab)",
       [&](const std::string& text) {
         if (text.size() == 1) {
           to.delimiter = text[0];
         } else {
           to.wrong = "the delimiter must be one character";
         }
       }},
  };
}

// Which options `build` needs to make the same database.
struct Needs {
  bool keep_case = false;
  bool empty_values = false;
  bool nul = true;  // until an entry has none
  bool any = false;

  void add(const std::string& key, const std::string& value) {
    std::string folded = key;
    accessmap::fold_key(folded);
    any = true;
    keep_case = keep_case || folded != key;
    nul = nul && key.ends_with('\0') && value.ends_with('\0');
    empty_values = empty_values || value.empty() || (value.size() == 1 && value[0] == '\0');
  }
};

// Whether `build` reads this line as this entry.
bool reads_back(const std::string& line, const std::string& key, const std::string& value,
                const DumpArguments& how) {
  accessmap::TextStyle style;
  style.fold_keys = false;
  style.allow_empty_values = true;
  style.delimiter = how.delimiter;
  accessmap::TextReader reader(line, style);
  accessmap::TextLine read, more;
  return reader.next(read) && read.kind == accessmap::LineKind::entry && read.key == key &&
         read.value == value && line.find('\r') == std::string::npos && !reader.next(more);
}

void print_heading(const accessmap::Reader& reader, const Needs& needs, const DumpArguments& how) {
  std::string options;
  if (needs.keep_case) options += " -f";
  if (needs.any && needs.nul) options += " -N";
  if (needs.empty_values) options += " -e";
  if (reader.allows_duplicates()) options += " -d";
  if (options.empty() && !how.delimiter) return;
  if (how.delimiter) options += std::string(" -t '") + *how.delimiter + "'";
  std::printf("# accessmap build%s %s\n", options.c_str(),
              accessmap::format_name(reader.format()).data());
}

// One entry; false if no text stands for it.
bool print_entry(std::string key, std::string value, bool nul, const DumpArguments& how) {
  if (nul) {
    key.pop_back();
    value.pop_back();
  }
  const std::string line = key + how.delimiter.value_or('\t') + value + "\n";
  if (!reads_back(line, key, value, how)) {
    complain("the entry with key \"" + key +
             "\" was left out: build could not read it back; see --delimiter");
    return false;
  }
  std::fwrite(line.data(), 1, line.size(), stdout);
  return true;
}

int dump(const accessmap::Reader& reader, const DumpArguments& how) {
  Needs needs;
  const bool read = for_each_entry(reader, [&](const auto& key, const auto& value) {
    needs.add(key, value);
    return true;
  });
  if (!read) return kTrouble;
  print_heading(reader, needs, how);
  bool all = true;
  const bool listed = for_each_entry(reader, [&](const auto& key, const auto& value) {
    if (!print_entry(key, value, needs.nul, how)) all = false;
    return true;
  });
  return flush_output() && listed && all ? kOk : kTrouble;
}

}  // namespace

int dump_command(Arguments arguments) {
  DumpArguments to;
  const std::vector<Option> options = dump_options(to);
  Parsed parsed = parse_options(arguments, options);
  if (parsed.wrong.empty()) parsed.wrong = to.wrong;
  if (parsed.wrong.empty() && parsed.operands.size() != 1) {
    parsed.wrong = "dump needs one database";
  }
  if (const auto end = ended_early(parsed, kUsage, options)) return *end;
  const auto reader = open_database(parsed.operands[0]);
  if (!reader) return kTrouble;
  return dump(*reader, to);
}
