// Random texts and pairs of operations on them, as people make them: Arabic with and without vowel signs, combining marks, emoji of
// several code points, marks of direction, line ends of every kind, and what JSON escapes; deletes over inserts, and inserts at the same
// place far more often than chance would have it.

const pieces = [
  ..."abcdefgh ,.", "\n", "\r\n", "\t", "\"", "\\", "/", "\u0001", "\u001f", "\u007f", "\u0085", "\u00a0",
  ..."خطةالعملورش", "بِسْمِ", "لَا", "\u0640", "؟", "٣", "é", "e\u0301", "o\u0302\u0323", "\u0301", "ก\u0e33", "語",
  "\u200f", "\u200e", "\u061c", "\u2067", "\u2069", "\u200d", "\ufeff", "\u2028", "\u2029", "\ud7ff", "\ue000", "\uffff",
  "😀", "👍🏽", "👩‍👩‍👧‍👦", "🇲🇱", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "𝒜", "\u{10000}", "\u{10ffff}",
];

const whole = (roll, n) => Math.floor(roll() * n);
const pick = (roll, list) => list[whole(roll, list.length)];

/** About `n` code points. */
export function words(roll, n) {
  let text = "";
  // Long runs of one letter now and then: a difference in them can stand in many places.
  for (let have = 0; have < n;) {
    const piece = pick(roll, pieces);
    const times = roll() < 0.02 ? 1 + whole(roll, 9) : 1;
    text += piece.repeat(times);
    have += [...piece].length * times;
  }
  return text;
}

/** A length up to `max`: short ones often, long ones too, nothing at all sometimes. */
function length(roll, max) {
  const kind = roll();
  if (kind < 0.05) return 0;
  if (kind < 0.75) return whole(roll, Math.min(max, 30) + 1);
  return whole(roll, (kind < 0.97 ? Math.min(max, 400) : max) + 1);
}

/**
 * Parts before they are joined: [type, n or words]. `hot` are places where both of a pair like to write, so that they tie. In long texts
 * an operation has up to a hundred parts.
 */
function parts(roll, n, hot) {
  const list = [];
  let at = 0;
  const most = roll() < 0.02 ? 100 : 6;
  for (let left = whole(roll, most + 1); left > 0; left--) {
    const next = hot.find((place) => place > at);
    const kind = roll();
    if (kind < 0.35) {
      const skip = next !== undefined && roll() < 0.6 ? next - at : whole(roll, Math.min(n - at, 40) + 1);
      list.push(["skip", skip]);
      at += skip;
    } else if (kind < 0.7) {
      list.push(["insert", words(roll, roll() < 0.02 ? whole(roll, 300) : whole(roll, 4))]);
    } else {
      const gone = next !== undefined && roll() < 0.5 ? next - at : whole(roll, Math.min(n - at, 12) + 1);
      list.push(["delete", gone]);
      at += gone;
    }
  }
  return list;
}

/** An operation in the package's form, with empty parts and neighbours of one type as they fell. */
export const raw = (list) => list.map(([type, what]) => (type === "delete" ? { d: what } : what));

/** A text and the parts of two operations on it. */
export function pair(roll, max) {
  const text = words(roll, length(roll, max));
  const n = [...text].length;
  const hot = Array.from({ length: 1 + whole(roll, 4) }, () => whole(roll, n + 1)).sort((a, b) => a - b);
  return { text, a: parts(roll, n, hot), b: parts(roll, n, hot) };
}

/** Another version of a text: something replaced somewhere, or all of it. */
export function version(roll, text) {
  const letters = [...text];
  const from = whole(roll, letters.length + 1);
  const gone = roll() < 0.3 ? 0 : whole(roll, Math.min(letters.length - from, 50) + 1);
  const again = roll() < 0.3 ? letters.slice(from, from + whole(roll, 4)).join("") : words(roll, whole(roll, 6));
  return letters.slice(0, from).join("") + again + letters.slice(from + gone).join("");
}
