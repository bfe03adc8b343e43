/* support_sound: a sound file of a workshop, for targets that damage it. */
#ifndef PLENARY_FUZZ_SUPPORT_SOUND_H
#define PLENARY_FUZZ_SUPPORT_SOUND_H

enum { SOUND_DIRECTORY = 64, SOUND_PATH = 128 };

/* Make a directory, in memory where there is such, and the file in it, the same each time; both are told. */
void support_sound_file(char directory[SOUND_DIRECTORY], char path[SOUND_PATH]);

#endif
