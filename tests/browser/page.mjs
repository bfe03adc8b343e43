// The page itself: what its first opening costs, its policy, and what the keyboard alone can do.
import { button, eventually, expect, isLive, labelled } from "./house.mjs";
import { words } from "./words.mjs";

const en = words("en");
const FIRST_LOAD = 80 * 1024;   // a 2G link carries this in half a minute

/** What the browser fetched for this page, as the server sent it: [address, bytes with headers]. */
async function fetched(page, act) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const addresses = new Map();
  const sizes = [];
  devtools.on("Network.responseReceived", ({ requestId, response }) => addresses.set(requestId, new URL(response.url)));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.push([addresses.get(requestId), encodedDataLength]));
  await act();
  await page.waitForLoadState("networkidle");
  return sizes.filter(([address]) => address);
}

export async function page(tally, house) {
  const room = await house.workshop({ item: 9 });

  for (const lang of ["en", "fr", "ar"]) {
    await tally.test(`the first opening costs at most 80 KB, in ${lang}, and asks nobody else`, async () => {
      const window = await house.window({ lang, width: 360, height: 740 });
      const all = await fetched(window, async () => {
        await window.goto(`/join/${room.codes.open}`);
        await window.getByRole("heading").first().waitFor();
      });
      const files = new Map(all.map(([address, bytes]) => [address.pathname, bytes]));
      const bytes = [...files.values()].reduce((sum, one) => sum + one, 0);
      console.log(`first opening in ${lang}: ${files.size} files, ${bytes} bytes`);
      expect(files.size >= 5, `only ${[...files.keys()]}`);
      expect(bytes <= FIRST_LOAD, `${bytes} bytes: ${JSON.stringify([...files])}`);
      expect(all.every(([address]) => address.origin === house.origin), "it asks another server");
      await window.context().close();
    });
  }

  await tally.test("the page's policy forbids scripts and styles from elsewhere and inside the page", async () => {
    const window = await house.window();
    const reply = await window.goto("/");
    const policy = reply.headers()["content-security-policy"] ?? "";
    expect(/default-src 'none'|default-src 'self'/.test(policy) && !/unsafe-(inline|eval)/.test(policy), `the policy is: ${policy}`);
    await window.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.broken = true";
      document.body.append(script);
    });
    expect(await window.evaluate(() => window.broken) === undefined, "a script inside the page ran");
    await eventually(() => window.complaints.some((one) => /Content Security Policy/.test(one)), "the policy asked");
    await window.context().close();
  });

  await tally.test("with the keyboard alone: join by code, vote, look around, and leave every dialog", async () => {
    const window = await house.window();
    await window.goto("/join");
    const reach = async (locator, what) => {
      for (let i = 0; i < 60; i++) {
        if (await locator.evaluate((one) => one === document.activeElement).catch(() => false)) return;
        await window.keyboard.press("Tab");
      }
      throw new Error(`Tab does not reach ${what}`);
    };
    await reach(labelled(window, en, "ui.join.code"), "the code");
    await window.keyboard.type(room.codes.delegations[2].code);
    await window.keyboard.press("Enter");
    await labelled(window, en, "ui.join.name").waitFor();
    await reach(labelled(window, en, "ui.join.name"), "the name");
    await window.keyboard.type("Nour");
    await window.keyboard.press("Enter");
    await window.waitForURL("**/w/*");
    await isLive(window, en);
    await house.poll(room.chair, { question: "By keys?", item: room.chair.list("item")[9].id });
    const radio = window.getByRole("radio").first();
    await radio.waitFor();
    await reach(radio, "the options");
    await window.keyboard.press("ArrowDown");
    await reach(button(window, en, "ui.poll.send"), "the button");
    await window.keyboard.press("Enter");
    await window.getByText(en.like("ui.poll.counted", { choice: "In autumn" })).waitFor();
    await window.keyboard.press("?");
    await window.getByRole("dialog").getByText(en("ui.keys.send")).waitFor();
    await window.keyboard.press("Escape");
    await eventually(async () => await window.getByRole("dialog").count() === 0, "the dialog closed");
    const seen = new Set();
    for (let i = 0; i < 150; i++) {
      await window.keyboard.press("Tab");
      const at = await window.evaluate(() => {
        const one = document.activeElement;
        if (!one.dataset.walked) one.dataset.walked = String(Math.random());
        return one === document.body ? "the end" : one.dataset.walked;
      });
      seen.add(at);
      if (at === "the end" && i > 5) break;
    }
    expect(seen.has("the end"), `Tab does not come round in 150 steps (${seen.size} stops)`);
    expect(window.complaints.length === 0, window.complaints.join("\n"));
    await window.context().close();
  });

  await tally.test("whoever has the focus can see where it is, on every kind of control", async () => {
    const window = await house.window({ cookie: house.amina.cookie });
    await window.goto(`/w/${room.id}`);
    await isLive(window, en);
    const hidden = [];
    for (let i = 0; i < 40; i++) {
      await window.keyboard.press("Tab");
      const name = await window.evaluate(() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
        return shown || one === document.body ? "" : `${one.tagName} ${one.className} ${one.textContent.slice(0, 20)}`;
      });
      if (name) hidden.push(name);
    }
    expect(hidden.length === 0, hidden.slice(0, 5).join("\n"));
    await window.context().close();
  });

  room.chair.close();
}
