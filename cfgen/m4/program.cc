// GNU m4's command line on our evaluator: for what the build makes by m4, and so that the two can
// be compared.
//
//   m4_program [-DNAME[=TEXT]] [-UNAME] [-IFOLDER] [-LNUMBER] [--untrusted] [FILE]...
//
// - is standard input. Options and files are read in their order. Not installed.
//
// Tested by tests/m4/ (m4.same, m4.random).
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "m4/evaluator.h"
#include "m4/messages_of_gnu.h"

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  std::vector<std::string> folders;
  std::vector<std::string> roots = {"."};
  m4::Options options;
  options.trusted = true;
  options.limits.nesting = 0;
  for (const auto& word : words) {
    if (word.starts_with("-I")) folders.push_back(word.substr(2));
    if (word.starts_with("-L"))
      options.limits.nesting = std::strtoul(word.c_str() + 2, nullptr, 10);
    if (word == "--untrusted") options.trusted = false;
  }
  roots.insert(roots.end(), folders.begin(), folders.end());
  m4::SearchPath files = options.trusted ? m4::SearchPath(folders) : m4::SearchPath(folders, roots);
  GnuMessages sink;
  options.sink = &sink;
  options.files = &files;
  m4::Evaluator m4(options);
  bool missing = false;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (word.starts_with("-D")) {
      m4.define(word.substr(2, equals == word.npos ? equals : equals - 2),
                equals == word.npos ? "" : word.substr(equals + 1));
    } else if (word.starts_with("-U")) {
      m4.undefine(word.substr(2));
    } else if (word == "-") {
      int error = 0;
      m4.read("stdin", m4::read_descriptor(STDIN_FILENO, error));
    } else if (!word.starts_with("-")) {
      auto opened = m4::SearchPath(folders).open(word);
      if (opened.text) {
        m4.read(opened.name, opened.text, true);
      } else {
        fmt::print(stderr, "m4: cannot open `{}': {}\n", word, std::strerror(opened.error));
        missing = true;
      }
    }
  }
  m4.finish();
  std::fwrite(sink.text.data(), 1, sink.text.size(), stderr);
  const std::string_view output = m4.output();
  std::fwrite(output.data(), 1, output.size(), stdout);
  return missing ? 1 : m4.exit_status();
}
