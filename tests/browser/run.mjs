// The tests of the screens:  node run.mjs [GROUP]...     prints what holds and, last, "N passed, N failed"
import { launch } from "./chromium.mjs";
import { House } from "./house.mjs";
import { Tally } from "./tally.mjs";
import { agenda } from "./agenda.mjs";
import { agendaDays } from "./agenda_days.mjs";
import { entry } from "./entry.mjs";
import { floor } from "./floor.mjs";
import { offline } from "./offline.mjs";
import { page } from "./page.mjs";
import { panels } from "./panels.mjs";
import { panelScreens } from "./panel_screens.mjs";
import { people } from "./people.mjs";
import { peopleScreens } from "./people_screens.mjs";
import { plan } from "./plan.mjs";
import { planScreens } from "./plan_screens.mjs";
import { pollStories } from "./poll_stories.mjs";
import { pollTypes } from "./poll_types.mjs";
import { polls } from "./polls.mjs";
import { screens } from "./screens.mjs";
import { shelves } from "./shelves.mjs";

const GROUPS = { entry, agenda, floor, agenda_days: agendaDays, people, shelves, polls, poll_types: pollTypes, poll_stories: pollStories, plan, panels, offline, page, screens, panel_screens: panelScreens, plan_screens: planScreens, people_screens: peopleScreens };

const chosen = process.argv.slice(2);
const tally = new Tally();
const browser = await launch();
for (const [name, group] of Object.entries(GROUPS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const began = Date.now();
  const house = await House.open(browser);
  await tally.test(`${name}: all of it ran`, () => group(tally, house), 1800000);
  await house.close();
  console.log(`# ${name} took ${Math.round((Date.now() - began) / 1000)} s`);
}
await browser.close();
process.exit(tally.end());
