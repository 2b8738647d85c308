// accessmap edit: changes some entries of a database, as editmap does, but in a
// copy that takes the old one's place.
//
// Tested by the cases of tests/accessmap/.

#include <cstdio>
#include <string>

#include "accessmap/reader.h"
#include "accessmap/text.h"
#include "accessmap/writer.h"
#include "commands.h"
#include "files.h"
#include "options.h"

namespace {

using accessmap::Status;
using accessmap::Stored;

constexpr const char* kMore =
    "A key that may have several values (build --duplicates) gets one more by set, and loses all "
    "by\n"
    "delete.\n";
constexpr const char* kUsage = "edit [OPTION]... FILE set KEY VALUE | FILE delete KEY...";

struct EditArguments {
  bool fold = true;
  bool with_nul = false;
};

std::vector<Option> edit_options(EditArguments& to) {
  return {
      {'f', "keep-case", nullptr, "do not fold the keys to lower case",
       [&](const std::string&) { to.fold = false; }},
      {'N', "nul", nullptr, "the database has the NUL that ends keys and values (map flag -N)",
       [&](const std::string&) { to.with_nul = true; }},
  };
}

std::string stored_form(const EditArguments& how, std::string key) {
  if (how.fold) accessmap::fold_key(key);
  if (how.with_nul) key.push_back('\0');
  return key;
}

// False after a complaint.
bool set(accessmap::Writer& writer, const EditArguments& how, const std::string& key,
         std::string value) {
  if (how.with_nul) value.push_back('\0');
  accessmap::Problem problem;
  if (writer.put(stored_form(how, key), value, problem) == Stored::stored) return true;
  complain(problem.text);
  return false;
}

// Deletes; kSomeFailed if one of them is not there.
int delete_all(accessmap::Writer& writer, const EditArguments& how, const std::string& path,
               const std::vector<std::string>& operands) {
  int worst = kOk;
  for (std::size_t i = 2; i < operands.size(); ++i) {
    accessmap::Problem problem;
    switch (writer.remove(stored_form(how, operands[i]), problem)) {
      case Status::found:
        break;
      case Status::not_found:
        complain(path + ": no entry for \"" + operands[i] + "\"");
        worst = kSomeFailed;
        break;
      default:
        complain(problem.text);
        return kTrouble;
    }
  }
  return worst;
}

int edit(const EditArguments& how, const std::vector<std::string>& operands) {
  catch_stop_signals();
  const std::string path = existing_database(operands[0]);
  accessmap::Problem problem;
  const auto old = accessmap::Reader::open(path, problem);
  if (!old) {
    complain(problem.text);
    return kTrouble;
  }
  accessmap::WriteOptions options;
  options.append = options.replace = true;
  options.format = old->format();
  const auto writer = accessmap::Writer::create(path, options, problem);
  if (!writer) {
    complain(problem.text);
    return kTrouble;
  }
  int status = kOk;
  if (operands[1] == "delete") {
    status = delete_all(*writer, how, path, operands);
  } else if (!set(*writer, how, operands[2], operands[3])) {
    status = kTrouble;
  }
  if (status == kTrouble || stop_asked()) return kTrouble;
  if (writer->commit(problem)) return status;
  complain(problem.text);
  return kTrouble;
}

}  // namespace

int edit_command(Arguments arguments) {
  EditArguments to;
  const std::vector<Option> options = edit_options(to);
  Parsed parsed = parse_options(arguments, options);
  const std::size_t count = parsed.operands.size();
  const std::string what = count > 1 ? parsed.operands[1] : "";
  const bool right = (what == "set" && count == 4) || (what == "delete" && count > 2);
  if (parsed.wrong.empty() && !right) {
    parsed.wrong = "edit needs a database and \"set KEY VALUE\" or \"delete KEY...\"";
  }
  if (const auto end = ended_early(parsed, kUsage, options, kMore)) return *end;
  const int status = edit(to, parsed.operands);
  if (status == kTrouble && stop_asked()) end_by_signal();
  return status;
}
