// The words on the screens, from the client's own catalogues, so that a better wording breaks no test.
import { readFileSync } from "node:fs";
import path from "node:path";

const folder = path.join(path.dirname(new URL(import.meta.url).pathname), "../../client/src/i18n");

/** For a language: a function from key to text; `.like(key)` is a pattern in which every {name} stands for anything. */
export function words(language) {
  const catalogue = JSON.parse(readFileSync(path.join(folder, `${language}.json`), "utf8"));
  const say = (key) => {
    if (!(key in catalogue)) throw new Error(`no text ${key} in ${language}`);
    return catalogue[key];
  };
  say.like = (key, given = {}) => {
    const parts = say(key).split(/\{(\w+)\}/);
    const source = parts.map((part, i) => (i % 2 ? (part in given ? plain(String(given[part])) : ".*") : plain(part)));
    return new RegExp(source.join("[\\u2066-\\u2069]*"));
  };
  return say;
}

function plain(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
