// The axes of the patent's table: every value that a cell of it can have.
//
// Tested by use: patent_table.cc counts the cells and that every kind of reply occurs.
#ifndef TESTS_PATENT_TABLE_H
#define TESTS_PATENT_TABLE_H

#include <string>
#include <vector>

#include "prose_model.h"

namespace patent {

// Values of {verify}: those of the patent's list, some other values, another case, several words.
extern const std::vector<std::string> kVerify;

// Values of an entry of the access map: all forms of section 2.a, what overrides them, and
// everything that looks like one of them and is none (B7, B8, B15).
extern const std::vector<std::string> kValues;

extern const std::vector<std::string> kCipherBits;
extern const std::vector<std::string> kAuthSsf;

// One connection, and keys of the access map that may concern it. In a key "@" stands for the tag
// asked for (TLS_Clt or TLS_Srv), "~" for the other one.
struct Situation {
  std::string name;
  std::string address;
  std::vector<std::string> keys;
};
extern const std::vector<Situation> kSituations;

// Keys for the rulesets LookUpDomain and LookUpAddress called by themselves, with both marks; and
// what the access map may hold: here "@" is the tag Any.
struct Search {
  bool by_name;
  std::string key;
  std::vector<std::string> entries;
};
extern const std::vector<Search> kSearches;

}  // namespace patent

#endif
