// The command line of cfgen.
//
// An option's value may follow it or be glued to it (-o FILE, -oFILE).
//
// Tested by tests/cfgen/.
#include "arguments.h"

#include <fmt/format.h>

#include <string_view>

namespace cfgen {
namespace {

constexpr std::string_view kHelp =
    R"(usage: cfgen INPUT.mc [-o OUTPUT.cf] [-D NAME[=VALUE]]... [-I DIR]... [--map FILE] [--trust]
       cfgen --check INPUT.mc
       cfgen --makefile INPUT.mc [-o MAKEFILE]
       cfgen --list features|mailers|ostypes|domains|hacks|siteconfigs|options
       cfgen --explain NAME
       cfgen --help | --version

Makes a sendmail.cf from INPUT.mc, with the m4 library that comes with cfgen.

  -o FILE        write to FILE, whole or not at all; without -o to standard output
  -D NAME=VALUE  define an m4 macro before INPUT.mc is read
  -I DIR         look here, before the library, for feature/x.m4, ostype/x.m4,
                 domain/x.m4, mailer/x.m4, hack/x.m4, siteconfig/x.m4 of the site, and
                 for files that INPUT.mc includes
  --map FILE     write a source map too: a JSON object with, for each line of the configuration,
                 the line of INPUT.mc that is behind it and the place in the library
  --trust        INPUT.mc may start programs (syscmd, esyscmd), make files (mkstemp, debugfile)
                 and include any file; without it, only files in its own folder, the folders
                 of -I, the library, and Debian's parts in /etc/mail
  --check        generate, report (maps, too, that are missing on this machine), write nothing
  --makefile     write a Makefile instead: the databases that the configuration reads, and
                 the commands that build them
  --list WHAT    names that INPUT.mc can use
  --explain NAME what a FEATURE, MAILER, OSTYPE, DOMAIN or HACK does, and its arguments

An include of any path that ends in m4/cf.m4 means the library of cfgen.
Messages have the form FILE:LINE: error: what is wrong; what to do. A warning lets the file be
written. Looked at are INPUT.mc, the configuration, whether the databases that are here are up to
date, and entries of the access map that let in whom they seem to keep out.
Exit status: 0 done, 1 the .mc file has mistakes, 2 wrong usage, 3 the library is missing or
a file cannot be read or written.

The library is found beside the program (../share/librules/m4, or ../m4 in a build); the
environment variable CFGEN_LIBRARY and -D CFGEN_LIBRARY=DIR name another one. cfgen evaluates
m4 itself: its language is GNU m4's.
)";

constexpr std::string_view kLibraryDefinition = "CFGEN_LIBRARY=";

class Reader {
 public:
  Reader(int argc, char** argv) : words_(argv + 1, argv + argc) {}

  bool read(Arguments& result, std::string& mistake) {
    while (next_ < words_.size() && mistake.empty()) word(words_[next_++], result, mistake);
    return mistake.empty();
  }

 private:
  void word(const std::string& text, Arguments& result, std::string& mistake) {
    if (text == "--help") return act(Action::kHelp, result);
    if (text == "--version") return act(Action::kVersion, result);
    if (text == "--check") return act(Action::kCheck, result);
    if (text == "--makefile") return act(Action::kMakefile, result);
    if (text == "--trust") {
      result.trust = true;
    } else if (text == "--map") {
      result.map = value(text, "", mistake);
    } else if (text == "--list") {
      act(Action::kList, result);
      result.topic = value(text, "", mistake);
    } else if (text == "--explain") {
      act(Action::kExplain, result);
      result.topic = value(text, "", mistake);
    } else if (text.size() > 1 && text[0] == '-' && text[1] != '-') {
      short_option(text, result, mistake);
    } else if (text.size() > 1 && text[0] == '-') {
      mistake = fmt::format("unknown option {}; see cfgen --help", text);
    } else if (!result.input.empty()) {
      mistake = fmt::format("one .mc file at a time, not {} and {}", result.input, text);
    } else {
      result.input = text;
    }
  }

  void short_option(const std::string& text, Arguments& result, std::string& mistake) {
    std::string argument;
    switch (text[1]) {
      case 'o':
        result.output = value("-o", text.substr(2), mistake);
        break;
      case 'I':
        result.include_paths.push_back(value("-I", text.substr(2), mistake));
        break;
      case 'D':
        argument = value("-D", text.substr(2), mistake);
        if (argument.starts_with(kLibraryDefinition)) {
          result.library = argument.substr(kLibraryDefinition.size());
        } else {
          result.definitions.push_back(argument);
        }
        break;
      default:
        mistake = fmt::format("unknown option {}; see cfgen --help", text);
    }
  }

  std::string value(std::string_view option, const std::string& glued, std::string& mistake) {
    if (!glued.empty()) return glued;
    if (next_ < words_.size() && !words_[next_].empty()) return words_[next_++];
    mistake = fmt::format("{} needs a value; see cfgen --help", option);
    return {};
  }

  static void act(Action action, Arguments& result) { result.action = action; }

  std::vector<std::string> words_;
  std::size_t next_ = 0;
};

}  // namespace

std::optional<Arguments> read_arguments(int argc, char** argv, std::string& mistake) {
  Arguments result;
  if (!Reader(argc, argv).read(result, mistake)) return std::nullopt;
  const bool needs_input = result.action == Action::kGenerate || result.action == Action::kCheck ||
                           result.action == Action::kMakefile;
  if (needs_input && result.input.empty()) {
    mistake = "which .mc file? see cfgen --help";
    return std::nullopt;
  }
  return result;
}

std::string help_text() { return std::string(kHelp); }

}  // namespace cfgen
