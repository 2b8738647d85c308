// Looks up all keys of a text in its database, by libdb or by our reader: what pairs compares.
//
//   bench_look_ups libdb|ours DATABASE TEXT TIMES
//
// Exit status 1 if a key is not found: then there is nothing to compare.

#include <db.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "accessmap/reader.h"

namespace {

std::vector<std::string> keys_of(const char* path) {
  std::vector<std::string> keys;
  std::ifstream text(path);
  for (std::string line; std::getline(text, line);) keys.push_back(line.substr(0, line.find('\t')));
  std::shuffle(keys.begin(), keys.end(), std::mt19937(1));
  return keys;
}

// As the reference opens a map: no environment, libdb's default cache.
int by_libdb(const char* path, const std::vector<std::string>& keys, int times) {
  DB* db = nullptr;
  if (db_create(&db, nullptr, 0) != 0) return 1;
  int missed = db->open(db, nullptr, path, nullptr, DB_UNKNOWN, DB_RDONLY, 0) == 0 ? 0 : 1;
  for (int i = 0; i < times && missed == 0; ++i) {
    for (const std::string& key : keys) {
      DBT asked{}, found{};
      asked.data = const_cast<char*>(key.data());
      asked.size = static_cast<u_int32_t>(key.size());
      if (db->get(db, nullptr, &asked, &found, 0) != 0) ++missed;
    }
  }
  db->close(db, 0);
  return missed;
}

int by_ours(const char* path, const std::vector<std::string>& keys, int times) {
  accessmap::Problem problem;
  const auto reader = accessmap::Reader::open_copy(path, ~std::uint64_t{0}, problem);
  if (!reader) return 1;
  accessmap::Scratch scratch;
  std::string_view value;
  int missed = 0;
  for (int i = 0; i < times; ++i) {
    for (const std::string& key : keys) {
      if (reader->find(key, scratch, value) != accessmap::Status::found) ++missed;
    }
  }
  return missed;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: bench_look_ups libdb|ours DATABASE TEXT TIMES\n", stderr);
    return 2;
  }
  const std::vector<std::string> keys = keys_of(argv[3]);
  const bool ours = std::string(argv[1]) == "ours";
  const int missed = (ours ? by_ours : by_libdb)(argv[2], keys, std::atoi(argv[4]));
  if (missed != 0) std::fprintf(stderr, "%d keys were not found\n", missed);
  return missed == 0 ? 0 : 1;
}
