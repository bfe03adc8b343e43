// What is no operation, or none that may be sent: JSON as it might arrive, and the code that refuses it. The package's own judgement stands
// beside it (what its checkOp says), because it takes much of this, and some of it silently does something else than it says.

const many = (n, part) => `[${Array.from({ length: n }, (_, i) => part(i)).join(",")}]`;

/** [JSON, our code, whether checkOp of the package takes it] */
export const malformed = [
  // No list, or lists of something else.
  ["null", "bad_argument", false],
  ["5", "bad_argument", false],
  ["\"abc\"", "bad_argument", false],
  ["{\"d\":3}", "bad_argument", false],
  ["[null]", "bad_argument", false],
  ["[true]", "bad_argument", true],
  ["[[5]]", "bad_argument", false],
  ["[[\"a\"]]", "bad_argument", false],
  ["[{}]", "bad_argument", false],
  ["[{\"i\":\"a\"}]", "bad_argument", false],
  ["[{\"d\":{\"d\":1}}]", "bad_argument", false],
  ["[{\"d\":[1]}]", "bad_argument", false],
  ["[{\"d\":null}]", "bad_argument", false],
  ["[{\"d\":true}]", "bad_argument", false],
  ["[{\"d\":1,\"i\":\"a\"}]", "bad_argument", true],
  ["[{\"d\":1,\"d\":1}]", "bad_frame", true],
  // Counts that count nothing.
  ["[0,\"a\"]", "bad_argument", false],
  ["[-1,\"a\"]", "bad_argument", false],
  ["[-0,\"a\"]", "bad_argument", false],
  ["[1.5,\"a\"]", "bad_argument", true],
  ["[1.0,\"a\"]", "bad_argument", true],
  ["[1e2,\"a\"]", "bad_argument", true],
  ["[\"5\",\"a\"]", "bad_argument", true],
  ["[{\"d\":0}]", "bad_argument", false],
  ["[{\"d\":-1}]", "bad_argument", false],
  ["[{\"d\":1.5}]", "bad_argument", true],
  ["[{\"d\":1.0}]", "bad_argument", true],
  ["[{\"d\":\"\"}]", "bad_argument", false],
  // Further than any text, and further than numbers go.
  ["[20001,\"a\"]", "bad_argument", true],
  ["[20000,{\"d\":1}]", "bad_argument", true],
  ["[{\"d\":20001}]", "bad_argument", true],
  ["[536870913,\"a\"]", "bad_argument", true],
  ["[4294967295,\"a\"]", "bad_argument", true],
  ["[4294967297,\"a\"]", "bad_argument", true],
  ["[9007199254740993,\"a\"]", "bad_argument", true],
  ["[99999999999999999999,\"a\"]", "bad_frame", true],
  ["[1e400,\"a\"]", "bad_frame", true],
  // A delete with its words: the package keeps them to undo with; they would be stored for nothing, and could say what is not so.
  ["[{\"d\":\"abc\"}]", "bad_argument", true],
  // Not in the one normal form.
  ["[]", "bad_argument", true],
  ["[\"\"]", "bad_argument", false],
  ["[5]", "bad_argument", false],
  ["[\"a\",5]", "bad_argument", false],
  ["[1,1,\"a\"]", "bad_argument", false],
  ["[\"a\",\"b\"]", "bad_argument", true],
  ["[{\"d\":1},{\"d\":1}]", "bad_argument", true],
  // Half characters, and the one that ends a text in C. The package takes them all.
  ["[\"\\ud800\"]", "bad_frame", true],
  ["[\"a\\udc00b\"]", "bad_frame", true],
  ["[\"\\ude00\\ud83d\"]", "bad_frame", true],
  ["[\"\\ud83d\",\"\\ude00\"]", "bad_frame", true],
  ["[\"a\\u0000b\"]", "bad_frame", true],
  // Too much of it.
  [JSON.stringify(["a".repeat(2001)]), "too_long", true],
  [JSON.stringify(["😀".repeat(2001)]), "too_long", true],
  [JSON.stringify(["a".repeat(1001), 1, "b".repeat(1000)]), "too_long", true],
  [many(201, (i) => (i % 2 ? "{\"d\":1}" : "\"a\"")), "too_long", true],
  [many(401, (i) => (i % 2 ? "1" : "\"a\"")), "too_long", true],
  [JSON.stringify(["a".repeat(16384)]), "bad_frame", true],
  ["[".repeat(17) + "]".repeat(17), "bad_frame", false],
];

/** What is taken, at the borders of what is not. */
export const wellFormed = [
  "[\"a\"]", "[5,\"abc\",{\"d\":3}]", "[{\"d\":20000}]", "[19999,{\"d\":1}]", "[20000,\"a\"]", "[{\"d\":1},\"a\",{\"d\":1}]",
  "[\"\\ud83d\\ude00\"]", "[\"\\u0041\"]", "[ 1 , \"a\" ]", JSON.stringify(["a".repeat(2000)]), JSON.stringify(["😀".repeat(2000)]),
  many(200, (i) => (i % 2 ? "{\"d\":1}" : "\"a\"")),
];
