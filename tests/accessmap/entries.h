// Entries of a database as tests handle them, and libdb's view of a file.
#pragma once

#include <db.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "accessmap/reader.h"
#include "accessmap/writer.h"

using Entries = std::vector<std::pair<std::string, std::string>>;

// Keys that are not in order (up to 100,003 of them), values of any bytes.
inline Entries scattered_entries(std::size_t count) {
  Entries entries;
  std::mt19937 random(4);
  for (std::size_t i = 0; i < count; ++i) {
    std::string value(random() % 60, '\0');
    for (char& c : value) c = static_cast<char>(random());
    entries.emplace_back("key" + std::to_string(i * 7919 % 100003), value);
  }
  return entries;
}

inline Entries list_with_reader(const std::string& path) {
  accessmap::Problem problem;
  const auto reader = accessmap::Reader::open(path, problem);
  INFO(problem.text);
  REQUIRE(reader);
  accessmap::Cursor cursor = reader->list();
  Entries entries;
  std::string key, value;
  accessmap::Status status = accessmap::Status::found;
  while ((status = cursor.next(key, value)) == accessmap::Status::found) {
    entries.emplace_back(key, value);
  }
  INFO(cursor.problem().text);
  REQUIRE(status == accessmap::Status::not_found);
  return entries;
}

// Builds a database of what the options say; all keys are stored if they are sorted.
inline bool build(const std::string& path, const Entries& entries,
                  const accessmap::WriteOptions& options, accessmap::Problem& problem) {
  const auto writer = accessmap::Writer::create(path, options, problem);
  REQUIRE(writer);
  std::size_t stored = 0;
  for (const auto& [key, value] : entries) {
    if (writer->put(key, value, problem) == accessmap::Stored::stored) ++stored;
  }
  CHECK((stored == entries.size() || (!options.sorted && !options.replace)));
  return writer->commit(problem);
}

// Looks up all keys, and as many that are not there.
inline std::size_t count_wrong(const accessmap::Reader& reader, const Entries& entries) {
  accessmap::Scratch scratch;
  std::string_view value;
  std::size_t wrong = 0;
  for (const auto& [key, expected] : entries) {
    const bool found = reader.find(key, scratch, value) == accessmap::Status::found;
    if (!found || value != expected) ++wrong;
    if (reader.find(key + "?", scratch, value) != accessmap::Status::not_found) ++wrong;
  }
  return wrong;
}

// How often a test damages a database; more with ACCESSMAP_DAMAGE in the environment.
inline int rounds_of_damage() {
  const char* set = std::getenv("ACCESSMAP_DAMAGE");
  return 10 * (set != nullptr ? std::atoi(set) : 20);
}

// Asks a database that may be damaged, mapped or copied, for every `step`th key and for all: each
// answer will do, but not one without end.
inline void use_damaged(const std::string& path, bool copied, const Entries& entries,
                        std::size_t step) {
  accessmap::Problem problem;
  const auto reader = copied ? accessmap::Reader::open_copy(path, 1 << 24, problem)
                             : accessmap::Reader::open(path, problem);
  if (!reader) {
    CHECK_FALSE(problem.text.empty());
    return;
  }
  accessmap::Scratch scratch;
  std::string_view value;
  for (std::size_t k = 0; k < entries.size(); k += step) {
    static_cast<void>(reader->find(entries[k].first, scratch, value));
  }
  accessmap::Cursor cursor = reader->list();
  std::string key, listed;
  std::size_t count = 0;
  while (cursor.next(key, listed) == accessmap::Status::found && count < 10'000'000) ++count;
  CHECK(count < 10'000'000);
}

struct LibdbLayout {
  DBTYPE type = DB_HASH;
  u_int32_t page_size = 4096;
  int byte_order = 1234;
  u_int32_t flags = 0;
  u_int32_t expected_entries = 0;  // hash: buckets made beforehand
};

inline void build_with_libdb(const std::string& path, const LibdbLayout& layout,
                             const Entries& entries) {
  DB* db = nullptr;
  REQUIRE(db_create(&db, nullptr, 0) == 0);
  REQUIRE(db->set_pagesize(db, layout.page_size) == 0);
  REQUIRE(db->set_lorder(db, layout.byte_order) == 0);
  if (layout.flags != 0) REQUIRE(db->set_flags(db, layout.flags) == 0);
  if (layout.type == DB_HASH && layout.expected_entries != 0) {
    REQUIRE(db->set_h_nelem(db, layout.expected_entries) == 0);
    REQUIRE(db->set_h_ffactor(db, 20) == 0);
  }
  REQUIRE(db->open(db, nullptr, path.c_str(), nullptr, layout.type, DB_CREATE, 0644) == 0);
  int failed = 0;
  for (const auto& [k, v] : entries) {
    DBT key{}, value{};
    key.data = const_cast<char*>(k.data());
    key.size = static_cast<u_int32_t>(k.size());
    value.data = const_cast<char*>(v.data());
    value.size = static_cast<u_int32_t>(v.size());
    if (db->put(db, nullptr, &key, &value, 0) != 0) ++failed;
  }
  CHECK(failed == 0);
  REQUIRE(db->close(db, 0) == 0);
}

inline Entries list_with_libdb(const std::string& path) {
  DB* db = nullptr;
  DBC* cursor = nullptr;
  REQUIRE(db_create(&db, nullptr, 0) == 0);
  REQUIRE(db->open(db, nullptr, path.c_str(), nullptr, DB_UNKNOWN, DB_RDONLY, 0) == 0);
  REQUIRE(db->cursor(db, nullptr, &cursor, 0) == 0);
  Entries entries;
  DBT key{}, value{};
  while (cursor->get(cursor, &key, &value, DB_NEXT) == 0) {
    entries.emplace_back(std::string(static_cast<char*>(key.data), key.size),
                         std::string(static_cast<char*>(value.data), value.size));
  }
  cursor->close(cursor);
  db->close(db, 0);
  return entries;
}
