/*
 * export_form: the words by which documents are asked for, and what a browser is told about each: "plan.docx".
 *
 * Not every document comes in every format: JSON is the whole workshop and CSV its plan, and both are asked for under the name
 * of the plan.
 */
#ifndef PLENARY_APP_EXPORT_FORM_H
#define PLENARY_APP_EXPORT_FORM_H

#include "app/platform.h"

const char *document_kind_word(enum document_kind kind);
enum document_kind document_kind_of(const char *word);          /* DOCUMENT_KIND_N: no such document */
const char *export_format_word(enum export_format format);      /* as the end of a file's name */
enum export_format export_format_of(const char *word);          /* EXPORT_FORMAT_N: no such format */
const char *export_format_media(enum export_format format);

/* Whether that document exists in that format. */
bool export_request_ok(const struct export_request *request);

/* "plan.docx" read into `request`; false: no such document. */
bool export_request_read(struct export_request *request, const char *name);

#endif
