/* support_sound: a sound file of a workshop, for targets that damage it. */
#ifndef PLENARY_FUZZ_SUPPORT_SOUND_H
#define PLENARY_FUZZ_SUPPORT_SOUND_H

/* Make it at `path` in `directory`, the same each time. */
void support_sound_file(const char *directory, const char *path);

#endif
