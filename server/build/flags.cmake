# Compile and link flags. Every build is chosen by PLENARY_BUILD alone: CMake's own build types would define NDEBUG, and
# the assertions of this program are part of it.
set(CMAKE_BUILD_TYPE "" CACHE STRING "unused: see PLENARY_BUILD" FORCE)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(builds release debug tsan fuzz coverage)
if(NOT PLENARY_BUILD IN_LIST builds)
    message(FATAL_ERROR "PLENARY_BUILD is '${PLENARY_BUILD}'; it must be one of: ${builds}")
endif()
if(PLENARY_BUILD STREQUAL fuzz AND NOT CMAKE_C_COMPILER_ID STREQUAL Clang)
    message(FATAL_ERROR "The fuzz build needs clang: configure a fresh directory with -DCMAKE_C_COMPILER=clang")
endif()

add_compile_definitions(_GNU_SOURCE ${PLENARY_LIMITS})
set(c_flags -g -Wall -Wextra -Wformat=2 -Wconversion -Wshadow -Wimplicit-fallthrough -Werror
    -fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing)
set(link_flags "")

if(PLENARY_BUILD STREQUAL release)
    list(APPEND c_flags -O2 -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection
        -fcf-protection=full -fPIE)
    if(CMAKE_C_COMPILER_ID STREQUAL GNU)
        list(APPEND c_flags -ftrivial-auto-var-init=zero)
    endif()
    list(APPEND link_flags -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed)
elseif(PLENARY_BUILD STREQUAL debug)
    set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=all)
    list(APPEND c_flags -O1 ${sanitize} -fno-omit-frame-pointer -DPLENARY_PARANOID)
    list(APPEND link_flags ${sanitize})
elseif(PLENARY_BUILD STREQUAL tsan)
    list(APPEND c_flags -O1 -fsanitize=thread -fno-omit-frame-pointer)
    list(APPEND link_flags -fsanitize=thread)
elseif(PLENARY_BUILD STREQUAL fuzz)
    set(sanitize -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
    list(APPEND c_flags -O1 ${sanitize} -fno-omit-frame-pointer -DPLENARY_PARANOID)
    list(APPEND link_flags -fsanitize=address,undefined)
else()
    list(APPEND c_flags -O0 --coverage)
    list(APPEND link_flags --coverage)
endif()

# The flags of the C files and of nothing else: assembler files hold only data.
foreach(flag IN LISTS c_flags)
    add_compile_options($<$<COMPILE_LANGUAGE:C>:${flag}>)
endforeach()
add_link_options(${link_flags})
