// What accessmap edit does, in files that other programs made. See entry_editor.h.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "accessmap/writer.h"
#include "entries.h"
#include "scratch_folder.h"
#ifdef ACCESSMAP_HAS_TINYCDB
#include <cdb.h>
#endif
#ifdef ACCESSMAP_HAS_LMDB
#include <lmdb.h>
#endif

using accessmap::Format;
using accessmap::Problem;
using accessmap::Status;
using accessmap::Stored;

namespace {

std::unique_ptr<accessmap::Writer> editor_of(const std::string& path, Format format) {
  accessmap::WriteOptions options;
  options.format = format;
  options.append = options.replace = true;
  Problem problem;
  auto writer = accessmap::Writer::create(path, options, problem);
  INFO(problem.text);
  REQUIRE(writer);
  return writer;
}

// Sets "k5" and "new", deletes "k7".
void edit(const std::string& path, Format format) {
  Problem problem;
  const auto writer = editor_of(path, format);
  REQUIRE(writer->put("k5", "set", problem) == Stored::stored);
  REQUIRE(writer->put("new", "set", problem) == Stored::stored);
  REQUIRE(writer->remove("k7", problem) == Status::found);
  CHECK(writer->remove("k7", problem) == Status::not_found);
  CHECK(writer->remove("", problem) == Status::not_found);
  const bool done = writer->commit(problem);
  INFO(problem.text);
  REQUIRE(done);
}

Entries sorted(Entries entries) {
  std::sort(entries.begin(), entries.end());
  return entries;
}

Entries numbered(int count) {
  Entries entries;
  for (int i = 0; i < count; ++i) entries.emplace_back("k" + std::to_string(i), std::to_string(i));
  return entries;
}

// numbered(10) after edit(): k5 has one value more, or just that.
Entries edited(bool adds) {
  Entries entries = numbered(10);
  entries.erase(entries.begin() + 7);
  if (adds) {
    entries.emplace_back("k5", "set");
  } else {
    entries[5].second = "set";
  }
  entries.emplace_back("new", "set");
  return sorted(entries);
}

}  // namespace

TEST_CASE("editor: what changes is changed and all else stays") {
  const ScratchFolder folder;
  const Format format = GENERATE(Format::hash, Format::btree, Format::cdb);
  accessmap::WriteOptions options;
  options.format = format;
  Problem problem;
  auto writer = accessmap::Writer::create(folder / "x", options, problem);
  REQUIRE(writer);
  for (const auto& [key, value] : numbered(10)) {
    REQUIRE(writer->put(key, value, problem) == Stored::stored);
  }
  REQUIRE(writer->commit(problem));
  writer.reset();  // it holds a lock
  edit(folder / "x", format);
  CHECK(sorted(list_with_reader(folder / "x")) == edited(false));
}

TEST_CASE("editor: duplicates that libdb sorts are there once each") {
  const ScratchFolder folder;
  LibdbLayout layout;
  layout.type = GENERATE(DB_HASH, DB_BTREE);
  layout.flags = DB_DUP | DB_DUPSORT;
  Entries entries = numbered(10);
  entries.emplace_back("k7", "another");
  build_with_libdb(folder / "x.db", layout, entries);
  edit(folder / "x.db", layout.type == DB_HASH ? Format::hash : Format::btree);
  CHECK(sorted(list_with_reader(folder / "x.db")) == edited(true));
  const auto again =
      editor_of(folder / "x.db", layout.type == DB_HASH ? Format::hash : Format::btree);
  Problem problem;
  CHECK(again->put("k5", "set", problem) == Stored::stored);
  CHECK(again->commit(problem));
  CHECK(sorted(list_with_reader(folder / "x.db")) == edited(true));
}

#ifdef ACCESSMAP_HAS_TINYCDB
TEST_CASE("editor: of a cdb's records with one key a change leaves one, or none") {
  const ScratchFolder folder;
  const int fd = ::open((folder / "x.cdb").c_str(), O_RDWR | O_CREAT, 0644);
  struct cdb_make make;
  REQUIRE(cdb_make_start(&make, fd) == 0);
  Entries entries = numbered(10);
  for (const auto& more : {"k5", "k7", "k9"}) entries.emplace_back(more, "another");
  for (const auto& [key, value] : entries) {
    REQUIRE(cdb_make_add(&make, key.data(), static_cast<unsigned>(key.size()), value.data(),
                         static_cast<unsigned>(value.size())) == 0);
  }
  REQUIRE(cdb_make_finish(&make) == 0);
  ::close(fd);
  edit(folder / "x.cdb", Format::cdb);
  Entries expected = edited(false);
  expected.emplace_back("k9", "another");
  CHECK(sorted(list_with_reader(folder / "x.cdb")) == sorted(expected));
}
#endif

#ifdef ACCESSMAP_HAS_LMDB
TEST_CASE("editor: an LMDB file that others have made") {
  const ScratchFolder folder;
  MDB_env* environment = nullptr;
  MDB_txn* transaction = nullptr;
  MDB_dbi database = 0;
  REQUIRE(mdb_env_create(&environment) == 0);
  REQUIRE(mdb_env_open(environment, (folder / "x.lmdb").c_str(), MDB_NOSUBDIR, 0600) == 0);
  REQUIRE(mdb_txn_begin(environment, nullptr, 0, &transaction) == 0);
  REQUIRE(mdb_dbi_open(transaction, nullptr, 0, &database) == 0);
  for (auto [key, value] : numbered(10)) {
    MDB_val stored_key{key.size(), key.data()}, stored_value{value.size(), value.data()};
    REQUIRE(mdb_put(transaction, database, &stored_key, &stored_value, 0) == 0);
  }
  REQUIRE(mdb_txn_commit(transaction) == 0);
  mdb_env_close(environment);
  edit(folder / "x.lmdb", Format::lmdb);
  CHECK(sorted(list_with_reader(folder / "x.lmdb")) == edited(false));
}
#endif
