/*
 * polls_late: the forms of all types of polls but the simplest, results, and what those who run the room do with a poll. It is
 * fetched when the room is at rest, so that it is there before the first poll is opened.
 */
import "./room";
export { Evaluation } from "./evaluation";
export { PollForm } from "./poll_forms";
export { PollRest } from "./poll_rest";
export { PollTools } from "./poll_staff";
