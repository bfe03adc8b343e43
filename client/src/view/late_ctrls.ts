/* late_ctrls: the controllers of the plan, which come with whatever file is fetched first. */
/* What it shares with the first load then stays in one file (build/split.mjs). */
import "./room";
import { Drag } from "../ctrl/drag";
import { come } from "../ctrl/late";
import { PlanCtrl } from "../ctrl/plan";

Object.assign(come, { PlanCtrl, Drag });
