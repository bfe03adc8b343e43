/*
 * What the leak sanitizer is to leave out in every program that makes documents: fontconfig keeps what it has read of the machine's fonts
 * for the whole process, behind offsets that the sanitizer does not follow, and pango keeps a map of them for each thread.
 */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libpango\n";
}
