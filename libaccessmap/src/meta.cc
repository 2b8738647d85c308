// The first page of a database. See meta.h.

#include "meta.h"

#include "page.h"

namespace accessmap {
namespace {

constexpr std::uint32_t kHashMagic = 0x061561;
constexpr std::uint32_t kBtreeMagic = 0x053162;
constexpr std::uint32_t kQueueMagic = 0x042253;

constexpr std::uint32_t kOldestHash = 7;
constexpr std::uint32_t kOldestBtree = 8;
constexpr std::uint32_t kNewest = 10;
constexpr std::uint32_t kTellsLastPage = 9;

constexpr std::uint8_t kChecksummed = 0x01;
constexpr std::uint8_t kPartitioned = 0x06;

constexpr std::uint32_t kHashDuplicates = 0x01;
constexpr std::uint32_t kHashSubdatabases = 0x02;

constexpr std::uint32_t kBtreeDuplicates = 0x001;
constexpr std::uint32_t kBtreeRecno = 0x002;
constexpr std::uint32_t kBtreeSubdatabases = 0x020;
constexpr std::uint32_t kBtreeCompressed = 0x080;

// Each hash file holds the hash of this text, NUL included, to tell which
// hash function it was made with.
constexpr std::string_view kHashProbe("%$sniglet^&", 12);

std::string no_database() {
  return "this is not a Berkeley DB hash or btree file; build it from its text "
         "with accessmap build";
}

// Where the fields are, for all formats.
namespace at {
constexpr std::size_t magic = 12, version = 16, page_size = 20, encryption = 24, meta_flags = 26,
                      last_page = 32, flags = 48;
constexpr std::size_t root = 88;  // btree
constexpr std::size_t max_bucket = 72, high_mask = 76, low_mask = 80, probe = 92,
                      spares = 96;  // hash
}  // namespace at

std::string read_hash(const Bytes& bytes, Meta& meta) {
  meta.format = Format::hash;
  if (bytes.u32(at::flags) & kHashSubdatabases) {
    return "it holds several named databases; an access map is one without a "
           "name";
  }
  meta.duplicates = (bytes.u32(at::flags) & kHashDuplicates) != 0;
  if (bytes.u32(at::probe) != hash_of(kHashProbe)) {
    return "it was made with a hash function that is not libdb's own; build it "
           "again with accessmap build";
  }
  meta.max_bucket = bytes.u32(at::max_bucket);
  meta.high_mask = bytes.u32(at::high_mask);
  meta.low_mask = bytes.u32(at::low_mask);
  if (meta.low_mask > meta.max_bucket || meta.max_bucket > meta.high_mask) {
    return "damaged: its number of buckets cannot be right";
  }
  for (std::size_t i = 0; i < meta.spares.size(); ++i) {
    meta.spares[i] = bytes.u32(at::spares + 4 * i);
  }
  return {};
}

std::string read_btree(const Bytes& bytes, Meta& meta) {
  meta.format = Format::btree;
  const std::uint32_t flags = bytes.u32(at::flags);
  if (flags & kBtreeRecno) {
    return "it is a recno database; an access map is hash or btree";
  }
  if (flags & kBtreeSubdatabases) {
    return "it holds several named databases; an access map is one without a "
           "name";
  }
  if (flags & kBtreeCompressed) {
    return "it is compressed, which this reader does not support; build it "
           "again with accessmap build";
  }
  meta.duplicates = (flags & kBtreeDuplicates) != 0;
  meta.root = bytes.u32(at::root);
  return meta.root != 0 ? std::string() : "damaged: it has no root page";
}

// What applies to both formats.
std::string read_common(const Bytes& bytes, Meta& meta) {
  const std::uint32_t version = bytes.u32(at::version);
  const std::uint32_t oldest = bytes.u32(at::magic) == kHashMagic ? kOldestHash : kOldestBtree;
  if (version < oldest || version > kNewest) {
    return "its format has version " + std::to_string(version) + ", and only " +
           std::to_string(oldest) + " to " + std::to_string(kNewest) +
           " are supported; build it again with accessmap build";
  }
  if (bytes.data[at::encryption] != 0) {
    return "it is encrypted; an access map must not be";
  }
  if (bytes.data[at::meta_flags] & kChecksummed) {
    return "its pages have checksums, which this reader does not support; "
           "build it again with accessmap build";
  }
  if (bytes.data[at::meta_flags] & kPartitioned) {
    return "it is split into several files; an access map must be one";
  }
  meta.page_size = bytes.u32(at::page_size);
  const bool power_of_two = (meta.page_size & (meta.page_size - 1)) == 0;
  if (!power_of_two || meta.page_size < 512 || meta.page_size > 65536) {
    return "damaged: its page size cannot be " + std::to_string(meta.page_size);
  }
  // Older versions may have something else here.
  if (version >= kTellsLastPage) meta.last_page = bytes.u32(at::last_page);
  return {};
}

}  // namespace

std::uint32_t hash_of(std::string_view key) {
  std::uint32_t hash = 0;
  for (const char c : key) {
    hash = (hash * 16777619U) ^ static_cast<std::uint8_t>(c);
  }
  return hash;
}

std::string read_meta(std::span<const std::uint8_t, kMetaSize> data, Meta& meta) {
  for (const bool swapped : {false, true}) {
    const Bytes bytes{data.data(), swapped};
    const std::uint32_t magic = bytes.u32(at::magic);
    if (magic == kQueueMagic) {
      return "it is a queue database; an access map is hash or btree";
    }
    if (magic != kHashMagic && magic != kBtreeMagic) continue;
    meta.swapped = swapped;
    std::string wrong = read_common(bytes, meta);
    if (!wrong.empty()) return wrong;
    return magic == kHashMagic ? read_hash(bytes, meta) : read_btree(bytes, meta);
  }
  return no_database();
}

}  // namespace accessmap
