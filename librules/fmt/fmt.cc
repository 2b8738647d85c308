// fmt, compiled once and hidden inside what links it.
//
// Debian has fmt as headers and as a shared library only: header-only use would compile all of it
// again in each of our files, and the shared library would be one more that an embedding host
// needs.

#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {
template auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template auto decimal_point_impl(locale_ref) -> char;
}  // namespace detail
FMT_END_NAMESPACE
