# SPDX-License-Identifier: MIT
# Everything comes from the distribution; what each one buys is in ARCHITECTURE.md.
if(LATCH_STATIC)
    # Fewer shared libraries is what makes start-up fast; libc stays dynamic because of NSS.
    set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
    set(OPENSSL_USE_STATIC_LIBS ON)
    set(Boost_USE_STATIC_LIBS ON)
    set(ZLIB_USE_STATIC_LIBS ON)
endif()

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)

# latch_pkg_library(NAME HEADER LIBRARY [LIBRARY...]): an imported target from plain library names,
# because libpsl and libidn2 ship no CMake package and pkg-config's static lists name shared ones.
function(latch_pkg_library name header)
    find_path(${name}_INCLUDE ${header} REQUIRED)
    add_library(${name} INTERFACE IMPORTED)
    target_include_directories(${name} SYSTEM INTERFACE ${${name}_INCLUDE})
    foreach(library IN LISTS ARGN)
        find_library(${name}_${library} ${library} REQUIRED)
        target_link_libraries(${name} INTERFACE ${${name}_${library}})
    endforeach()
endfunction()

latch_pkg_library(latch_brotli brotli/decode.h brotlidec brotlicommon)
latch_pkg_library(latch_zstd zstd.h zstd)
if(LATCH_STATIC)
    latch_pkg_library(latch_psl libpsl.h psl idn2 unistring)
    latch_pkg_library(latch_idn2 idn2.h idn2 unistring)
else()
    latch_pkg_library(latch_psl libpsl.h psl)
    latch_pkg_library(latch_idn2 idn2.h idn2)
endif()
latch_pkg_library(latch_gumbo gumbo.h gumbo)
latch_pkg_library(latch_pugixml pugixml.hpp pugixml)
latch_pkg_library(latch_uchardet uchardet/uchardet.h uchardet)
latch_pkg_library(latch_unistring uniwidth.h unistring)
# Its types alone: the library is opened at run time.
latch_pkg_library(latch_jq jq.h)

# ccache makes the second build of the Beast units cost nothing.
find_program(LATCH_CCACHE ccache)
if(LATCH_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${LATCH_CCACHE})
endif()
