// Entries of a database as tests handle them, and libdb's view of a file.
#pragma once

#include <db.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "accessmap/reader.h"

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
