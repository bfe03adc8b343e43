/* Polls: lists read as questions, what a ballot says and when it can be sent, results by the vectors shared with the server. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { load } from "./load.mjs";

const { bytesOf, chooseOne, isReady, keptOf, paddedTo, points, press, readPolls, sharesOf, tallyOf, thousandths, withValue } = await load();
const vectors = join(dirname(fileURLToPath(import.meta.url)), "../../tests/vectors/tally");
const options = [1, 2, 3].map((id) => ({ k: "option", id, poll: 9 }));
const asked = (poll, list = options) => ({ poll: { k: "poll", id: 9, ...poll }, options: list });

test("typed lines are a question and its options, whatever stands before them", () => {
    assert.deepEqual(readPolls("Coffee or tea?\n- Coffee\n* Tea\n\u2022 Water"), [{ question: "Coffee or tea?", options: ["Coffee", "Tea", "Water"] }]);
    assert.deepEqual(readPolls("Which first?\n1. Blockchain\n2) AI"), [{ question: "Which first?", options: ["Blockchain", "AI"] }]);
    assert.deepEqual(readPolls("Which first?\n\na) Risk\nb) Data"), [{ question: "Which first?", options: ["Risk", "Data"] }]);
    assert.deepEqual(readPolls("Shall we?"), [{ question: "Shall we?", options: [] }]);
    assert.deepEqual(readPolls(" \n "), []);
});

test("a numbered list with lettered options is several polls", () => {
    const text = "1. Which challenge comes first?\n a) Duty\n b) Data\n2. When do we meet?\n(a) In May\n(b) In June";
    assert.deepEqual(readPolls(text), [
        { question: "Which challenge comes first?", options: ["Duty", "Data"] },
        { question: "When do we meet?", options: ["In May", "In June"] },
    ]);
    assert.deepEqual(readPolls("١. متى نجتمع؟\nأ) في مايو\nب) في يونيو"), [{ question: "متى نجتمع؟", options: ["في مايو", "في يونيو"] }]);
});

test("paragraphs that begin with a question are several polls, an empty line before options is none", () => {
    assert.deepEqual(readPolls("Where?\nRabat\nTunis\n\nWhen?\nMay\nJune").map((one) => one.question), ["Where?", "When?"]);
    assert.deepEqual(readPolls("Where?\n\nRabat\nTunis").length, 1);
    assert.deepEqual(readPolls("1. Was it useful?\n2. Was it well run?").map((one) => one.options.length), [0, 0]);
});

test("an option that begins like a number or a word with a letter is left as it is", () => {
    assert.deepEqual(readPolls("How many?\n2 days\n3 days")[0].options, ["2 days", "3 days"]);
    assert.deepEqual(readPolls("Who?\nA. Ben Ali\nB. Karim")[0].options, ["Ben Ali", "Karim"]);
    assert.deepEqual(readPolls("Which?\n-5 degrees")[0].options, ["-5 degrees"]);
});

test("V12 each type of ballot is ready when it says enough and not too much", () => {
    const cases = [
        [{ type: "single" }, { option: 1 }, {}],
        [{ type: "multiple", min: 2, max: 2 }, { options: [1, 3] }, { options: [1] }],
        [{ type: "yes_no_abstain" }, { values: [2] }, { values: [3] }],
        [{ type: "ranking", max: 2 }, { options: [3, 1] }, { options: [] }],
        [{ type: "points", points: 5, per_option_max: 3 }, { options: [1, 2], values: [3, 2] }, { options: [1], values: [4] }],
        [{ type: "open_text" }, { text: "Yes." }, { text: "  " }],
        [{ type: "words", max: 2 }, { text: "one\ntwo" }, { text: "one\ntwo\nthree" }],
        [{ type: "words" }, { text: "x".repeat(64) }, { text: "x".repeat(65) }],
        [{ type: "number", min: 0, max: 3 }, { values: [2500] }, { values: [3001] }],
        [{ type: "number" }, { values: [-7000] }, {}],
        [{ type: "date" }, { options: [1, 2, 3], values: [0, 1, 2] }, { options: [1], values: [0] }],
        [{ type: "consent" }, { values: [0] }, { values: [2] }],
        [{ type: "consent" }, { values: [2], text: "No funds." }, { values: [2], text: " " }],
        [{ type: "fist_to_five" }, { values: [0] }, { values: [6] }],
        [{ type: "scale", min: 1, max: 5 }, { options: [1, 2, 3], values: [1, 5, 3] }, { options: [1, 2], values: [1, 5] }],
    ];
    for (const [poll, good, bad] of cases) {
        assert.equal(isReady(asked(poll), good), true, `${poll.type} ${JSON.stringify(good)}`);
        assert.equal(isReady(asked(poll), bad), false, `${poll.type} ${JSON.stringify(bad)}`);
    }
    assert.equal(isReady(asked({ type: "scale", min: 0, max: 5 }, []), { values: [0] }), true);
});

test("several are chosen up to the limit, points as far as there are any", () => {
    const two = asked({ type: "multiple", max: 2 });
    assert.deepEqual(chooseOne(two, { options: [1, 2] }, 3), { options: [1, 2] });
    assert.deepEqual(chooseOne(two, { options: [1, 2] }, 1), { options: [2] });
    assert.deepEqual(points(asked({ type: "points", points: 10 }), { options: [1], values: [4] }), { left: 6, cap: 10 });
    assert.deepEqual(withValue(two, { options: [3], values: [1] }, 1, 4), { options: [1, 3], values: [4, 1] });
    assert.deepEqual(withValue(two, { options: [3], values: [1] }, 3, undefined), { options: [], values: [] });
});

test("digits of the keyboard choose", () => {
    assert.deepEqual(press(asked({ type: "single" }), {}, 2), { option: 2 });
    assert.deepEqual(press(asked({ type: "ranking" }), { options: [3] }, 1), { options: [3, 1] });
    assert.deepEqual(press(asked({ type: "scale", min: 1, max: 5 }, []), {}, 5), { values: [5] });
    assert.equal(press(asked({ type: "scale", min: 1, max: 5 }, []), {}, 6), undefined);
    assert.equal(press(asked({ type: "single" }), {}, 4), undefined);
    assert.equal(press(asked({ type: "open_text" }), {}, 1), undefined);
});

test("numbers are read in thousandths, with a comma or a point", () => {
    assert.deepEqual(["2.5", "2,5", "-1", "٣٫٥", "0.001"].map(thousandths), [2500, 2500, -1000, 3500, 1]);
    assert.deepEqual(["", "1.2345", "two", "1e3"].map(thousandths), [undefined, undefined, undefined, undefined]);
});

test("P46 a secret ballot goes in one length by the type of its poll, and of a refused one only the receipt is kept", () => {
    const receipt = "A".repeat(24);
    assert.equal(paddedTo({ id: 9, option: 1 }, { type: "single" }), 0);
    assert.equal(paddedTo({ id: 9, option: 1, receipt }, { type: "single" }), 2048);
    assert.equal(paddedTo({ id: 9, values: [0], receipt }, { type: "consent" }), 16384);
    assert.equal(paddedTo({ id: 9, text: "no", receipt }, undefined), 16384);
    assert.equal(bytesOf({ text: "عذر" }), bytesOf({ text: "reason" }));
    assert.deepEqual(keptOf({ id: 9, option: 1, receipt }), { id: 9, receipt });
    assert.deepEqual(keptOf({ id: 9, option: 1 }), { id: 9, option: 1 });
});

const rounded = (spread) => spread && { median: spread.median, low: spread.low, high: spread.high };

for (const file of readdirSync(vectors).filter((name) => name.endsWith(".json"))) {
    for (const one of JSON.parse(readFileSync(join(vectors, file), "utf8"))) {
        test(`V13-V19 ${file}: ${one.name}`, () => check(one));
    }
}

function check({ poll, options: list = [], answers = [], ballots = [], persons = [], delegations = [], tally: want }) {
    const whole = { k: "poll", id: 1, majority: "none", ...poll };
    const got = tallyOf(whole, list, answers.map((one, i) => ({ id: i + 1, ...one })));
    for (const name of ["quorum", "majority", "dissent"]) assert.equal(got[name], want[name] ?? got[name], name);
    assert.equal(got.abstained, want.abstained ?? 0, "abstained");
    assert.deepEqual(rounded(got.spread), want.spread, "spread");
    const lines = got.lines.map(({ option, value, text, votes, advice, leads, spread }) =>
        ({ option, value, text, votes, advice, leads, spread: rounded(spread) }));
    const wanted = want.lines.map(({ option, value, text, votes = 0, advice = 0, leads = false, spread }) =>
        ({ option, value, text, votes, advice, leads, spread }));
    assert.deepEqual(lines, wanted, "lines");
    if (!want.shares) return;
    const partyOf = (person) => persons.find((one) => one.id === person)?.delegation ?? 0;
    const shares = sharesOf(whole, list, got.lines, ballots, delegations.map((one) => one.id), partyOf);
    assert.deepEqual(shares, want.shares.map((one) => ({ delegation: 0, ...one })), "shares");
}
