/* import_fault: why an entry was refused, as a phrase that follows its place: "plan[3].due: not a date, ...". */
#ifndef PLENARY_APP_IMPORT_FAULT_H
#define PLENARY_APP_IMPORT_FAULT_H

#include "app/codec.h"

void import_explain(char *out, size_t size, enum code code, const struct codec_fault *fault);

#endif
