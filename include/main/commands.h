/* commands: the subcommands of `plenary`. Each takes the words behind its name and returns the exit status. */
#ifndef PLENARY_MAIN_COMMANDS_H
#define PLENARY_MAIN_COMMANDS_H

int cmd_serve(int argc, char **argv);
int cmd_user(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_verify(int argc, char **argv);
int cmd_canon(int argc, char **argv);
int cmd_backup(int argc, char **argv);
int cmd_reference(int argc, char **argv);

#endif
