/* support_export_core: the small workshop of support_core, for tests of documents: their programs take support_export_*.c alone. */
#include "support_core.c"
