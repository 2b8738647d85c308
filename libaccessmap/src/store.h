// What a file format has to be able to do: one class for each kind of file.
//
// Tested by reader_test.cc, interop_test.cc.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "accessmap/reader.h"
#include "file_image.h"

namespace accessmap {

// A way through all entries: what a Cursor stands on.
class EntryWalk {
 public:
  EntryWalk() = default;
  virtual ~EntryWalk() = default;
  EntryWalk(const EntryWalk&) = delete;
  EntryWalk& operator=(const EntryWalk&) = delete;

  // As Cursor::next().
  [[nodiscard]] virtual Status next(std::string& key, std::string& value) = 0;
  [[nodiscard]] virtual const Problem& problem() const = 0;
};

// The entries of one open file. Immutable, shared by threads.
class Store {
 public:
  Store() = default;
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // As Reader::find().
  [[nodiscard]] virtual Status find(std::string_view key, Scratch& scratch,
                                    std::string_view& value) const = 0;
  [[nodiscard]] virtual std::unique_ptr<EntryWalk> list() const = 0;
  [[nodiscard]] virtual Format format() const = 0;
  [[nodiscard]] virtual bool allows_duplicates() const = 0;
  [[nodiscard]] virtual const FileImage& image() const = 0;
};

// Reads Berkeley DB files. Null with a reason in `problem`.
[[nodiscard]] std::unique_ptr<const Store> open_berkeley(std::unique_ptr<const FileImage> image,
                                                         Problem& problem);

}  // namespace accessmap
