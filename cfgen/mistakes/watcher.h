// Notes what an .mc file does while it is evaluated, for those who look for mistakes in it.
//
// Only what stands in the site's own files is noted, and what its statements make the library
// read of names whose place matters.
//
// Tested by tests/cfgen/mistakes_test.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "../m4/events.h"
#include "mistake.h"

namespace cfgen {

struct SiteCall {
  std::string name;
  std::vector<std::string> arguments;
  bool parentheses = false;
  bool builtin = false;
  std::size_t nesting = 1;
  Place place;
};

struct SiteDefinition {
  std::string name, text;
  Place place;
};

struct SiteText {
  std::string text;
  bool is_word = false;
  bool parenthesis_behind = false;
  bool quoted = false;
  int diversion = 0;
  Place place;
};

// A name that the library read while it carried out a statement of the site's.
struct Reading {
  std::string statement;  // FEATURE, MAILER, HACK
  std::string argument;   // its first one
  Place place;
};

class Watcher : public m4::Observer {
 public:
  // `input` is the .mc file and `text` what is in it; `library` the folder of the library.
  Watcher(std::string input, std::string_view text, std::string library);

  void called(const m4::Call& call) override;
  void defined(const m4::Defined& definition) override;
  void passed(const m4::Passed& passed) override;

  [[nodiscard]] const std::string& input() const { return input_; }
  [[nodiscard]] const std::string& library() const { return library_; }
  [[nodiscard]] const std::vector<SiteCall>& calls() const { return calls_; }
  [[nodiscard]] const std::vector<SiteDefinition>& definitions() const { return definitions_; }
  [[nodiscard]] const std::vector<SiteText>& texts() const { return texts_; }
  // Whether a file of the site's calls a macro of this name, or asks for it (ifdef, defn).
  [[nodiscard]] bool reads(std::string_view name) const { return read_.contains(name); }
  // The first statement that read a name.
  [[nodiscard]] const Reading* reading_of(const std::string& name) const;

  // A line of the .mc file, from 1; empty for a place elsewhere.
  [[nodiscard]] std::string_view line_at(const Place& place) const;
  [[nodiscard]] std::size_t line_count() const { return lines_.size(); }
  [[nodiscard]] std::string_view line(std::size_t number) const { return lines_[number - 1]; }

 private:
  [[nodiscard]] bool is_of_site(std::string_view file) const;
  void note_reading(std::string_view name);

  std::string input_, library_;
  std::string text_;
  std::vector<std::string_view> lines_;
  std::vector<SiteCall> calls_;
  std::vector<SiteDefinition> definitions_;
  std::vector<SiteText> texts_;
  std::set<std::string, std::less<>> read_;
  std::map<std::string, Reading, std::less<>> readings_;
  Reading statement_;
};

}  // namespace cfgen
