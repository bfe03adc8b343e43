# What is made at build time: the browser client, its table of sentences for the C side (core/words.h), the files of the
# client as data of the program (net/assets.h), and the workshop templates (app/template.h).
set(generated ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${generated})

set(client_stamp ${generated}/client.stamp)
if(PLENARY_CLIENT_DIR)
    set(client ${PLENARY_CLIENT_DIR})
    set(WORDS_C ${client}/words.c)
    file(GLOB_RECURSE client_inputs CONFIGURE_DEPENDS ${client}/dist/*)
    add_custom_command(OUTPUT ${client_stamp} COMMAND ${CMAKE_COMMAND} -E touch ${client_stamp}
        DEPENDS ${client_inputs} VERBATIM)
elseif(PLENARY_CLIENT)
    set(client ${CMAKE_BINARY_DIR}/client)
    set(WORDS_C ${client}/words.c)
    find_program(NODE_PROGRAM node REQUIRED)
    find_program(NPM_PROGRAM npm REQUIRED)
    file(GLOB_RECURSE client_inputs CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/client/src/* ${CMAKE_SOURCE_DIR}/client/build/*
        ${CMAKE_SOURCE_DIR}/client/public/*)
    file(GLOB client_settings CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/client/*.json)
    add_custom_command(OUTPUT ${client_stamp} ${WORDS_C}
        COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR}/client -DOUT=${client} -DSTAMP=${client_stamp}
            -DNODE=${NODE_PROGRAM} -DNPM=${NPM_PROGRAM} -P ${CMAKE_SOURCE_DIR}/server/build/client.cmake
        DEPENDS ${client_inputs} ${client_settings} ${CMAKE_SOURCE_DIR}/server/build/client.cmake
        COMMENT "Building the browser client" VERBATIM)
else()
    # Without a client there are no sentences and no files: both tables are empty.
    set(client ${generated}/no-client)
    set(WORDS_C ${generated}/words.c)
    file(MAKE_DIRECTORY ${client}/dist)
    file(CONFIGURE OUTPUT ${WORDS_C} CONTENT [[
#include "core/words.h"

const struct words_row words_table[] = {{.key = ""}};
const unsigned words_table_n = 0;
]] @ONLY)
    add_custom_command(OUTPUT ${client_stamp} COMMAND ${CMAKE_COMMAND} -E touch ${client_stamp} VERBATIM)
endif()

set(embed ${CMAKE_SOURCE_DIR}/server/build/embed.cmake)
set(ASSETS_S ${generated}/assets.S)
set(ASSETS_C ${generated}/assets_table.c)
add_custom_command(OUTPUT ${ASSETS_S} ${ASSETS_C}
    COMMAND ${CMAKE_COMMAND} -DKIND=assets -DSOURCE=${client}/dist -DOUT=${generated} -DGZIP=${GZIP_PROGRAM}
        -DBROTLI=${BROTLI_PROGRAM} -P ${embed}
    DEPENDS ${client_stamp} ${embed} COMMENT "Embedding the browser client" VERBATIM)

file(GLOB template_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/server/templates/*.json)
set(TEMPLATES_S ${generated}/templates.S)
set(TEMPLATES_C ${generated}/templates_table.c)
add_custom_command(OUTPUT ${TEMPLATES_S} ${TEMPLATES_C}
    COMMAND ${CMAKE_COMMAND} -DKIND=templates -DSOURCE=${CMAKE_SOURCE_DIR}/server/templates -DOUT=${generated} -P ${embed}
    DEPENDS ${template_files} ${embed} COMMENT "Embedding the workshop templates" VERBATIM)
